using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>Runs by week of a company whose campaigns follow the weeks of its fiscal calendar, which begin on Sundays: a year of 53 of them lies years back, within the last year, or ahead.</summary>
public sealed class FiscalWeekRunTests
{
    private const int Items = 40;
    private const int Horizon = 26;
    private const int Week = 7;
    private const string Retail = "Saturday nearest end of January";

    /// <summary>Shares of a week from Sunday on.</summary>
    private static readonly double[] Weekdays = [0.6, 0.8, 0.9, 0.9, 1.1, 1.3, 1.4];

    /// <summary>The year that ended on 3 February 2024 had 53 weeks; by last Saturdays those that end on 30 January 2021 and 31 January 2026 have.</summary>
    [Theory]
    [InlineData(1, Retail, 2025, 20, 0.1)]
    [InlineData(2, Retail, 2026, 6, 0.07)]
    [InlineData(3, "last Saturday of January", 2026, 40, 0.07)]
    public async Task Execute_CampaignsByFiscalWeek_AreNearerThanByIsoWeek(int seed, string yearEnd, int year, int week, double most)
    {
        var calendar = FiscalWeeks.Read("4-5-4", yearEnd, [])!;
        var end = calendar.StartOfYear(year).AddDays(Week * (week - 1));
        var items = Enumerable.Range(0, Items).Select(i => new Item((1_000 * seed) + i, calendar)).ToArray();
        var company = new GeneratedCompany();
        foreach (var item in items)
            company.SellOn(company.Add(new Product { Level1 = "All" }), item.Days(end));
        RunParameters Weekly(bool fiscal) => new() { Bucket = RunBucket.Week, Horizon = Horizon, FiscalPeriods = fiscal ? new() { Pattern = calendar.Pattern, YearEnd = calendar.YearEnd } : null };

        var answers = await company.RunAllAsync(Weekly(true), Weekly(false));

        var scores = Array.ConvertAll([.. answers], answer => Score(items, answer));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("; by ISO week ", scores.Select(s => FormattableString.Invariant($"bias {100 * s.Bias:0.0} %, of the expectation {100 * s.Wape:0.0} %"))));
        Assert.True(scores[0].Wape < most && scores[0].Wape < 0.7 * scores[1].Wape && Math.Abs(scores[0].Bias) < 0.03, $"{scores[0]}, by ISO week {scores[1]}");
        Assert.All(answers[0].Forecasts, f => Assert.Equal((end.AddDays(Week * (f.Step - 1)), DayOfWeek.Sunday), (DateOnly.FromDateTime(f.PeriodStart), f.PeriodStart.DayOfWeek)));
        Assert.All(answers[1].Forecasts, f => Assert.Equal(DayOfWeek.Monday, f.PeriodStart.DayOfWeek));
    }

    /// <summary>Demand that follows dates is found by date all the same, also across the first Christmas after a year of 53 weeks.</summary>
    [Fact]
    public async Task Execute_SeasonByDateAfterALongYear_IsStillFound()
    {
        var calendar = FiscalWeeks.Read("4-5-4", Retail, [])!;
        const int ItemsOfShops = 12;
        var draw = new ShopSeasons(1, 2022, calendar.StartOfYear(2025).AddDays(Week * 41), 9 * Week, Weeks: false);
        var (came, expected) = (draw.Draw(3, ItemsOfShops, Week), draw.Expected(3, ItemsOfShops));
        var company = new GeneratedCompany();
        for (var item = 0; item < ItemsOfShops; item++)
            company.Add(new Product { Level1 = "All" });
        for (var i = 0; i < came.Length; i++)
            company.SellOn((i % ItemsOfShops) + 1, came[i].Values.Take(draw.Known).Select((v, t) => (draw.Axis.DateOf(t).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), v)), (i / ItemsOfShops) + 1);

        var answer = await company.RunAsync(new() { Bucket = RunBucket.Week, Horizon = 9, FiscalPeriods = new() { Pattern = calendar.Pattern, YearEnd = calendar.YearEnd } });

        var both = answer.Forecasts.Select(f => (Said: f.Mean, Truth: Enumerable.Range(0, Week).Sum(day => expected[((f.TerritoryKey - 1) * ItemsOfShops) + f.ProductKey - 1].Values[draw.Known + (Week * (f.Step - 1)) + day]))).ToList();
        var (bias, wape) = ((both.Sum(b => b.Said) / both.Sum(b => b.Truth)) - 1, both.Sum(b => Math.Abs(b.Said - b.Truth)) / both.Sum(b => b.Truth));
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"bias {100 * bias:0.0} %, of the expectation {100 * wape:0.0} %"));
        Assert.True(Math.Abs(bias) < 0.03 && wape < 0.08, FormattableString.Invariant($"{bias}, {wape}"));
    }

    private static (double Bias, double Wape) Score(Item[] items, GeneratedAnswer answer)
    {
        var both = answer.Forecasts.Select(f => (Said: f.Mean, Truth: Enumerable.Range(0, Week).Sum(day => items[f.ProductKey - 1].Expected(DateOnly.FromDateTime(f.PeriodStart).AddDays(day))))).ToList();
        return ((both.Sum(b => b.Said) / both.Sum(b => b.Truth)) - 1, both.Sum(b => Math.Abs(b.Said - b.Truth)) / both.Sum(b => b.Truth));
    }

    /// <summary>A level, a trend, a season by fiscal week with a campaign in the first week of each period, and noise by week.</summary>
    private sealed class Item(int seed, FiscalWeeks calendar)
    {
        private readonly GeneratedDemand _demand = new(seed);
        private readonly DateOnly _first = calendar.StartOfYear(2021);
        private readonly double _level = 5 + (2 * (seed % 13));
        private readonly double _growth = 0.03 * ((seed % 5) - 1);
        private readonly double _campaign = new[] { 0.2, 0.5, 1 }[seed % 3];

        public IEnumerable<(DateTime Day, double Quantity)> Days(DateOnly end)
        {
            var rate = 1.0;
            for (var day = _first; day < end; day = day.AddDays(1))
            {
                rate = day.DayOfWeek == DayOfWeek.Sunday ? _demand.Rate(0.15) : rate;
                yield return (day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), _demand.Count(Expected(day) * rate));
            }
        }

        public double Expected(DateOnly day)
        {
            var isFirst = (day.DayNumber - calendar.StartOf(calendar.OrdinalOf(day)).DayNumber) / Week == 0;
            return _level * Weekdays[(int)day.DayOfWeek] * Math.Pow(1 + _growth, (day.DayNumber - _first.DayNumber) / 365.25) * (1 + (0.2 * Math.Sin(2 * Math.PI * calendar.WeekOf(day) / 52)) + (isFirst ? _campaign : 0));
        }
    }
}
