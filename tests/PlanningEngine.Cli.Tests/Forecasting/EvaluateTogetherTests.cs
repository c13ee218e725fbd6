using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace PlanningEngine.Cli.Tests.Forecasting;

/// <summary>Where series teach each other, <c>planctl evaluate</c> says of <c>auto</c> what <c>planctl forecast</c> does with the file as it was known at each cut-off.</summary>
public sealed class EvaluateTogetherTests : IDisposable
{
    private const int Shops = 40;
    private const int Weeks = 110;
    private const int Horizon = 6;
    private const int Cutoff = Weeks - Horizon;
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    /// <summary>The file is cut by hand, forecast and scored; what comes after the cut-off, absurd or not, changes the actuals alone.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Evaluate_SeriesThatTeachEachOther_IsWhatForecastWouldHaveSaid(bool promoted)
    {
        string[] regressors = promoted ? ["--regressors", "promo"] : [];
        var rows = Draw();
        var forecast = await Run("forecast", rows.Where(r => r.Week < Cutoff || promoted).Select(r => r with { Value = r.Week < Cutoff ? r.Value : null }), "by-hand.csv", regressors);
        Assert.Contains("The series taught each other", forecast.Error, StringComparison.Ordinal);
        var said = File.ReadLines(_work.Path("by-hand.csv")).Skip(1).Select(l => l.Split(',')).Where(c => c[2].Length > 0).ToDictionary(c => (c[0], int.Parse(c[1], CultureInfo.InvariantCulture)), c => Number(c[2]));

        async Task AssertScored(List<Row> file, string output)
        {
            var answer = await Run("evaluate", file, output, ["--method", "auto,snaive", "--origins", "1", .. regressors]);
            Assert.Contains($"Cut-off 1 of 1: {Shops - 1} series known up to 2023-12-29", answer.Error, StringComparison.Ordinal);
            Assert.Contains("The series taught each other", answer.Error, StringComparison.Ordinal);
            var compared = file.Where(r => r.Week >= Cutoff && r.Value is not null && said.ContainsKey((r.Id, 1))).Select(r => (Step: r.Week - Cutoff + 1, Actual: r.Value!.Value, Said: said[(r.Id, r.Week - Cutoff + 1)])).ToList();
            var scores = Scores(output);
            Assert.Equal(compared.Count, scores[("auto", "all")]["n"]);
            Assert.Equal(compared.Sum(c => Math.Abs(c.Said - c.Actual)) / compared.Sum(c => c.Actual), scores[("auto", "all")]["wape"], 1e-9);
            foreach (var step in compared.GroupBy(c => c.Step))
                Assert.Equal(step.Sum(c => c.Said - c.Actual) / step.Sum(c => c.Actual), scores[("auto", $"{step.Key}")]["bias"], 1e-9);
        }

        await AssertScored(rows, "scores.csv");
        await AssertScored([.. rows.Select(r => r.Week < Cutoff ? r : r with { Value = r.Value * 1000 + r.Week })], "absurd.csv");
    }

    [Fact]
    public async Task Evaluate_OtherThreadsNamesAndOrder_IsTheSame()
    {
        var rows = Draw();
        await Run("evaluate", rows, "one.csv.gz", ["--method", "auto", "--origins", "2", "--spacing", "3", "--threads", "1"]);
        var answer = await Run("evaluate", rows.GroupBy(r => r.Id).Reverse().SelectMany(g => g).Select(r => r with { Id = $"other {r.Id}" }), "other.csv", ["--method", "auto", "--origins", "2", "--spacing", "3", "--threads", "3"]);
        Assert.Contains("Cut-off 2 of 2", answer.Error, StringComparison.Ordinal);
        using var packed = new StreamReader(new GZipStream(File.OpenRead(_work.Path("one.csv.gz")), CompressionMode.Decompress));
        Assert.Equal(await packed.ReadToEndAsync(TestContext.Current.CancellationToken), await File.ReadAllTextAsync(_work.Path("other.csv"), TestContext.Current.CancellationToken));
    }

