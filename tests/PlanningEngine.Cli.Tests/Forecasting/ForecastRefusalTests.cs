using System.Globalization;
using System.Text;

namespace PlanningEngine.Cli.Tests.Forecasting;

public sealed class ForecastRefusalTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    private Task<Answer> Run(string input, string output, params string[] more) =>
        Workspace.RunAsync(["forecast", "--input", input, "--output", _work.Path(output), "--horizon", "2", "--period", "1", "--method", "ses", .. more]);

    [Fact]
    public async Task Forecast_OneSeriesWithoutAnyValue_RefusesItAndForecastsTheOthers()
    {
        var input = _work.Write("in.csv", "series_id,value\na,5\na,6\na,7\n\"b,c\",NA\n\"b,c\",\nd,8\nd,9\n");
        var answer = await Run(input, "out.csv", "--quantiles", "0.9", "--cumulative", "--notes");
        Assert.Equal(4, answer.Code);
        Assert.Contains("in.csv:5 (b,c) value ", answer.Output, StringComparison.Ordinal);
        Assert.Contains("1 series were refused", answer.Error, StringComparison.Ordinal);
        Assert.Contains("series 2", answer.Output, StringComparison.Ordinal);
        var lines = File.ReadAllLines(_work.Path("out.csv"));
        Assert.Equal(["a,1", "a,2", "\"b,c\"", "\"b,c\"", "d,1", "d,2"], lines[1..].Select(l => l.StartsWith('"') ? l[..5] : l[..3]));
        var width = lines[0].Split(',').Length;
        Assert.Equal($"\"b,c\",2{new string(',', 7)}refused: no-known-value{new string(',', width - 9)}", lines[4]);
        Assert.Contains("refused: no-known-value", lines[3], StringComparison.Ordinal);
        Assert.Contains("Maybe", lines[3], StringComparison.Ordinal);
        var alone = _work.Write("alone.csv", "series_id,value\na,5\na,6\na,7\nd,8\nd,9\n");
        Assert.Equal(0, (await Run(alone, "alone-out.csv", "--quantiles", "0.9", "--cumulative", "--notes")).Code);
        Assert.Equal(File.ReadAllLines(_work.Path("alone-out.csv")), lines.Where(l => !l.StartsWith('"')));
    }

    [Theory]
    [InlineData("series_id,month,value\na,2024-02,1\na,2024-01,2\nb,2024-01,3\nb,2024-02,4\n", "time-order")]
    [InlineData("series_id,value\na,1\na,many\nb,3\nb,4\n", "unreadable-number")]
    [InlineData("series_id,value\na,1\na,1e200\nb,3\nb,4\n", "unusable-series")]
    [InlineData("series_id,value,returned\na,1,-1\na,1,0\nb,3,0\nb,4,0\n", "returns-out-of-range")]
    [InlineData("series_id,value,availability\na,1,3\na,1,1\nb,3,1\nb,4,1\n", "availability-out-of-range")]
    [InlineData("series_id,value\na,1\nb,3\na,many\nb,4\n", "unreadable-number")]
    public async Task Forecast_FindingOfOneSeries_RefusesThatOne(string text, string rule)
    {
        var answer = await Run(_work.Write("in.csv", text), "out.csv");
        Assert.Equal(4, answer.Code);
        Assert.Contains(rule, answer.Output, StringComparison.Ordinal);
        var lines = File.ReadAllLines(_work.Path("out.csv"));
        Assert.Equal([$"a,1,,,,,,,refused: {rule}", $"a,2,,,,,,,refused: {rule}"], lines[1..3]);
        Assert.All(lines[3..].SelectMany(l => l.Split(',')[2..8]), cell => Assert.True(double.IsFinite(double.Parse(cell, CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("series_id,value\na,NA\nb,\n")]
    [InlineData("series_id,value\na,1\n,2\nb,NA\n")]
    public async Task Forecast_AllSeriesOrTheFileSpoiled_WritesNothing(string text)
    {
        var answer = await Run(_work.Write("in.csv", text), "out.csv");
        Assert.Equal(1, answer.Code);
        Assert.Contains("no-known-value", answer.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_work.Path("out.csv")));
        Assert.Single(Directory.GetFiles(_work.Folder));
    }

    [Fact]
    public async Task Forecast_SeriesThatTeachEachOther_DoSoBesideARefusedOne()
    {
        var text = new StringBuilder("series_id,month,value\n");
        for (var s = 0; s < 40; s++)
            for (var t = 0; t < 60; t++)
                text.Append(CultureInfo.InvariantCulture, $"s{s:00},{2020 + t / 12}-{1 + t % 12:00},{100 + 30 * Math.Sin(t * Math.PI / 6) + 7 * Math.Sin(t * t + s) + 40 * Math.Cos(t / 7.0):F2}\n");
        string[] asked = ["--method", "auto", "--period", "12"];
        var whole = await Workspace.RunAsync(["forecast", "--input", _work.Write("in.csv", text.ToString()), "--output", _work.Path("whole.csv"), "--horizon", "3", .. asked]);
        var spoiled = await Workspace.RunAsync(["forecast", "--input", _work.Write("bad.csv", text.ToString() + "t,2024-12,NA\n"), "--output", _work.Path("spoiled.csv"), "--horizon", "3", .. asked]);
        Assert.Equal((0, 4), (whole.Code, spoiled.Code));
        Assert.Contains("taught each other", whole.Error, StringComparison.Ordinal);
        Assert.Contains("taught each other", spoiled.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllLines(_work.Path("whole.csv")), File.ReadAllLines(_work.Path("spoiled.csv"))[..^3]);
    }

    [Fact]
    public async Task Forecast_LifecycleBesideRefusedSeries_RefusesAllOnlyWhereItSpeaksOfThem()
    {
        var input = _work.Write("in.csv", "series_id,month,value\na,2024-01,1\na,2024-02,2\nb,2024-01,x\nb,2024-02,3\nc,2024-01,4\nc,2024-02,5\n");
        var apart = await Run(input, "out.csv", "--lifecycle", _work.Write("apart.csv", "series_id,end_step\nc,2\n"));
        Assert.Equal(4, apart.Code);
        Assert.Contains("c,2,0,", File.ReadAllText(_work.Path("out.csv")), StringComparison.Ordinal);
        var about = await Run(input, "none.csv", "--lifecycle", _work.Write("about.csv", "series_id,predecessor\nc,b\n"));
        Assert.Equal(1, about.Code);
        Assert.Contains("The series (b) is refused: unreadable-number", about.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_work.Path("none.csv")));
    }

    [Fact]
    public async Task Forecast_ValuesThatLookWrong_AreForecastAndReported()
    {
        var text = new StringBuilder("series_id,value,returned\n");
        for (var t = 0; t < 20; t++)
            text.Append(CultureInfo.InvariantCulture, $"a,{(t == 7 ? 1e12 : 10 + t % 3)},0\n");
        for (var t = 0; t < 20; t++)
            text.Append(CultureInfo.InvariantCulture, $"b,{10 + t % 3},15\n");
        var answer = await Run(_work.Write("in.csv", text.ToString()), "out.csv", "--notes");
        Assert.Equal(0, answer.Code);
        Assert.Contains("warning suspected-outlier: 1", answer.Output, StringComparison.Ordinal);
        Assert.Contains("in.csv:2 (a) value [1E+12] Value 8 of the series is 8.33E+10 times as large", answer.Output, StringComparison.Ordinal);
        Assert.Contains("warning returned-above-sold: 1", answer.Output, StringComparison.Ordinal);
        Assert.Contains("in.csv:22 (b) returned [300] More came back (300) than was sold (219)", answer.Output, StringComparison.Ordinal);
        var output = File.ReadAllText(_work.Path("out.csv"));
        Assert.Contains("suspected outlier: bucket 8 (1E+12)", output, StringComparison.Ordinal);
        Assert.Contains("more than is sold", output, StringComparison.Ordinal);
    }
}
