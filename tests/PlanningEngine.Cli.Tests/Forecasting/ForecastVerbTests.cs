using System.Globalization;
using System.IO.Compression;

namespace PlanningEngine.Cli.Tests.Forecasting;

/// <summary>Files in, forecasts out, and what is wrong with either.</summary>
public sealed class ForecastVerbTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Forecast_OneAndEightThreads_SameBytesInInputOrder()
    {
        var input = _work.Write("in.csv", SeasonalFile.Of(40, 48));
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
        var input = _work.Write("in.csv", SeasonalFile.Of(3, 36));
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
        var input = _work.Write("in.csv", SeasonalFile.Of(2, 48));
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
}