    /// <summary>Each alone, at the cut-offs at which they would have taught each other: both can be compared.</summary>
    [Fact]
    public async Task Evaluate_WithoutGlobalModel_ForecastsEachAloneAtTheSameTimes()
    {
        var rows = Draw();
        var answer = await Run("evaluate", rows, "alone.csv", ["--method", "auto", "--origins", "1", "--without-global-model"]);
        Assert.DoesNotContain("taught each other", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Cut-off", answer.Error, StringComparison.Ordinal);
        await Run("forecast", rows.Where(r => r.Week < Cutoff), "by-hand.csv", ["--without-global-model"]);
        var said = File.ReadLines(_work.Path("by-hand.csv")).Skip(1).Select(l => l.Split(',')).ToDictionary(c => (c[0], int.Parse(c[1], CultureInfo.InvariantCulture)), c => Number(c[2]));
        var compared = rows.Where(r => r.Week >= Cutoff && r.Value is not null && said.ContainsKey((r.Id, 1))).Select(r => (Actual: r.Value!.Value, Said: said[(r.Id, r.Week - Cutoff + 1)])).ToList();
        Assert.Equal(compared.Count, Scores("alone.csv")[("auto", "all")]["n"]);
        Assert.Equal(compared.Sum(c => Math.Abs(c.Said - c.Actual)) / compared.Sum(c => c.Actual), Scores("alone.csv")[("auto", "all")]["wape"], 1e-9);
    }

    /// <summary>Why series do not teach each other is said once, whatever the cut-offs.</summary>
    [Theory]
    [InlineData("few", "from 30 on, and 4 can be used")]
    [InlineData("untimed", "are missing or make no common axis")]
    [InlineData("ends", "most of them do not end together")]
    public async Task Evaluate_SeriesLeftToThemselves_SaysWhyOnce(string kind, string reason)
    {
        var rows = Draw().Where(r => kind != "few" || string.CompareOrdinal(r.Id, "s05") < 0).Where(r => kind != "ends" || r.Week < Weeks - int.Parse(r.Id[1..], CultureInfo.InvariantCulture) % 20);
        var answer = await Run("evaluate", rows, "out.csv", ["--method", "auto,snaive", "--origins", "3"], timed: kind != "untimed");
        Assert.Equal(2, answer.Error.Split(reason).Length);
        Assert.Equal(kind == "few", answer.Error.Contains("Cut-off 3 of 3: 4 series", StringComparison.Ordinal));
    }

    /// <summary>What is known ahead must reach over the horizon at a cut-off; where it does only at some, the others are left out.</summary>
    [Fact]
    public async Task Evaluate_RegressorsThatEndWithinTheHorizon_LeaveTheCutoffOut()
    {
        var text = new StringBuilder("series_id,date,value,promo\n");
        for (var s = 0; s < 6; s++)
            for (var t = 0; t < (s == 0 ? 36 : 40); t++)
                text.Append(CultureInfo.InvariantCulture, $"s{s},{new DateOnly(2022, 1, 7).AddDays(7 * t):yyyy-MM-dd},{100 + (t * 7 + s) % 11},{t % 5 / 4}\n");
        var answer = await Workspace.RunAsync("evaluate", "--input", _work.Write("in.csv", text.ToString()), "--output", _work.Path("out.csv"), "--horizon", "6", "--period", "1", "--regressors", "promo", "--method", "ses", "--origins", "2", "--spacing", "4");
        Assert.Equal(0, answer.Code);
        Assert.Contains("6 series  ", answer.Output, StringComparison.Ordinal);
        Assert.Contains("1 series were left out at some cut-offs", answer.Error, StringComparison.Ordinal);
        Assert.Equal(5 * 2 * 6 + 6, Scores("out.csv")[("ses", "all")]["n"]);
    }

    /// <summary>A Sunday that comes after the cut-off is no step then; the days around it are compared with their own. Where days come after weeks it is not clear what a step was.</summary>
    [Theory]
    [InlineData("date", true)]
    [InlineData("date", false)]
    [InlineData("day", true)]
    public async Task Evaluate_TimesThatComeAnew_AreNoStepsOfTheCutoff(string column, bool isSunday)
    {
        var text = new StringBuilder($"series_id,{column},value\n");
        for (var s = 0; s < 3; s++)
            for (var t = 0; t < 84; t++)
                if (isSunday ? t % 7 != 6 || (t == 76 && column == "date") : t % 7 == 0 || t > 77)
                    text.Append(CultureInfo.InvariantCulture, $"s{s},{new DateOnly(2024, 1, 1).AddDays(t):yyyy-MM-dd},{(isSunday ? 10 * (t % 7) + s : t)}\n");
        var answer = await Workspace.RunAsync("evaluate", "--input", _work.Write("in.csv", text.ToString()), "--output", _work.Path("out.csv"), "--horizon", "6", "--period", column == "date" ? "7" : "6", "--method", "snaive", "--origins", "2", "--spacing", "6");
        Assert.Equal(isSunday ? 0 : 1, answer.Code);
        Assert.Equal(!isSunday, answer.Error.Contains("3 series were left out at some cut-offs", StringComparison.Ordinal));
        if (!isSunday)
            return;
        Assert.Equal(0, Scores("out.csv")[("snaive", "all")]["wape"]);
        Assert.InRange(Scores("out.csv")[("snaive", "all")]["n"], 3 * 11, 3 * 12);
    }

    private async Task<Answer> Run(string verb, IEnumerable<Row> rows, string output, string[] more, bool timed = true)
    {
        var text = new StringBuilder($"series_id,{(timed ? "date" : "day")},value,promo\n");
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"{row.Id},{new DateOnly(2022, 1, 7).AddDays(7 * row.Week):yyyy-MM-dd},{row.Value},{row.Promo}\n");
        var answer = await Workspace.RunAsync([verb, "--input", _work.Write("in-" + output.Replace(".gz", "", StringComparison.Ordinal), text.ToString()), "--output", _work.Path(output), "--horizon", $"{Horizon}", "--period", "52", .. more]);
        Assert.True(answer.Code is 0 or 4, answer.Output + answer.Error);
        return answer;
    }

