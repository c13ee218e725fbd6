using System.Globalization;
using System.Text;

namespace PlanningEngine.Cli.Tests.Forecasting;

public sealed class FileModelTests : IDisposable
{
    private const int Weeks = 110;
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Forecast_RelatedSeries_TeachEachOtherWhateverThreadsNamesAndOrder()
    {
        var input = _work.Write("in.csv", Shops(60, reversed: false));
        var other = _work.Write("other.csv", Shops(60, reversed: true));
        var answer = await Run(input, "one.csv", "--threads", "1");
        Assert.Equal(0, answer.Code);
        Assert.Contains("taught each other", answer.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run(input, "four.csv", "--threads", "4")).Code);
        Assert.Equal(File.ReadAllBytes(_work.Path("one.csv")), File.ReadAllBytes(_work.Path("four.csv")));
        Assert.Equal(0, (await Run(other, "renamed.csv")).Code);
        var (rows, renamed) = (Rows("one.csv"), Rows("renamed.csv"));
        Assert.Contains(rows.Values, r => r[8].Contains("pool", StringComparison.Ordinal));
        foreach (var (key, cells) in rows)
            Assert.Equal(cells[2..], renamed[$"renamed {key}"][2..]);
    }

    [Fact]
    public async Task Forecast_WithoutGlobalModel_LooksAtEachSeriesAlone()
    {
        var input = _work.Write("in.csv", Shops(40, reversed: false));
        var answer = await Run(input, "alone.csv", "--without-global-model");
        Assert.Equal(0, answer.Code);
        Assert.DoesNotContain("taught each other", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Rows("alone.csv").Values, r => r[8].Contains("pool", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forecast_FewSeries_LooksAtEachSeriesAlone()
    {
        var answer = await Run(_work.Write("in.csv", Shops(5, reversed: false)), "few.csv");
        Assert.Equal(0, answer.Code);
        Assert.DoesNotContain("taught each other", answer.Error, StringComparison.Ordinal);
    }

    private Dictionary<string, string[]> Rows(string name) =>
        File.ReadLines(_work.Path(name)).Skip(1).Select(l => l.Split(',')).ToDictionary(c => $"{c[0]} {c[1]}", StringComparer.Ordinal);

    private Task<Answer> Run(string input, string output, params string[] more) =>
        Workspace.RunAsync(["forecast", "--input", input, "--output", _work.Path(output), "--horizon", "6", "--period", "52", .. more]);

    /// <summary>Shops with one season under much noise, in weeks that end on a Friday; some weeks are missing.</summary>
    private static string Shops(int count, bool reversed)
    {
        var text = new StringBuilder("series_id,date,value\n");
        foreach (var shop in reversed ? Enumerable.Range(0, count).Reverse() : Enumerable.Range(0, count))
        {
            var random = new Random(shop);
            var size = 50 + 20 * (shop % 9);
            for (var t = 0; t < Weeks; t++)
            {
                var value = size * (1 + 0.4 * Math.Sin(2 * Math.PI * t / 52.0) + 0.4 * (random.NextDouble() - 0.5));
                if (random.NextDouble() > 0.02)
                    text.Append(CultureInfo.InvariantCulture, $"{(reversed ? "renamed " : "")}s{shop},{new DateOnly(2022, 1, 7).AddDays(7 * t):yyyy-MM-dd},{value:F3}\n");
            }
        }

        return text.ToString();
    }
}
