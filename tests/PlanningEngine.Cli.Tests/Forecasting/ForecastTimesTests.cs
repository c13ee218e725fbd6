using System.Globalization;
using System.Text;

namespace PlanningEngine.Cli.Tests.Forecasting;

public sealed class ForecastTimesTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    private Task<Answer> Run(string text, string output = "out.csv", params string[] more) =>
        Workspace.RunAsync(["forecast", "--input", _work.Write("in-" + output, text), "--output", _work.Path(output), "--horizon", "2", "--period", "12", "--method", "mstl", "--notes", .. more]);

    /// <summary>Months of one series, some of them missing, each as a form writes it.</summary>
    private static string Months(Func<DateTime, string> form, bool newestFirst = false)
    {
        var rows = Enumerable.Range(0, 40).Where(t => t is not (7 or 8 or 20)).Select(t =>
            string.Create(CultureInfo.InvariantCulture, $"a,{form(new DateTime(2020, 1, 1).AddMonths(t))},{100 + 40 * Math.Sin(t * Math.PI / 6):F2}\n"));
        return "series_id,month,value\n" + string.Concat(newestFirst ? rows.Reverse() : rows);
    }

    [Theory]
    [InlineData("dd.MM.yyyy")]
    [InlineData("d.M.yyyy")]
    [InlineData("MM.yyyy")]
    [InlineData("dd.MM.yyyy HH:mm")]
    public async Task Forecast_DatesWithPoints_AreReadAsIsoOnes(string form)
    {
        var iso = await Run(Months(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), "iso.csv");
        var points = await Run(Months(d => d.ToString(form, CultureInfo.InvariantCulture)), "points.csv");
        Assert.Equal((0, 0), (iso.Code, points.Code));
        Assert.Contains("3 rows missing in the time column of 1 series", points.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(_work.Path("iso.csv")), File.ReadAllText(_work.Path("points.csv")));
        var reversed = await Run(Months(d => d.ToString(form, CultureInfo.InvariantCulture), newestFirst: true), "reversed.csv");
        Assert.Equal(1, reversed.Code);
        Assert.Contains("time-order", reversed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("M/d/yyyy", "1/1/2020")]
    [InlineData("MM/yyyy", "01/2020")]
    [InlineData("'month' M 'of' yyyy", "month 1 of 2020")]
    [InlineData("' '", "empty")]
    public async Task Forecast_TimesThatCannotBeRead_WarnsOnceWithColumnAndExample(string form, string example)
    {
        var answer = await Run(Months(d => d.ToString(form, CultureInfo.InvariantCulture)));
        Assert.Equal(0, answer.Code);
        foreach (var part in (string[])["Warning: the times in column month of 1 series", $"({example}) in line 2", "gaps and order are not checked", "31.03.2022"])
            Assert.Contains(part, answer.Error, StringComparison.Ordinal);
        Assert.Contains($"times cannot be read ({example}, line 2)", File.ReadAllLines(_work.Path("out.csv"))[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1/6/2020")]
    [InlineData("")]
    [InlineData("2020")]
    public async Task Forecast_OneTimeUnlikeTheOthers_RefusesThatSeries(string odd)
    {
        var text = Months(d => d.Month == 6 && d.Year == 2020 ? odd : d.ToString("yyyy-MM", CultureInfo.InvariantCulture)) + "b,2020-01,1\nb,2020-02,2\n";
        var answer = await Run(text);
        Assert.Equal(4, answer.Code);
        Assert.Contains("unreadable-date: 1", answer.Output, StringComparison.Ordinal);
        Assert.Contains($"in-out.csv:7 (a) month {(odd.Length > 0 ? $"[{odd}] " : "")}The time ({odd}) of series (a)", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_OneDateWithPointsAmongOthers_KeepsItsPlace()
    {
        var answer = await Run(Months(d => d.ToString(d.Month == 6 ? "d.M.yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture)));
        Assert.Equal(0, answer.Code);
        Assert.Contains("3 rows missing in the time column of 1 series", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_TwoTimeColumns_UsesTheOneThatCanBeRead()
    {
        var text = new StringBuilder("series_id,month,date,value\n");
        foreach (var line in Months(d => $"{d:MM}/{d:yyyy},{d:yyyy-MM-dd}").Split('\n')[1..])
            text.Append(CultureInfo.InvariantCulture, $"{line}\n");
        var answer = await Run(text.ToString());
        Assert.Equal(0, answer.Code);
        Assert.Contains("2 time columns (date, month): date is used", answer.Error, StringComparison.Ordinal);
        Assert.Contains("3 rows missing in the time column", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", answer.Error, StringComparison.Ordinal);
    }
}
