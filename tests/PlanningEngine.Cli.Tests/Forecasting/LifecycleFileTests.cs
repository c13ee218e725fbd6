using System.Globalization;
using System.Text;

namespace PlanningEngine.Cli.Tests.Forecasting;

public sealed class LifecycleFileTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Contradictions_AreAllNamedWithTheirLines()
    {
        var lives = "series_id,predecessor,share,end_step,decline,predeccessor\nHEIR,OLD,,0,,\nOLD,HEIR,,,,\nSELF,SELF,,-3,,\nA,P,0.7,,,\nB,P,0.7,,,\nC,P2,80,,,\nD,P3,0,,,\nE,,0.5,,0.5,\n";
        var answer = await Run(Rows(["HEIR", "OLD", "SELF", "A", "B", "C", "D", "E", "P", "P2", "P3"], 24), lives);
        Assert.Equal(1, answer.Code);
        foreach (var part in (string[])[
            "predecessor-cycle: 2", "lives.csv:2 (HEIR) predecessor [HEIR > OLD]", "lives.csv:4 (SELF) predecessor [SELF]", "replace themselves",
            "share-out-of-range: 3", "lives.csv:7 (C) share [80]", "lives.csv:8 (D) share [0]", "lives.csv:9 (E) share [0.5]", "no predecessor",
            "shares-above-one: 1", "lives.csv:6 (P) share [1.4] The successors (A, B) of (P)",
            "end-step-out-of-range: 2", "lives.csv:2 (HEIR) end_step [0]", "lives.csv:4 (SELF) end_step [-3]",
            "unknown-column: 1", "lives.csv:1 predeccessor A lifecycle file has no column (predeccessor); it may have series_id, predecessor", "lives.csv:9 (E) decline [0.5]"])
            Assert.Contains(part, answer.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_work.Path("out.csv")));
    }

    [Fact]
    public async Task HeirsWithoutShares_TakeTooMuch()
    {
        var answer = await Run(Rows(["A", "B", "P"], 24), "series_id,predecessor\nA,P\nB,P\n");
        Assert.Contains("shares-above-one", answer.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run(Rows(["A", "B", "P"], 24), "series_id,predecessor,share\nA,P,0.7\nB,P,0.3\n")).Code);
    }

    [Theory]
    [InlineData("series_id,predecessor\nGRAND,HEIR\nHEIR,OLD\n")]
    [InlineData("series_id,predecessor\nHEIR,OLD\nGRAND,HEIR\n")]
    public async Task Chain_GrandchildContinuesTheWholeHistory(string lives)
    {
        var text = Seasonal("OLD", 0, 36) + Seasonal("HEIR", 36, 39) + Seasonal("GRAND", 39, 42);
        Assert.Equal(0, (await Run(Header + text, lives)).Code);
        Assert.Equal(0, (await Workspace.RunAsync("forecast", "--input", _work.Write("whole.csv", Header + Seasonal("GRAND", 0, 42)), "--output", _work.Path("whole-out.csv"), "--horizon", "6", "--period", "12", "--method", "mstl")).Code);
        Assert.Equal(Means("whole-out.csv", "GRAND"), Means("out.csv", "GRAND"));
        Assert.All(Means("out.csv", "OLD").Concat(Means("out.csv", "HEIR")), mean => Assert.Equal(0, mean));
        Assert.Contains(File.ReadAllLines(_work.Path("out.csv")), l => l.StartsWith("OLD,1,", StringComparison.Ordinal) && l.Contains("replaced by (HEIR)", StringComparison.Ordinal) && l.Contains("nothing is forecast", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FullShareOfAnItemStillSold_IsForecastOnce()
    {
        Assert.Equal(0, (await Run(Header + Level("OLD", 0, 36, 100) + Level("NEW", 30, 36, 20), "series_id,predecessor\nNEW,OLD\n")).Code);
        Assert.All(Means("out.csv", "OLD"), mean => Assert.Equal(0, mean));
        Assert.All(Means("out.csv", "NEW"), mean => Assert.InRange(mean, 100, 121));
    }

    [Fact]
    public async Task PartOfTheDemand_RestStaysWithThePredecessor()
    {
        var old = Level("OLD", 0, 30, 100) + Level("OLD", 30, 36, 70);
        Assert.Equal(0, (await Run(Header + old + Level("NEW", 30, 36, 30), "series_id,predecessor,share\nNEW,OLD,0.3\n")).Code);
        Assert.All(Means("out.csv", "OLD"), mean => Assert.Equal(70, mean, 1e-6));
        Assert.All(Means("out.csv", "NEW"), mean => Assert.Equal(30, mean, 1e-6));
        Assert.Contains("70 % of its demand is left to it", File.ReadAllText(_work.Path("out.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PredecessorWithAnEnd_KeepsWhatItStillSells()
    {
        Assert.Equal(0, (await Run(Header + Level("OLD", 0, 36, 60) + Level("NEW", 30, 36, 40), "series_id,predecessor,end_step\nNEW,OLD,\nOLD,,3\n")).Code);
        var (old, heir) = (Means("out.csv", "OLD"), Means("out.csv", "NEW"));
        Assert.Equal([60, 60, 0, 0, 0, 0], old.Select(m => Math.Round(m, 6)));
        Assert.All(heir[..2].Zip(heir[2..]), pair => Assert.InRange(pair.Second - pair.First, 55, 65));
    }

    private const string Header = "series_id,month,value\n";

    private Task<Answer> Run(string input, string lives) => Workspace.RunAsync(
        "forecast", "--input", _work.Write("in.csv", input), "--output", _work.Path("out.csv"), "--horizon", "6", "--period", "12", "--method", "mstl", "--notes", "--lifecycle", _work.Write("lives.csv", lives));

    private double[] Means(string output, string id) =>
        [.. File.ReadAllLines(_work.Path(output)).Select(l => l.Split(',')).Where(c => c[0] == id).Select(c => double.Parse(c[2], CultureInfo.InvariantCulture))];

    private static string Rows(string[] ids, int length) => Header + string.Concat(ids.Select(id => Seasonal(id, 0, length)));

    private static string Level(string id, int from, int to, double level) => Text(id, from, to, _ => level);

    private static string Seasonal(string id, int from, int to) => Text(id, from, to, t => 100 + Math.Round(30 * Math.Sin(t * Math.PI / 6)) + t * 7 % 5);

    private static string Text(string id, int from, int to, Func<int, double> value)
    {
        var text = new StringBuilder();
        for (var t = from; t < to; t++)
            text.Append(CultureInfo.InvariantCulture, $"{id},{2020 + (t / 12)}-{1 + (t % 12):00},{value(t)}\n");
        return text.ToString();
    }
}
