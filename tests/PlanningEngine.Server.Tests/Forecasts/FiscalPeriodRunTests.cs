using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>Runs by periods of a 4-4-5 calendar over items whose weekly rate is known: a year of 53 weeks lies in the history, and another one ahead.</summary>
public sealed class FiscalPeriodRunTests
{
    private const int Items = 40;
    private const int Horizon = 12;
    private static readonly FiscalWeeks Calendar = FiscalWeeks.Read("4-4-5", "last Saturday of January", [])!;
    private static readonly TimeBucket Periods = TimeBucket.FiscalPeriod(Calendar);

    /// <summary>FY21 and FY26 have 53 weeks, those between 52.</summary>
    private static readonly DateOnly First = Calendar.StartOfYear(2021);

    [Theory]
    [InlineData(2024, 0)]
    [InlineData(2025, 5)]
    [InlineData(2026, 0)]
    public async Task Execute_LongYearKnown_VolumeAndEachPeriodAreRight(int year, int period)
    {
        var end = Calendar.StartOf((year * 12) + period);
        var items = Enumerable.Range(0, Items).Select(i => new Item(i)).ToArray();
        var company = new GeneratedCompany();
        foreach (var item in items)
            company.SellOn(company.Add(new Product { Level1 = "All" }), item.Weeks(end));

        var answer = await company.RunAsync(new RunParameters { Bucket = RunBucket.FiscalPeriod, Horizon = Horizon, FiscalPeriods = new FiscalPeriods { Pattern = "4-4-5", YearEnd = "last Saturday of January" } });

        var first = Periods.OrdinalOf(end);
        double Truth(int step) => items.Sum(item => item.Expected(first + step - 1));
        double Said(int step) => answer.Forecasts.Where(f => f.Step == step).Sum(f => f.Mean);
        var bias = (Enumerable.Range(1, Horizon).Sum(Said) / Enumerable.Range(1, Horizon).Sum(Truth)) - 1;
        var steps = Enumerable.Range(1, Horizon).Select(step => (Said(step) / Truth(step)) - 1).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{end:yyyy-MM-dd}: bias {100 * bias:0.0} %; by period {string.Join(", ", steps.Select(s => $"{100 * s:0.0}"))}"));
        foreach (var note in answer.Notes)
            TestContext.Current.TestOutputHelper?.WriteLine(note);
        foreach (var note in answer.Accuracies.Select(a => a.Note).Distinct().Take(5))
            TestContext.Current.TestOutputHelper?.WriteLine("  " + note);
        Assert.InRange(bias, -0.02, 0.02);
        Assert.All(steps, s => Assert.InRange(s, -0.06, 0.06));
        Assert.All(answer.Forecasts, f => Assert.Equal(Calendar.StartOf(first + f.Step - 1), DateOnly.FromDateTime(f.PeriodStart)));
    }

    /// <summary>A level, a trend, a season by fiscal period with a rise before Christmas, and noise by week.</summary>
    private sealed class Item(int seed)
    {
        private readonly GeneratedDemand _demand = new(900 + seed);
        private readonly double _level = 20 + (7 * (seed % 13));
        private readonly double _growth = 0.03 * ((seed % 5) - 1);
        private readonly double _christmas = new[] { 0.2, 0.6, 1.2 }[seed % 3];

        public IEnumerable<(DateTime Day, double Quantity)> Weeks(DateOnly end)
        {
            for (var saturday = First.AddDays(6); saturday < end; saturday = saturday.AddDays(7))
                yield return (saturday.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), _demand.Count(Rate(Periods.OrdinalOf(saturday)) * _demand.Rate(0.15)));
        }

        /// <summary>Of a period: its weeks times the rate of a week.</summary>
        public double Expected(int ordinal) => Periods.DaysOf(ordinal) / 7 * Rate(ordinal);

        private double Rate(int ordinal) =>
            _level * Math.Pow(1 + _growth, (Periods.StartOf(ordinal).DayNumber - First.DayNumber) / 365.25) * (1 + (0.2 * Math.Sin(2 * Math.PI * (ordinal % 12) / 12)) + (ordinal % 12 == 10 ? _christmas : 0));
    }
}