    private Dictionary<(string Method, string Step), Dictionary<string, double>> Scores(string name)
    {
        var lines = File.ReadAllLines(_work.Path(name));
        var columns = lines[0].Split(',');
        return lines[1..].Select(l => l.Split(',')).ToDictionary(cells => (cells[0], cells[1]), cells => columns.Zip(cells).Skip(2).ToDictionary(c => c.First, c => c.Second.Length > 0 ? Number(c.Second) : double.NaN));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Shops with one season and promotions under much noise, in weeks that end on a Friday: some weeks are missing, s01 ends early, s02 pauses before the last cut-off, s03 begins late and s04 after it.</summary>
    private static List<Row> Draw()
    {
        var rows = new List<Row>();
        for (var shop = 0; shop < Shops; shop++)
        {
            var random = new Random(shop);
            for (var week = 0; week < Weeks; week++)
            {
                var promo = random.NextDouble() < 0.1 ? 1 : 0;
                var value = (50 + 20 * (shop % 9)) * (1 + 0.4 * Math.Sin(2 * Math.PI * week / 52.0) + 0.4 * (random.NextDouble() - 0.5) + 0.6 * promo);
                var isMissing = random.NextDouble() < 0.02 && week > 0;
                var sells = shop switch { 1 => week < 90, 2 => week is < 98 or >= Cutoff, 3 => week >= 60, 4 => week >= Weeks - 4, _ => true };
                if (sells ? !isMissing : shop == 1)
                    rows.Add(new Row($"s{shop:00}", week, sells ? Math.Round(value, 3) : null, promo));
            }
        }

        return rows;
    }

    private sealed record Row(string Id, int Week, double? Value, int Promo);
}
