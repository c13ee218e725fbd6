using System.Globalization;
using System.IO.Compression;
using System.Text;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Cli.Tests.Forecasting;

public sealed class ForecastVerbTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Forecast_OneAndEightThreads_SameBytesInInputOrder()
    {
        var input = _work.Write("in.csv", Series(40, 48));
        Assert.Equal(0, (await Run(input, "one.csv", "--threads", "1")).Code);
        var answer = await Run(input, "eight.csv", "--threads", "8");
        Assert.Equal(0, answer.Code);
        Assert.Equal(File.ReadAllBytes(_work.Path("one.csv")), File.ReadAllBytes(_work.Path("eight.csv")));
        var lines = File.ReadAllLines(_work.Path("one.csv"));
        Assert.Equal("series_id,step,mean,median,lo80,hi80,lo95,hi95,method", lines[0]);
        Assert.Equal(Enumerable.Range(0, 40).SelectMany(s => Enumerable.Range(1, 3).Select(h => $"s{39 - s},{h}")), lines[1..].Select(l => string.Join(',', l.Split(',')[..2])));
        var last = answer.Output.TrimEnd().Split('\n')[^3..];
        Assert.Equal("series 40", last[0].TrimEnd());
        Assert.StartsWith("CPU seconds in fitting ", last[1], StringComparison.Ordinal);
        Assert.StartsWith("series per second and core ", last[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_SplitTimeScatteredAndPacked_ReadsTrainRowsOfEachSeries()
    {
        var plain = _work.Write("plain.csv", "series_id,value\na,1\na,2\na,3\na,4\n\"b,c\",10\n\"b,c\",NA\n\"b,c\",30\n\"b,c\",40\n");
        var scattered = _work.Write("scattered.csv.gz", "month,split,value,series_id\n2024-01,train,1,a\n2024-01,train,10,\"b,c\"\n2024-02,train,2,a\n2024-02,train,,\"b,c\"\n2024-03,train,3,a\n2024-03,train,30,\"b,c\"\n2024-04,train,4,a\n2024-04,train,40,\"b,c\"\n2024-05,test,99,a\n2024-05,test,99,d\n");
        Assert.Equal(0, (await Run(plain, "plain-out.csv", "--method", "naive")).Code);
        var answer = await Run(scattered, "out.csv.gz", "--method", "naive");
        Assert.Equal(0, answer.Code);
        Assert.Contains("1 series have no train row", answer.Error, StringComparison.Ordinal);
        using var unpacked = new StreamReader(new GZipStream(File.OpenRead(_work.Path("out.csv.gz")), CompressionMode.Decompress));
        var expected = File.ReadAllText(_work.Path("plain-out.csv"));
        Assert.Equal(expected, unpacked.ReadToEnd());
        Assert.Contains("\"b,c\",1,40,", expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_LevelsAndQuantiles_AreColumnsThatDoNotCross()
    {
        var input = _work.Write("in.csv", Series(3, 36));
        Assert.Equal(0, (await Run(input, "out.csv", "--method", "ets", "--levels", "50,99.5", "--quantiles", "0.9,0.05,0.975")).Code);
        var lines = File.ReadAllLines(_work.Path("out.csv"));
        Assert.Equal("series_id,step,mean,median,lo50,hi50,lo99.5,hi99.5,method,q90,q05,q975", lines[0]);
        Assert.Equal(10, lines.Length);
        foreach (var cells in lines[1..].Select(l => l.Split(',')))
        {
            double At(int i) => double.Parse(cells[i], CultureInfo.InvariantCulture);
            Assert.Equal("ets", cells[8]);
            double[] ascending = [At(6), At(10), At(4), At(3), At(5), At(9), At(11), At(7)];
            Assert.Equal(ascending.Order(), ascending);
        }
    }

    [Fact]
    public async Task Forecast_Cumulative_AddsSumsNarrowerThanSummedQuantiles()
    {
        var input = _work.Write("in.csv", Series(2, 48));
        Assert.Equal(0, (await Run(input, "out.csv", "--method", "ets", "--levels", "80", "--quantiles", "0.95", "--cumulative")).Code);
        var lines = File.ReadAllLines(_work.Path("out.csv"));
        Assert.Equal("series_id,step,mean,median,lo80,hi80,method,q95,cum_mean,cum_median,cum_lo80,cum_hi80,cum_q95", lines[0]);
        foreach (var series in lines[1..].Select(l => l.Split(',')).GroupBy(c => c[0]))
        {
            double Sum(int column) => series.Sum(c => double.Parse(c[column], CultureInfo.InvariantCulture));
            double Last(int column) => double.Parse(series.Last()[column], CultureInfo.InvariantCulture);
            Assert.Equal(Sum(2), Last(8), 0.01 * Sum(2));
            Assert.InRange(Last(11) - Last(10), 0.3 * (Sum(5) - Sum(4)), 0.98 * (Sum(5) - Sum(4)));
            Assert.True(Last(12) > Last(11));
        }
    }

    [Fact]
    public async Task Forecast_BadRows_ReportsAllAndLeavesNothing()
    {
        var input = _work.Write("in.csv", "series_id,date,value\na,2024-01-02,1\na,2024-01-01,2\na,2024-01-03,x\n,2024-01-04,1\nb,2024-01-01,NA\nc,2024-01-01\n");
        File.WriteAllText(_work.Path("out.csv"), "as it was");
        var answer = await Run(input, "out.csv");
        Assert.Equal(1, answer.Code);
        foreach (var expected in (string[])["time-order", "in.csv:3", "unreadable-number", "[x]", "missing-series-id", "in.csv:5", "(b)", "malformed-row", "in.csv:7"])
            Assert.Contains(expected, answer.Output, StringComparison.Ordinal);
        Assert.Equal("as it was", File.ReadAllText(_work.Path("out.csv")));
        Assert.Equal(2, Directory.GetFiles(_work.Folder).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("series_id,value\n")]
    [InlineData("id,value\na,1\n")]
    [InlineData("series_id,value,split\na,1,test\n")]
    public async Task Forecast_NothingToRead_IsRefused(string text)
    {
        var answer = await Run(_work.Write("in.csv", text), "out.csv");
        Assert.Equal(1, answer.Code);
        Assert.False(File.Exists(_work.Path("out.csv")));
    }

    [Fact]
    public async Task Forecast_BadOptions_ReportsAllAtOnce()
    {
        var answer = await Workspace.RunAsync("forecast", "--input", "x.csv", "--output", "y.csv", "--horizon", "0", "--period", "-1", "--method", "magic", "--levels", "80,120,x", "--quantiles", "1.5", "--threads", "0");
        Assert.Equal(2, answer.Code);
        foreach (var expected in (string[])["horizon (0)", "period (-1)", "(magic)", "level (120)", "(x)", "quantile (1.5)", "threads (0)"])
            Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_ShortConstantAndNegativeSeries_AllAreAnswered()
    {
        var input = _work.Write("in.csv", "series_id,value\none,5\ntwo,-1\ntwo,2\nzero,0\nzero,0\nzero,0\n");
        Assert.Equal(0, (await Run(input, "out.csv")).Code);
        var lines = File.ReadAllLines(_work.Path("out.csv"))[1..].Select(l => l.Split(',')).ToList();
        Assert.Equal(9, lines.Count);
        Assert.All(lines.Where(l => l[0] == "zero"), l => Assert.Equal("0", l[2]));
        Assert.All(lines.SelectMany(l => l[2..8]), cell => Assert.True(double.IsFinite(double.Parse(cell, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task Forecast_RegressorsAvailabilityAndNotes_DividesTheMean()
    {
        var random = new Random(3);
        var text = new StringBuilder("series_id,week,value,promo,availability\n");
        for (var t = 0; t < 64; t++)
        {
            var promo = t % 5 == 0 ? 1 : 0;
            var demand = (promo == 1 ? 200 : 100) + random.Next(-5, 6);
            var value = t >= 60 ? "" : (t == 33 ? demand / 2 : demand).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"a,{t + 1},{value},{promo},{(t == 33 ? "0.5" : "")}\n");
        }

        var input = _work.Write("in.csv", text.ToString());
        var answer = await Workspace.RunAsync(
            "forecast", "--input", input, "--output", _work.Path("out.csv"), "--method", "ses", "--horizon", "4", "--period", "auto", "--regressors", "promo", "--treat", "applied", "--notes");
        Assert.Equal(0, answer.Code);
        var lines = File.ReadAllLines(_work.Path("out.csv"));
        Assert.EndsWith(",method,base_mean,uplift_promo,notes", lines[0], StringComparison.Ordinal);
        Assert.Contains("1 of 60 buckets were not fully available", lines[1], StringComparison.Ordinal);
        var cells = lines[1..].Select(l => l.Split(',')).ToArray();
        double At(int step, int cell) => double.Parse(cells[step][cell], CultureInfo.InvariantCulture);
        Assert.InRange(At(0, 2), 190, 210);
        Assert.InRange(At(1, 2), 95, 105);
        Assert.InRange(At(0, 10), 90, 110);
        Assert.Equal(0, At(1, 10));
        Assert.Equal(At(0, 2), At(0, 9) + At(0, 10), 1e-9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forecast_FewPromotionsEach_SeriesTeachEachOther(bool split)
    {
        var items = PooledPromotions.Draw(60, seed: 5);
        var text = new StringBuilder(split ? "series_id,date,value,promo,price,split\n" : "series_id,date,value,promo,price\n");
        foreach (var (item, number) in items.Select((item, number) => (item, number)))
            for (var t = 0; t < PooledPromotions.Weeks + PooledPromotions.Horizon; t++)
            {
                // A row is missing here and there: the value is then unknown, and nothing was promoted.
                if (t is > 5 and < PooledPromotions.Weeks - 1 && (t + number) % 17 == 0)
                    continue;
                var known = t < PooledPromotions.Weeks;
                var value = known ? item.Told.Values[t].ToString(CultureInfo.InvariantCulture) : split ? "77777" : "";
                text.Append(CultureInfo.InvariantCulture, $"i{number:00},{new DateOnly(2023, 1, 2).AddDays(7 * t):yyyy-MM-dd},{value},{item.Told.Regressors[0].Values[t]},{item.Told.Regressors[1].Values[t]}{(split ? known ? ",train" : ",test" : "")}\n");
            }

        var input = _work.Write("in.csv", text.ToString());
        async Task<string[][]> Forecast(string output, params string[] more)
        {
            var answer = await Workspace.RunAsync([
                "forecast", "--input", input, "--output", _work.Path(output), "--horizon", $"{PooledPromotions.Horizon}", "--period", "52", "--regressors", "promo,log:price", .. more]);
            Assert.Equal(0, answer.Code);
            Assert.Equal(more.Length == 0, (answer.Output + answer.Error).Contains("taught each other", StringComparison.Ordinal));
            return [.. File.ReadAllLines(_work.Path(output))[1..].Select(l => l.Split(','))];
        }

        PooledScore Score(string[][] rows) => PooledScore.Of(items, [.. rows.Chunk(PooledPromotions.Horizon).Select(s => Array.ConvertAll(s, r => double.Parse(r[2], CultureInfo.InvariantCulture)))]);
        var rows = await Forecast("together.csv");
        var (together, alone) = (Score(rows), Score(await Forecast("alone.csv", "--without-global-model")));
        Assert.InRange(together.PromotedBias, -0.05, 0.05);
        Assert.True(together.PromotedWape < 0.7 * alone.PromotedWape, $"{together} {alone}");
        var promoted = items.SelectMany(i => i.Promotion).ToArray();
        Assert.All(rows.Select((r, at) => (Uplift: double.Parse(r[10], CultureInfo.InvariantCulture), Promoted: promoted[at] > 0)), r => Assert.Equal(r.Promoted, r.Uplift > 0));
    }

    [Fact]
    public async Task Forecast_GroupsThatRespondDifferently_LearnFromTheAttribute()
    {
        var items = PooledPromotions.DrawGroups(60, seed: 6);
        var text = new StringBuilder("series_id,date,value,promo,price,group\n");
        foreach (var (item, number) in items.Select((item, number) => (item, number)))
            for (var t = 0; t < PooledPromotions.Weeks + PooledPromotions.Horizon; t++)
                text.Append(CultureInfo.InvariantCulture, $"i{number:00},{new DateOnly(2023, 1, 2).AddDays(7 * t):yyyy-MM-dd},{(t < PooledPromotions.Weeks ? item.Told.Values[t].ToString(CultureInfo.InvariantCulture) : "")},{item.Told.Regressors[0].Values[t]},{item.Told.Regressors[1].Values[t]},{item.Told.Attributes["group"]}\n");
        var input = _work.Write("in.csv", text.ToString());
        async Task<double[]> PromotedBias(params string[] more)
        {
            var answer = await Workspace.RunAsync([
                "forecast", "--input", input, "--output", _work.Path("out.csv"), "--horizon", $"{PooledPromotions.Horizon}", "--period", "52", "--regressors", "promo,log:price", .. more]);
            Assert.Equal(0, answer.Code);
            var means = File.ReadAllLines(_work.Path("out.csv"))[1..].Chunk(PooledPromotions.Horizon).Select(s => Array.ConvertAll(s, l => double.Parse(l.Split(',')[2], CultureInfo.InvariantCulture))).ToArray();
            return [.. new[] { 0, 1 }.Select(group => PooledScore.Of([.. items.Where((_, i) => i % 2 == group)], [.. means.Where((_, i) => i % 2 == group)]).PromotedBias)];
        }

        Assert.All(await PromotedBias("--attributes", "group"), bias => Assert.InRange(bias, -0.08, 0.08));
        var untold = await PromotedBias();
        Assert.True(untold[0] > 0.08 && untold[1] < -0.08, $"{untold[0]} {untold[1]}");
    }

    [Fact]
    public async Task Forecast_AttributesMissingOrVarying_AreNamed()
    {
        var input = _work.Write("in.csv", "series_id,value,group\na,1,x\na,2,x\na,3,y\n");
        var varying = await Run(input, "out.csv", "--attributes", "group");
        Assert.NotEqual(0, varying.Code);
        Assert.Contains("(a) was (x) before", varying.Output + varying.Error, StringComparison.Ordinal);
        var missing = await Run(input, "out.csv", "--attributes", "brand,group,group");
        Assert.Contains("must be named once", missing.Output + missing.Error, StringComparison.Ordinal);
        missing = await Run(input, "out.csv", "--attributes", "brand");
        Assert.Contains("no column (brand)", missing.Output + missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_RegressorsThatEndAtDifferentTimes_AreForecastAlone()
    {
        var text = new StringBuilder("series_id,month,value,promo\n");
        for (var s = 0; s < 40; s++)
            for (var t = 0; t < 40 - 2 * (s % 2); t++)
                text.Append(CultureInfo.InvariantCulture, $"s{s:00},{new DateOnly(2020, 1, 1).AddMonths(t):yyyy-MM},{(t < 36 - s % 2 ? 100 + (s * t % 7) : "")},{t % 5 / 4}\n");
        var answer = await Run(_work.Write("in.csv", text.ToString()), "out.csv", "--regressors", "promo");
        Assert.Equal(0, answer.Code);
        Assert.DoesNotContain("taught each other", answer.Output + answer.Error, StringComparison.Ordinal);
        Assert.Equal(1 + 40 * 3, File.ReadAllLines(_work.Path("out.csv")).Length);
    }

    [Fact]
    public async Task Forecast_RegressorWithoutFutureOrColumn_NamesIt()
    {
        var input = _work.Write("in.csv", "series_id,value,promo\na,1,0\na,2,1\na,3,0\n");
        var missing = await Run(input, "out.csv", "--method", "ses", "--regressors", "promo");
        Assert.NotEqual(0, missing.Code);
        Assert.Contains("regressor-too-short", missing.Output, StringComparison.Ordinal);
        Assert.Contains("in.csv:4 (a) promo The regressor", missing.Output, StringComparison.Ordinal);
        Assert.Contains("has 3 values; 6 are needed", missing.Output + missing.Error, StringComparison.Ordinal);
        var unknown = await Run(input, "out.csv", "--method", "ses", "--regressors", "log:price");
        Assert.Contains("no column (price)", unknown.Output + unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_Lifecycle_ChainsLaunchesAndPhasesOut()
    {
        var (input, lives) = (new StringBuilder("series_id,month,value\n"), new StringBuilder("series_id,predecessor,share,similar,end_step,decline\n"));
        void Rows(string id, int first, IEnumerable<double> values)
        {
            foreach (var (value, t) in values.Select((v, i) => (v, first + i)))
                input.Append(CultureInfo.InvariantCulture, $"{id},{2022 + (t / 12)}-{1 + (t % 12):00},{value}\n");
        }

        var (successor, old, fresh) = (0.0, 0.0, 0.0);
        for (var i = 1; i <= 40; i++)
        {
            var demand = new GeneratedDemand(i);
            var truth = demand.Expectation(51, 12);
            var values = demand.Counts(truth);
            Rows($"before{i}", 0, values[..44]);
            Rows($"after{i}", 44, demand.Counts([.. truth[44..48].Select(e => 0.5 * e)]));
            Rows($"old{i}", 0, values[..48]);
            Rows($"launched{i}", 30, demand.Counts([.. Enumerable.Range(0, 18).Select(age => age < 3 ? 50.0 : 100)]));
            lives.Append(CultureInfo.InvariantCulture, $"after{i},before{i},0.5,,,\nold{i},,,,3,0.6|0.3\n");
            successor += 0.5 * truth[48..].Sum();
            old += (0.6 * truth[48]) + (0.3 * truth[49]);
            fresh += 3 * 50;
        }

        lives.Append(CultureInfo.InvariantCulture, $"fresh,,,{string.Join('|', Enumerable.Range(1, 40).Select(i => $"launched{i}"))},,\n");
        var answer = await Run(_work.Write("in.csv", input.ToString()), "out.csv", "--method", "mstl", "--notes", "--lifecycle", _work.Write("lives.csv", lives.ToString()));
        Assert.Equal(0, answer.Code);
        var lines = File.ReadAllLines(_work.Path("out.csv"))[1..].Select(l => l.Split(',')).ToArray();
        double Sum(string prefix) => lines.Where(l => l[0].StartsWith(prefix, StringComparison.Ordinal)).Sum(l => double.Parse(l[2], CultureInfo.InvariantCulture));
        Assert.InRange(Sum("after") / successor, 0.98, 1.02);
        Assert.InRange(Sum("old") / old, 0.98, 1.02);
        Assert.InRange(40 * Sum("fresh") / fresh, 0.98, 1.02);
        Assert.All(lines.Where(l => l[0].StartsWith("old", StringComparison.Ordinal) && l[1] == "3"), l => Assert.Equal("0", l[2]));
        Assert.Contains(lines, l => l[0] == "after1" && string.Join(',', l).Contains("50 % of the demand of (before1) goes on in this item: 44 buckets", StringComparison.Ordinal));
        Assert.Contains(lines, l => l[0] == "fresh" && string.Join(',', l).Contains("40 similar items", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forecast_Returned_ForecastsWhatIsLeft()
    {
        var input = new StringBuilder("series_id,month,value,returned\n");
        var truth = 0.0;
        for (var i = 1; i <= 40; i++)
        {
            var demand = new GeneratedDemand(i);
            var sold = demand.Expectation(51, 12);
            truth += 0.75 * sold[48..].Sum();
            foreach (var (value, t) in demand.Counts(sold)[..48].Select((v, t) => (v, t)))
                input.Append(CultureInfo.InvariantCulture, $"s{i},{2022 + (t / 12)}-{1 + (t % 12):00},{value},{(t == 5 ? "" : demand.Count(0.25 * value))}\n");
        }

        var lives = _work.Write("lives.csv", "series_id,end_step\ns1,2\n");
        var answer = await Run(_work.Write("in.csv", input.ToString()), "out.csv", "--method", "mstl", "--notes", "--lifecycle", lives);
        Assert.Equal(0, answer.Code);
        var lines = File.ReadAllLines(_work.Path("out.csv"))[1..].Select(l => l.Split(',')).ToArray();
        Assert.InRange(lines.Sum(l => double.Parse(l[2], CultureInfo.InvariantCulture)) / truth, 0.97, 1.02);
        Assert.All(lines.Where(l => l[1] == "1"), l => Assert.Contains("of sales come back", string.Join(',', l), StringComparison.Ordinal));
        Assert.Equal("0", lines.Single(l => l[0] == "s1" && l[1] == "3")[2]);
    }

    [Fact]
    public async Task Forecast_NegativeReturned_NamesTheSeries()
    {
        var answer = await Run(_work.Write("in.csv", "series_id,value,returned\na,5,-1\na,6,2\nb,7,1\nb,8,x\n"), "out.csv");
        Assert.NotEqual(0, answer.Code);
        foreach (var part in (string[])["returns-out-of-range", "in.csv:2 (a) returned [-1] Returns of series (a) must be at least 0", "not a finite number"])
            Assert.Contains(part, answer.Output + answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_work.Path("out.csv")));
    }

    [Fact]
    public async Task Forecast_DeclineInPerCent_IsWarnedOf()
    {
        var input = _work.Write("in.csv", Series(2, 24));
        var answer = await Run(input, "out.csv", "--notes", "--lifecycle", _work.Write("lives.csv", "series_id,end_step,decline\ns0,3,\ns1,3,60|30\n"));
        Assert.Equal(0, answer.Code);
        Assert.Contains("lives.csv:3 (s1) decline The share of the usual demand before the end (60) is 6,000 %. Maybe it is in per cent: 60 % is 0.6.", answer.Output, StringComparison.Ordinal);
        Assert.Contains("is 6,000 %", File.ReadAllText(_work.Path("out.csv")), StringComparison.Ordinal);
        Assert.DoesNotContain("(s0) decline", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_BadLifecycles_NamesAllOfThem()
    {
        var input = _work.Write("in.csv", Series(2, 24));
        var lives = _work.Write("lives.csv", "series_id,predecessor,share,end_step\ns0,ghost,-1,2.5\ns1,s0,,\nnew,,,\ns1,,,\n");
        var answer = await Run(input, "out.csv", "--lifecycle", lives);
        Assert.NotEqual(0, answer.Code);
        foreach (var part in (string[])["(ghost) is not in the file", "share (-1)", "whole step", "Without a time column", "no predecessor and no similar item", "has a row already"])
            Assert.Contains(part, answer.Output + answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_work.Path("out.csv")));
    }

    [Fact]
    public async Task Forecast_ValuesOutOfRange_NameRuleLineAndValue()
    {
        var input = _work.Write("in.csv", "series_id,value,promo,availability\na,5,0,1\na,6,0,30\na,7,,1\na,8,1,1\na,,1,\na,,1,\na,,1,\nb,NA,0,\nb,,1,\n");
        var answer = await Run(input, "out.csv", "--method", "ses", "--regressors", "promo");
        Assert.Equal(1, answer.Code);
        foreach (var part in (string[])["availability-out-of-range", "in.csv:3 (a) availability [30] ", "regressor-out-of-range", "in.csv:4 (a) promo Value 3 (NaN)", "no-known-value", "in.csv:9 (b) value "])
            Assert.Contains(part, answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("unreadable-number", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_MissingFilesAndFolders_SaysWhichOption()
    {
        var answer = await Workspace.RunAsync("forecast", "--input", "nope.csv", "--lifecycle", "nolives.csv", "--output", _work.Path("nodir/x.csv"), "--horizon", "3", "--period", "12", "--treat", "always");
        Assert.Equal(2, answer.Code);
        foreach (var part in (string[])["(nope.csv). Maybe check --input", "(nolives.csv). Maybe check --lifecycle", "nodir) of the output does not exist", "--treat has (always). Maybe use none, applied or tried."])
            Assert.Contains(part, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--data", answer.Output + answer.Error, StringComparison.Ordinal);
        Assert.Contains("<none|applied|tried>", (await Workspace.RunAsync("forecast", "--help")).Output, StringComparison.Ordinal);
    }

    private Task<Answer> Run(string input, string output, params string[] more) =>
        Workspace.RunAsync(["forecast", "--input", input, "--output", _work.Path(output), "--horizon", "3", "--period", "12", .. more]);

    private static string Series(int count, int length)
    {
        var random = new Random(5);
        var text = new StringBuilder("series_id,value\n");
        for (var s = count - 1; s >= 0; s--)
            for (var t = 0; t < length; t++)
                text.Append(CultureInfo.InvariantCulture, $"s{s},{100 + s + 20 * Math.Sin(t * Math.PI / 6) + random.NextDouble() * 10}\n");
        return text.ToString();
    }
}
