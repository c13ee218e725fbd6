using System.Globalization;
using System.Text;
using PlanningEngine.Cli.Forecasting;

namespace PlanningEngine.Cli.Tests.Forecasting;

public sealed class IntegerTimesTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    /// <summary>Numbers of a form, the first of them, so many.</summary>
    private static double[] Whole(string form, int length) => form switch
    {
        "t" => [.. Enumerable.Range(1, length).Select(t => (double)t)],
        "t by 7" => [.. Enumerable.Range(1, length).Select(t => 7.0 * t)],
        "yyyy" => [.. Enumerable.Range(1950, length).Select(t => (double)t)],
        "yyyymm" => [.. Enumerable.Range(0, length).Select(t => 100.0 * (2019 + t / 12) + t % 12 + 1)],
        "yyyyq" => [.. Enumerable.Range(0, length).Select(t => 10.0 * (2009 + t / 4) + t % 4 + 1)],
        _ => [.. Enumerable.Range(0, length).Select(t => new DateTime(2018, 1, 1).AddDays(7 * t)).Select(d => 100.0 * ISOWeek.GetYear(d) + ISOWeek.GetWeekOfYear(d))],
    };

    /// <summary>2020 has 53 weeks: the 53rd, and the turn of that year, are among what is lost in turn.</summary>
    [Theory]
    [InlineData("t", 60, 12, "")]
    [InlineData("t by 7", 60, 12, "")]
    [InlineData("yyyy", 60, 1, "")]
    [InlineData("yyyymm", 60, 12, ", read as year and month,")]
    [InlineData("yyyyq", 60, 4, ", read as year and quarter,")]
    [InlineData("yyyyww", 200, 52, ", read as year and week,")]
    public async Task Forecast_RowsMissingBetweenNumbers_AreUnknownValues(string form, int length, int period, string readAs)
    {
        int[] lost = form == "yyyyww" ? [5, 30, 31, 155, 156, 157, 180] : [3, 9, 17, 18, 26, 39];
        var times = Whole(form, length);
        string Rows(bool cut)
        {
            var text = new StringBuilder("series_id,period,value\n");
            for (var t = 0; t < length; t++)
                if (!cut || !lost.Contains(t))
                    text.Append(CultureInfo.InvariantCulture, $"a,{times[t]},{(lost.Contains(t) ? "NA" : $"{100 + 40 * Math.Sin(2 * Math.PI * t / Math.Max(2, period)) + t * 7 % 5:F3}")}\n");
            return text.ToString();
        }

        var (unknown, cut) = (await Run(Rows(false), "unknown.csv", period), await Run(Rows(true), "cut.csv", period));
        Assert.DoesNotContain("missing in the time column", unknown.Error, StringComparison.Ordinal);
        Assert.Contains($"{lost.Length} rows missing in the time column of 1 series became unknown values.", cut.Error, StringComparison.Ordinal);
        Assert.Contains($"{lost.Length} rows missing in the time column{readAs} became unknown values", File.ReadAllText(_work.Path("cut.csv")), StringComparison.Ordinal);
        Assert.Equal(Means("unknown.csv"), Means("cut.csv"));
    }

    [Theory]
    [InlineData(new[] { 201951.0, 201952, 202001, 202002 }, 0)]
    [InlineData(new[] { 202051.0, 202052, 202101, 202102 }, 0)]
    [InlineData(new[] { 202051.0, 202052, 202053, 202102 }, 1)]
    [InlineData(new[] { 202050.0, 202051, 202101, 202102, 202103 }, 2)]
    [InlineData(new[] { 201950.0, 201951, 202001, 202002, 202003 }, 1)]
    [InlineData(new[] { 202111.0, 202112, 202201, 202202, 202204 }, 1)]
    [InlineData(new[] { 20213.0, 20214, 20222, 20223 }, 1)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 22 }, 0)]
    [InlineData(new[] { 1.0, 4, 9, 16, 25 }, 0)]
    [InlineData(new[] { 1.0, 3, 6, 8, 11, 13 }, 0)]
    [InlineData(new[] { 1.5, 2.5, 4.5 }, 0)]
    [InlineData(new[] { 202011.0, 202012, 202111, 202112, 202211, 202212 }, 0)]
    public void Of_Numbers_MissesWhatIsBeyondDoubt(double[] times, int missing)
    {
        var gaps = FileGaps.Of(new FileSeries("a", 2, [.. times.Select(_ => 1.0)], times, false), [], isSeasonal: true);
        Assert.Equal(missing, gaps?.Missing ?? 0);
    }

    [Fact]
    public async Task Forecast_RowsMissingBetweenMonthsWithRegressors_MoveAlong()
    {
        string Text(bool cut)
        {
            var text = new StringBuilder("series_id,period,value,promo\n");
            var times = Whole("yyyymm", 54);
            for (var t = 0; t < 54; t++)
                if (!cut || t is not (9 or 11 or 12))
                    text.Append(CultureInfo.InvariantCulture, $"a,{times[t]},{(t >= 48 ? "" : t is 9 or 11 or 12 ? "NA" : $"{(100 + 40 * Math.Sin(2 * Math.PI * t / 12) + t * 7 % 5) * (t % 5 == 0 ? 2 : 1)}")},{(t % 5 == 0 ? 1 : 0)}\n");
            return text.ToString();
        }

        foreach (var cut in (bool[])[true, false])
            Assert.Equal(0, (await Run(Text(cut), $"{cut}.csv", 12, "--regressors", "promo")).Code);
        Assert.Equal(Means("False.csv"), Means("True.csv"));
    }

    private double[] Means(string name) => [.. File.ReadAllLines(_work.Path(name)).Skip(1).Select(l => double.Parse(l.Split(',')[2], CultureInfo.InvariantCulture))];

    private Task<Answer> Run(string text, string output, int period, params string[] more) =>
        Workspace.RunAsync(["forecast", "--input", _work.Write("in-" + output, text), "--output", _work.Path(output), "--horizon", "3", "--period", $"{period}", "--method", "mstl", "--notes", .. more]);
}
