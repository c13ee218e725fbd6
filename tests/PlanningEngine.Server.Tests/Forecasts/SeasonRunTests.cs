using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Forecasting;
using PlanningEngine.Server.Tests.Runs;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>Runs over shops whose season of the year is known: asked in November for the weeks over Christmas, which they saw once before.</summary>
public sealed class SeasonRunTests
{
    private const int Items = 12;
    private static readonly DateOnly November = new(2024, 11, 11);

    /// <summary>The year before had 53 weeks.</summary>
    private static readonly DateOnly AfterLongYear = new(2021, 11, 15);

    [Fact]
    public async Task Execute_OneChristmasKnown_ComesBack()
    {
        var (draw, series) = Drawn(5, 2023, November, 8);

        var answer = await Company(draw, series).RunAsync(Weekly(draw));

        var (all, peak, company) = (Score.Of(draw, series, answer, _ => true), Score.Of(draw, series, answer, IsBeforeChristmas), Score.OfCompany(draw, series, answer));
        TestContext.Current.TestOutputHelper?.WriteLine($"all {all}; before Christmas {peak}; company {string.Join(", ", company.Select(b => FormattableString.Invariant($"{100 * b:0.0} %")))}");
        Assert.True(Math.Abs(peak.Bias) < 0.05 && peak.Wape < 0.168 && peak.In80 > 0.66, $"{peak}");
        Assert.True(Math.Abs(all.Bias) < 0.04 && all.Wape < 0.16 && all.In80 > 0.76, $"{all}");
        Assert.Contains(answer.Notes, n => n.Contains("the season swings further than after any origin", StringComparison.Ordinal));
        Assert.Contains(answer.Accuracies, a => a.Note.Contains("of 8 periods the season swings further", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Execute_LongYearThreadsAndStops_SameResultAndChristmasIsKnown()
    {
        var (draw, series) = Drawn(3, 2020, AfterLongYear, 6);
        var company = Company(draw, series);
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await company.StoreAsync(database.Engine());
        var undisturbed = await database.Engine(options: o => o.Threads = 1).SucceedAsync(Weekly(draw));
        var faults = new DeadlyFaults(point => point is "train/0/done" or "learn/0/start" or "backtest/1/computed" or "forecast/0/done" or "rollup/0/start");
        var engine = database.Engine(faults, o => (o.Threads, o.BatchSize, o.MaxAttempts) = (8, 20, 100));
        var key = await engine.QueueAsync(Weekly(draw));

        while (await engine.WorkAsync())
            database.Time.Advance(TimeSpan.FromSeconds(61));

        var run = await engine.RunAsync(key);
        Assert.Equal("", run.Error);
        Assert.Equal(5, faults.Deaths);
        Assert.Equal((undisturbed.ResultHash, undisturbed.Summary), (run.ResultHash, run.Summary));
        var peak = Score.Of(draw, series, await GeneratedAnswer.OfAsync(engine, run), IsBeforeChristmas);
        Assert.True(Math.Abs(peak.Bias) < 0.08, $"{peak}");
    }

    [Fact]
    public async Task Execute_NoSeason_NothingIsSaidOfOne()
    {
        var (draw, series) = Drawn(3, 2023, November, 8, season: false);

        var answer = await Company(draw, series).RunAsync(Weekly(draw));

        var all = Score.Of(draw, series, answer, _ => true);
        Assert.DoesNotContain(answer.Notes, n => n.StartsWith("Of ", StringComparison.Ordinal) && n.Contains("season", StringComparison.Ordinal) && Series(n) > series.Length / 4);
        Assert.True(Math.Abs(all.Bias) < 0.04, $"{all}");

        static int Series(string note) => int.Parse(note.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Seven years of 52 weeks fall behind by more than a week: what was sold before is found at its dates when one week is no part of the cycle.</summary>
    [Fact]
    public async Task Execute_LongYearLongAgo_DatesOfTheYearsBeforeStayWhereTheyWere()
    {
        var (draw, series) = Drawn(2, 2017, new DateOnly(2023, 10, 2), 13);
        var company = Company(draw, series);

        var answers = await company.RunAllAsync(Weekly(draw), new RunParameters { Bucket = RunBucket.Week, Horizon = draw.Horizon, WithoutGlobalModel = true });

        (Score All, Score Peak)[] scores = [.. answers.Select(a => (Score.Of(draw, series, a, _ => true), Score.Of(draw, series, a, IsBeforeChristmas)))];
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("; without global model ", scores.Select(s => $"all {s.All}; before Christmas {s.Peak}")));
        // Taken for part of the cycle, that week makes them 17.7, 20.2, 18.4 and 23.5 %.
        Assert.True(scores[0].All.Wape < 0.174 && scores[0].Peak.Wape < 0.195, $"{scores[0]}");
        Assert.True(scores[1].All.Wape < 0.176 && scores[1].Peak.Wape < 0.21 && scores[1].Peak.Bias > -0.12, $"{scores[1]}");
        Assert.Contains(answers[1].Accuracies, a => a.Note.Contains("1 leap buckets of the history were left out of the seasonal cycle", StringComparison.Ordinal));
    }

    private static RunParameters Weekly(ShopSeasons draw) => new() { Bucket = RunBucket.Week, Horizon = draw.Horizon };

    /// <summary>Weeks that end in the ten days before Christmas.</summary>
    private static bool IsBeforeChristmas(DateOnly start) => start is { Month: 12, Day: >= 9 and <= 18 };

    private static (ShopSeasons Draw, TimeSeries[] Series) Drawn(int shops, int firstYear, DateOnly end, int horizon, bool season = true)
    {
        var draw = new ShopSeasons(3, firstYear, end, horizon, Weeks: true, season);
        return (draw, draw.Draw(shops, Items, 52));
    }

    private static GeneratedCompany Company(ShopSeasons draw, TimeSeries[] series)
    {
        var company = new GeneratedCompany();
        for (var item = 0; item < Items; item++)
            company.Add(new Product { Level1 = "All" });
        for (var i = 0; i < series.Length; i++)
            company.SellOn(i % Items + 1, series[i].Values.Take(draw.Known).Select((v, t) => (draw.Axis.DateOf(t).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), v)), i / Items + 1);
        return company;
    }

    private readonly record struct Score(double Bias, double Wape, double In80)
    {
        public static Score Of(ShopSeasons draw, TimeSeries[] series, GeneratedAnswer answer, Func<DateOnly, bool> which)
        {
            var some = answer.Forecasts.Where(f => which(draw.Axis.DateOf(draw.Known + f.Step - 1)))
                .Select(f => (Said: f, Came: series[(f.TerritoryKey - 1) * Items + f.ProductKey - 1].Values[draw.Known + f.Step - 1])).ToList();
            return new Score(
                some.Sum(s => s.Said.Mean) / some.Sum(s => s.Came) - 1, some.Sum(s => Math.Abs(s.Said.Mean - s.Came)) / some.Sum(s => s.Came),
                some.Average(s => s.Said.Q10 <= s.Came && s.Came <= s.Said.Q90 ? 1.0 : 0));
        }

        /// <summary>Of the company, by week.</summary>
        public static double[] OfCompany(ShopSeasons draw, TimeSeries[] series, GeneratedAnswer answer) =>
            [.. answer.Rollups.Where(r => r.TerritoryKey == 0).Select(r => r.Mean / series.Sum(s => s.Values[draw.Known + r.Step - 1]) - 1)];

        public override string ToString() => FormattableString.Invariant($"bias {100 * Bias:0.0} %, WAPE {100 * Wape:0.0} %, in 80 %: {100 * In80:0.0} %");
    }
}
