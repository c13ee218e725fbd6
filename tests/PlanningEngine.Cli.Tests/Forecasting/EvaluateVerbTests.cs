using System.Globalization;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Cli.Tests.Forecasting;

public sealed class EvaluateVerbTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    private static Task<Answer> Run(string input, params string[] more) => Workspace.RunAsync(["evaluate", "--input", input, "--horizon", "3", .. more]);

    private Dictionary<(string Method, string Step), Dictionary<string, double?>> Scores(string name)
    {
        var lines = File.ReadAllLines(_work.Path(name));
        var columns = lines[0].Split(',');
        return lines[1..].Select(l => l.Split(',')).ToDictionary(
            cells => (cells[0], cells[1]),
            cells => columns.Zip(cells).Skip(2).ToDictionary(c => c.First, c => c.Second.Length > 0 ? double.Parse(c.Second, CultureInfo.InvariantCulture) : (double?)null));
    }

    [Fact]
    public async Task Evaluate_File_ScoresWhatWasKnownAtEachCutoff()
    {
        double[] y = [3, 5, 4, 6, 8, 7, 9, 12];
        var input = _work.Write("in.csv", "series_id,value\n" + string.Concat(y.Select(v => FormattableString.Invariant($"a,{v}\n"))));
        var answer = await Run(input, "--period", "1", "--method", "naive,drift", "--origins", "2", "--lag", "2", "--output", _work.Path("scores.csv"));
        Assert.Equal(0, answer.Code);
        Assert.Contains("WAPE 2 ahead", answer.Output, StringComparison.Ordinal);
        var scores = Scores("scores.csv");
        Assert.Equal(8, scores.Count);
        var naive = scores[("naive", "all")];
        // Said 6 of 8, 7, 9 and 8 of 7, 9, 12.
        Assert.Equal((6, 12.0 / 52), (naive["n"], naive["wape"]!.Value));
        Assert.Equal(-10.0 / 52, naive["bias"]!.Value, 1e-12);
        Assert.Equal(4.0 / 16, naive["instability"]!.Value, 1e-12);
        Assert.Equal(2.0 / 16, scores[("naive", "2")]["wape"]!.Value, 1e-12);
        Assert.Null(scores[("naive", "2")]["wrmsse"]);
        var drift = new[] { 4, 5 }.Sum(cut => new Drift().Forecast(new TimeSeries("a", y[..cut], 1), new ForecastRequest(3)).Mean.Zip(y[cut..], (f, a) => Math.Abs(f - a)).Sum());
        Assert.Equal(drift / 52, scores[("drift", "all")]["wape"]!.Value, 1e-12);
    }

    [Fact]
    public async Task Evaluate_AnyNumberOfThreads_IsTheSame()
    {
        var input = _work.Write("in.csv", SeasonalFile.Of(12, 48));
        foreach (var threads in new[] { "1", "2" })
            Assert.Equal(0, (await Run(input, "--period", "auto", "--threads", threads, "--output", _work.Path($"{threads}.csv"))).Code);
        Assert.Equal(File.ReadAllText(_work.Path("1.csv")), File.ReadAllText(_work.Path("2.csv")));
        var scores = Scores("1.csv");
        Assert.Equal(12 * 4 * 3, scores[("auto", "all")]["n"]);
        Assert.Equal(0, scores[("snaive", "all")]["gain_over_naive"]);
        Assert.True(scores[("auto", "all")]["owa"] < 1);
    }

    /// <summary>A series whose times run backwards is refused by itself, as it is where it is forecast; the others are scored.</summary>
    [Fact]
    public async Task Evaluate_TimesOutOfOrder_RefusesTheSeriesAlone()
    {
        var good = string.Concat(Enumerable.Range(1, 12).Select(month => FormattableString.Invariant($"b,2024-{month:00},{month}\n")));
        var answer = await Run(_work.Write("in.csv", "series_id,month,value\na,2024-02,1\na,2024-01,2\n" + good), "--period", "1", "--method", "naive");
        Assert.Equal(4, answer.Code);
        Assert.Contains("1 series", answer.Output, StringComparison.Ordinal);
        Assert.Contains("series (a)", answer.Output, StringComparison.Ordinal);
    }

    /// <summary>A missing month keeps its place, and promotions are known ahead at every cut-off.</summary>
    [Fact]
    public async Task Evaluate_MissingRowsAndRegressors_AreAsInForecasts()
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 60).Where(t => t != 20).Select(t => FormattableString.Invariant($"a,{2020 + t / 12}-{t % 12 + 1:00},{(t % 7 == 0 ? 200 : 100) + random.NextDouble()},{(t % 7 == 0 ? 1 : 0)}\n"));
        var input = _work.Write("in.csv", "series_id,month,value,promo\n" + string.Concat(rows));
        foreach (var told in new[] { true, false })
            Assert.Equal(0, (await Run(input, [.. told ? new[] { "--regressors", "promo" } : [], "--period", "12", "--method", "ses", "--origins", "8", "--output", _work.Path($"{told}.csv")])).Code);
        Assert.True(Scores("True.csv")[("ses", "all")]["wape"] < 0.02);
        Assert.True(Scores("False.csv")[("ses", "all")]["wape"] > 0.1);
    }

    [Fact]
    public async Task Evaluate_SeriesThatCannotBeUsed_AreNamedAndLeftOut()
    {
        var input = _work.Write("in.csv", "series_id,value\na,1\na,2\na,3\na,4\na,5\nb,NA\nc,1\nc,2\n");
        var answer = await Run(input, "--period", "1", "--method", "naive");
        Assert.Equal(4, answer.Code);
        Assert.Contains("1 series  ", answer.Output, StringComparison.Ordinal);
        Assert.Contains("no-known-value", answer.Output, StringComparison.Ordinal);
        Assert.Contains("1 series are not longer than the horizon", answer.Error, StringComparison.Ordinal);
        var short3 = await Run(_work.Write("short.csv", "series_id,value\na,1\na,2\na,3\n"), "--period", "1", "--method", "naive", "--output", _work.Path("none.csv"));
        Assert.Equal(1, short3.Code);
        Assert.Contains("shorter horizon", short3.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_work.Path("none.csv")));
    }

    [Fact]
    public async Task Evaluate_BadOptions_AreAllNamed()
    {
        var input = _work.Write("in.csv", "series_id,value\na,1\n");
        var answer = await Run(input, "--period", "0", "--method", "prophet,naive", "--origins", "0", "--spacing", "-1", "--lag", "4", "--output", input);
        Assert.Equal(2, answer.Code);
        foreach (var named in new[] { "(0) must be positive", "(prophet)", "--origins (0)", "--spacing (-1)", "--lag (4)", "Input and output are the same file" })
            Assert.Contains(named, answer.Error, StringComparison.Ordinal);
    }
}
