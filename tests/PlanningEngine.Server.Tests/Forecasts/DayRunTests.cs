using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Forecasting;
using PlanningEngine.Server.Tests.Runs;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>Runs over days of shops whose weekdays, closed Sundays and season of the year are known.</summary>
public sealed class DayRunTests
{
    private const int Items = 12;
    private const int Horizon = 28;
    private static readonly DateOnly Autumn = new(2024, 10, 7);
    private static readonly DateOnly Advent = new(2024, 11, 25);

    [Fact]
    public async Task Execute_YearsKnown_VolumeWeekdaysAndClosedDaysAreRight()
    {
        var shops = new Shops(3, 2022, Autumn, Horizon);

        var answer = await shops.Company().RunAsync(Daily(Horizon));

        shops.Show(answer);
        Assert.InRange(shops.Bias(answer, _ => true), -0.02, 0.02);
        foreach (var weekday in Enum.GetValues<DayOfWeek>())
            Assert.InRange(shops.Bias(answer, f => f.PeriodStart.DayOfWeek == weekday), -0.1, 0.1);
        Assert.InRange(answer.Forecasts.Average(f => f.Q10 <= shops.Came(f) && shops.Came(f) <= f.Q90 ? 1.0 : 0), 0.72, 0.9);
        Assert.Equal(shops.Count * Horizon, answer.Forecasts.Count);
        Assert.All(answer.Forecasts, f => Assert.Equal(Autumn.AddDays(f.Step - 1), DateOnly.FromDateTime(f.PeriodStart)));
        var closed = answer.Forecasts.Where(f => f.PeriodStart.DayOfWeek == DayOfWeek.Sunday && shops.Expected(f) == 0).ToList();
        Assert.NotEmpty(closed);
        Assert.All(closed, f => Assert.Equal((0, 0), (f.Mean, f.Q95)));
    }

    [Fact]
    public async Task Execute_OneAdventKnown_ComesBackByDate()
    {
        var shops = new Shops(3, 2023, Advent, Horizon);

        var answer = await shops.Company().RunAsync(Daily(Horizon));

        shops.Show(answer);
        Assert.InRange(shops.Bias(answer, _ => true), -0.05, 0.05);
        Assert.InRange(shops.Bias(answer, f => f.PeriodStart.Day is >= 9 and <= 22), -0.07, 0.07);
    }

    /// <summary>Too short for a year before the first origin, long enough at the end: without it bias is -8.1 % and WAPE 42.4 %.</summary>
    [Fact]
    public async Task Execute_YearTooLongForOrigins_IsFoundAtTheEnd()
    {
        var shops = new Shops(3, 2023, new DateOnly(2024, 10, 2), 90, seed: 1);

        var answer = await shops.Company().RunAsync(Daily(90));

        shops.Show(answer);
        Assert.Contains(answer.Notes, n => n.StartsWith("The season of the year is found by date at the end of the histories", StringComparison.Ordinal));
        Assert.InRange(shops.Bias(answer, _ => true), -0.07, 0.07);
        Assert.InRange(answer.Forecasts.Sum(f => Math.Abs(f.Mean - shops.Came(f))) / answer.Forecasts.Sum(shops.Came), 0, 0.38);
    }

    [Fact]
    public async Task Execute_HalfAYearKnown_IsForecastByWeekdaysAlone()
    {
        var shops = new Shops(3, 2024, new DateOnly(2024, 7, 1), 14, season: false);

        var answer = await shops.Company().RunAsync(Daily(14));

        shops.Show(answer);
        Assert.InRange(shops.Bias(answer, _ => true), -0.02, 0.02);
        Assert.DoesNotContain(answer.Notes, n => n.StartsWith("The season of the year", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Execute_ThreadsAndStops_SameResult()
    {
        var company = new Shops(1, 2023, Autumn, 7).Company();
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await company.StoreAsync(database.Engine());
        var undisturbed = await database.Engine(options: o => o.Threads = 1).SucceedAsync(Daily(7));
        var faults = new DeadlyFaults(point => point is "train/0/done" or "backtest/0/computed" or "rollup/0/start");
        var engine = database.Engine(faults, o => (o.Threads, o.BatchSize, o.MaxAttempts) = (8, 5, 100));
        var key = await engine.QueueAsync(Daily(7));
        while (await engine.WorkAsync())
            database.Time.Advance(TimeSpan.FromSeconds(61));

        var run = await engine.RunAsync(key);

        Assert.Equal(3, faults.Deaths);
        Assert.Equal((undisturbed.ResultHash, undisturbed.Summary), (run.ResultHash, run.Summary));
    }

    private static RunParameters Daily(int horizon) => new() { Bucket = RunBucket.Day, Horizon = horizon };

    /// <summary>What was drawn, and what was expected of it.</summary>
    private sealed class Shops
    {
        private readonly ShopSeasons _draw;
        private readonly TimeSeries[] _came;
        private readonly TimeSeries[] _expected;

        public Shops(int shops, int firstYear, DateOnly end, int horizon, bool season = true, int seed = 3)
        {
            _draw = new ShopSeasons(seed, firstYear, end, horizon, Weeks: false, season);
            (_came, _expected) = (_draw.Draw(shops, Items, 7), _draw.Expected(shops, Items));
        }

        public int Count => _came.Length;

        public GeneratedCompany Company()
        {
            var company = new GeneratedCompany();
            for (var item = 0; item < Items; item++)
                company.Add(new Product { Level1 = "All" });
            for (var i = 0; i < _came.Length; i++)
                company.SellOn((i % Items) + 1, _came[i].Values.Take(_draw.Known).Select((v, t) => (_draw.Axis.DateOf(t).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), v)), (i / Items) + 1);
            return company;
        }

        public double Came(Data.Forecasts.Forecast said) => At(_came, said);

        public double Expected(Data.Forecasts.Forecast said) => At(_expected, said);

        public double Bias(GeneratedAnswer answer, Func<Data.Forecasts.Forecast, bool> which) =>
            answer.Forecasts.Where(which).ToList() is var some ? (some.Sum(f => f.Mean) / some.Sum(f => Expected(f))) - 1 : 0;

        public void Show(GeneratedAnswer answer)
        {
            double Percent(double share) => Math.Round(100 * share, 1);
            var came = answer.Forecasts.Sum(Came);
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
                $"bias {Percent(Bias(answer, _ => true))} %, WAPE {Percent(answer.Forecasts.Sum(f => Math.Abs(f.Mean - Came(f))) / came)} %, of the truth {Percent(answer.Forecasts.Sum(f => Math.Abs(Expected(f) - Came(f))) / came)} %, in 80 %: {Percent(answer.Forecasts.Average(f => f.Q10 <= Came(f) && Came(f) <= f.Q90 ? 1.0 : 0))} %, by weekday {string.Join(", ", Enum.GetValues<DayOfWeek>().Select(d => Percent(Bias(answer, f => f.PeriodStart.DayOfWeek == d))))}"));
            foreach (var note in answer.Notes)
                TestContext.Current.TestOutputHelper?.WriteLine(note);
        }

        private double At(TimeSeries[] series, Data.Forecasts.Forecast said) => series[((said.TerritoryKey - 1) * Items) + said.ProductKey - 1].Values[_draw.Known + said.Step - 1];
    }
}
