using System.Globalization;
using System.Text;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Cli.Tests.Forecasting;

/// <summary>What is known about the lives of items, and what came back.</summary>
public sealed class ForecastLifecyclesTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

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

    [Theory]
    [InlineData("fresh,old1|old2|old3|young")]
    [InlineData("fresh,young")]
    public async Task Forecast_LaunchAmongSeasonalItems_HasTheirSeason(string life)
    {
        const int end = 45;
        static double Season(int t) => 1 + (0.4 * Math.Sin(2 * Math.PI * t / 12));
        var input = new StringBuilder("series_id,month,value\n");
        void Rows(string id, int first)
        {
            for (var t = first; t < end; t++)
                input.Append(CultureInfo.InvariantCulture, $"{id},{2022 + (t / 12)}-{1 + (t % 12):00},{Math.Round(100 * Season(t))}\n");
        }

        Rows("old1", 0);
        Rows("old2", 5);
        Rows("old3", 14);
        Rows("young", 27);
        var (sales, lives) = (_work.Write("in.csv", input.ToString()), _work.Write("lives.csv", $"series_id,similar\n{life}\n"));
        var answer = await Workspace.RunAsync(["forecast", "--input", sales, "--output", _work.Path("out.csv"), "--horizon", "12", "--period", "12", "--method", "snaive", "--notes", "--lifecycle", lives]);
        Assert.Equal(0, answer.Code);
        var lines = File.ReadAllLines(_work.Path("out.csv"))[1..].Select(l => l.Split(',')).Where(l => l[0] == "fresh").ToArray();
        Assert.Equal(12, lines.Length);
        Assert.All(lines, (l, step) => Assert.InRange(double.Parse(l[2], CultureInfo.InvariantCulture) / (100 * Season(end + step)), 0.93, 1.07));
        Assert.Contains(lines, l => string.Join(',', l).Contains("a season beside", StringComparison.Ordinal));
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
        var input = _work.Write("in.csv", SeasonalFile.Of(2, 24));
        var answer = await Run(input, "out.csv", "--notes", "--lifecycle", _work.Write("lives.csv", "series_id,end_step,decline\ns0,3,\ns1,3,60|30\n"));
        Assert.Equal(0, answer.Code);
        Assert.Contains("lives.csv:3 (s1) decline The share of the usual demand before the end (60) is 6,000 %. Maybe it is in per cent: 60 % is 0.6.", answer.Output, StringComparison.Ordinal);
        Assert.Contains("is 6,000 %", File.ReadAllText(_work.Path("out.csv")), StringComparison.Ordinal);
        Assert.DoesNotContain("(s0) decline", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_BadLifecycles_NamesAllOfThem()
    {
        var input = _work.Write("in.csv", SeasonalFile.Of(2, 24));
        var lives = _work.Write("lives.csv", "series_id,predecessor,share,end_step\ns0,ghost,-1,2.5\ns1,s0,,\nnew,,,\ns1,,,\n");
        var answer = await Run(input, "out.csv", "--lifecycle", lives);
        Assert.NotEqual(0, answer.Code);
        foreach (var part in (string[])["(ghost) is not in the file", "share (-1)", "whole step", "Without a time column", "no predecessor and no similar item", "has a row already"])
            Assert.Contains(part, answer.Output + answer.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_work.Path("out.csv")));
    }

    private Task<Answer> Run(string input, string output, params string[] more) =>
        Workspace.RunAsync(["forecast", "--input", input, "--output", _work.Path(output), "--horizon", "3", "--period", "12", .. more]);
}
