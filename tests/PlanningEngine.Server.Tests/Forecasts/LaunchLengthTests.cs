using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>New products by periods of a 4-4-5 calendar: those of five weeks sell more, and neither level nor curve of a launch does.</summary>
public sealed class LaunchLengthTests
{
    private const int Horizon = 6;
    private static readonly TimeBucket Periods = TimeBucket.FiscalPeriod(FiscalWeeks.Read("4-4-5", "last Saturday of January", [])!);
    private static readonly int First = Periods.OrdinalOf(new DateOnly(2022, 2, 15));
    private static readonly int End = First + 48;

    [Theory]
    [InlineData(-3)]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task Execute_FiveWeeks_AreNoGrowthOfALaunch(int launched)
    {
        var company = new GeneratedCompany();
        var demand = new GeneratedDemand(5);
        double Weekly(double level, int age) => level * (1 - (0.6 * Math.Exp(-age / 2.0)));
        int Add(double level, int launch)
        {
            var product = company.Add(new Product { Level1 = "All", Price = 10, LaunchDate = Periods.StartOf(launch).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) });
            var sold = new List<(DateTime, double)>();
            for (var saturday = Periods.StartOf(Math.Max(First, launch)).AddDays(6); Periods.OrdinalOf(saturday) < End; saturday = saturday.AddDays(7))
                sold.Add((saturday.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), demand.Count(Weekly(level, Periods.OrdinalOf(saturday) - launch))));
            company.SellOn(product, sold);
            return product;
        }

        Add(300, First - 40);
        for (var i = 0; i < 10; i++)
            Add(280 + (40 * (i % 2)), First + 6 + (2 * i));
        var product = Add(300, End + launched);

        var fiscal = new FiscalPeriods { Pattern = "4-4-5", YearEnd = "last Saturday of January" };
        var answer = await company.RunAsync(new RunParameters { Bucket = RunBucket.FiscalPeriod, Horizon = Horizon, WithoutGlobalModel = true, FiscalPeriods = fiscal });

        var ratios = answer.Forecasts.Where(f => f.ProductKey == product).OrderBy(f => f.Step)
            .Select(f => f.Mean / (Periods.DaysOf(End + f.Step - 1) / 7 * Weekly(300, f.Step - 1 - launched))).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", ratios.Select(r => FormattableString.Invariant($"{100 * (r - 1):0.0} %"))));
        Assert.Equal(Horizon, ratios.Length);
        Assert.All(ratios, r => Assert.InRange(r, 0.94, 1.06));
        Assert.All(answer.Forecasts.Where(f => f.ProductKey == product), f => Assert.Equal("launch", f.Method));
    }
}
