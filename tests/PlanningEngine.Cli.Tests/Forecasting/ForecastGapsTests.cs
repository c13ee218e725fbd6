using System.Globalization;
using System.Text;

namespace PlanningEngine.Cli.Tests.Forecasting;

public sealed class ForecastGapsTests : IDisposable
{
    private static readonly DateTime First = new(2020, 1, 1);
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("yyyy-MM", 48, 12)]
    [InlineData("yyyy-MM-dd", 56, 7)]
    [InlineData("yyyy-MM-dd HH:mm", 96, 24)]
    [InlineData("yyyy-MM-ddTHH:mm:ss", 96, 24, 30)]
    [InlineData("d.M.yyyy HH:mm", 96, 6, 240)]
    public async Task Forecast_RowsMissing_AreUnknownValues(string form, int length, int period, int minutes = 60)
    {
        var (whole, cut, unknown) = (Rows(form, length, period, minutes, _ => "whole"), Rows(form, length, period, minutes, t => IsLost(t) ? "cut" : "whole"), Rows(form, length, period, minutes, t => IsLost(t) ? "unknown" : "whole"));
        Assert.DoesNotContain("missing in the time column", (await Run(whole, "whole.csv", period)).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("missing in the time column", (await Run(unknown, "unknown.csv", period)).Error, StringComparison.Ordinal);
        Assert.Contains("6 rows missing in the time column of 1 series became unknown values.", (await Run(cut, "cut.csv", period)).Error, StringComparison.Ordinal);
        var lines = File.ReadAllLines(_work.Path("cut.csv"));
        Assert.Contains("6 rows missing in the time column became unknown values", lines[1], StringComparison.Ordinal);
        Assert.Equal(Means("unknown.csv"), Means("cut.csv"));
        Assert.All(Means("whole.csv").Zip(Means("cut.csv")), p => Assert.InRange(p.Second / p.First, 0.95, 1.05));
    }

    [Fact]
    public async Task Forecast_RowsMissingWithAvailabilityReturnsAndRegressors_MoveAlong()
    {
        string Text(bool cut)
        {
            var text = new StringBuilder("series_id,month,value,promo,availability\n");
            for (var t = 0; t < 54; t++)
                if (!cut || !IsLost(t))
                    text.Append(CultureInfo.InvariantCulture, $"a,{First.AddMonths(t):yyyy-MM},{(t >= 48 ? "" : IsLost(t) ? "NA" : $"{Value(t, 12) * (t % 5 == 0 ? 2 : 1)}")},{(t % 5 == 0 && !IsLost(t) ? 1 : 0)},{(t == 30 ? 0.5 : 1)}\n");
            return text.ToString();
        }

        foreach (var name in (string[])["cut", "unknown"])
            Assert.Equal(0, (await Run(Text(name == "cut"), $"{name}.csv", 12, "--regressors", "promo")).Code);
        Assert.Equal(Means("unknown.csv"), Means("cut.csv"));
    }

    /// <summary>Of a shop that is closed at weekends a missing Wednesday is an unknown value and a Sunday is none, and the steps ahead are for its open days; of opening hours alike.</summary>
    [Theory]
    [InlineData("days", 5)]
    [InlineData("hours", 50)]
    public async Task Forecast_RowsMissingBesideClosedTimes_AreUnknownValues(string kind, int period)
    {
        string Text(Func<int, string> of)
        {
            var (text, open) = (new StringBuilder("series_id,ds,value\n"), 0);
            for (var time = First; open < 4 * period; time = kind == "days" ? time.AddDays(1) : time.AddHours(1))
                if (time.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && (kind == "days" || time.Hour is >= 8 and < 18) && of(open++) is var state && state != "cut")
                    text.Append(CultureInfo.InvariantCulture, $"a,{time:yyyy-MM-dd HH:mm:ss},{(state == "unknown" ? "NA" : Value(open, period))}\n");
            return text.ToString();
        }

        Assert.DoesNotContain("missing in the time column", (await Run(Text(_ => "whole"), "whole.csv", period)).Error, StringComparison.Ordinal);
        await Run(Text(t => IsLost(t) && t < 18 ? "unknown" : "whole"), "unknown.csv", period, "--times");
        Assert.Contains("3 rows missing in the time column of 1 series", (await Run(Text(t => IsLost(t) && t < 18 ? "cut" : "whole"), "cut.csv", period, "--times")).Error, StringComparison.Ordinal);
        Assert.Equal(Means("unknown.csv"), Means("cut.csv"));
        Assert.Equal(Times("unknown.csv"), Times("cut.csv"));
        Assert.DoesNotContain(Times("cut.csv"), t => t.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
    }

    /// <summary>Who says that a week has seven days, a day 24 hours or a year 365 days means those of the calendar, of which the rows are fewer.</summary>
    [Theory]
    [InlineData("days", "7", "6", 1)]
    [InlineData("days", "7,365", "6,313", 1)]
    [InlineData("days", "7", "6", 40)]
    [InlineData("hours", "24,168", "10,60", 1)]
    [InlineData("months", "12", "9", 1)]
    public async Task Forecast_PeriodOfTheCalendar_IsTakenForTheRowsThatOccur(string kind, string asked, string rows, int series)
    {
        var (text, random) = (new StringBuilder("series_id,ds,value\n"), new Random(5));
        for (var s = 0; s < series; s++)
            for (var (time, open) = (First, 0); open < 240; time = kind switch { "days" => time.AddDays(1), "hours" => time.AddHours(1), _ => time.AddMonths(1) })
                if (kind == "months" ? time.Month < 10 : time.DayOfWeek != DayOfWeek.Sunday && (kind == "days" || time.Hour is >= 8 and < 18))
                    text.Append(CultureInfo.InvariantCulture, $"s{s:00},{time:yyyy-MM-dd HH:mm:ss},{Value(open++, 6) + 5 * random.NextDouble():F2}\n");

        var told = await Run(text.ToString(), "asked.csv", asked, "--method", "auto");
        var same = await Run(text.ToString(), "rows.csv", rows, "--method", "auto");

        Assert.Equal((0, 0), (told.Code, same.Code));
        Assert.Equal(Means("rows.csv"), Means("asked.csv"));
        Assert.Contains($"{series} series throughout: --period {asked} is taken for the {rows} rows that are left of a cycle", told.Error, StringComparison.Ordinal);
        Assert.Contains($"the period {asked} is taken for {rows} rows", File.ReadAllLines(_work.Path("asked.csv"))[1], StringComparison.Ordinal);
        Assert.DoesNotContain("is taken for", same.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_SeriesThatLeaveOutDifferentDays_AreCountedForEachPeriodTaken()
    {
        var text = new StringBuilder("series_id,date,value\n");
        for (var s = 0; s < 3; s++)
            for (var (day, open) = (First, 0); open < 120; day = day.AddDays(1))
                if (day.DayOfWeek != DayOfWeek.Sunday && (s == 0 || day.DayOfWeek != DayOfWeek.Saturday))
                    text.Append(CultureInfo.InvariantCulture, $"s{s},{day:yyyy-MM-dd},{Value(open++, 6):F2}\n");

        var answer = await Run(text.ToString(), "days.csv", "7", "--without-global-model");

        Assert.Contains("1 series throughout: --period 7 is taken for the 6 rows", answer.Error, StringComparison.Ordinal);
        Assert.Contains("2 series throughout: --period 7 is taken for the 5 rows", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weekends")]
    [InlineData("no dates")]
    [InlineData("irregular")]
    public async Task Forecast_AxisNotClear_LeavesRowsAsTheyAre(string kind)
    {
        var text = new StringBuilder("series_id,date,value\n");
        for (var t = 0; t < 70; t++)
        {
            var date = First.AddDays(kind == "irregular" ? t * t : t);
            if (kind != "weekends" || date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                text.Append(CultureInfo.InvariantCulture, $"a,{(kind == "no dates" ? $"w{t}" : date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))},{Value(t, 5)}\n");
        }

        Assert.DoesNotContain("missing in the time column", (await Run(text.ToString(), "out.csv", 5)).Error, StringComparison.Ordinal);
    }

    /// <summary>52 weeks are a day and a quarter short of a year: after some years they would look for Christmas a week too late.</summary>
    [Fact]
    public async Task Forecast_WeeksOfManyYears_FindChristmasByDate()
    {
        var (first, end) = (new DateTime(2016, 1, 4), new DateTime(2023, 12, 4));
        static double Week(DateTime monday) => Enumerable.Range(0, 7).Sum(day => monday.AddDays(day) is { Month: 12, Day: >= 8 and <= 21 } ? 30 : 10);
        var text = new StringBuilder("series_id,week,value\n");
        for (var (monday, t) = (first, 0); monday < end; (monday, t) = (monday.AddDays(7), t + 1))
            text.Append(CultureInfo.InvariantCulture, $"a,{monday:yyyy-MM-dd},{Week(monday) + t * 7 % 5}\n");
        Assert.Equal(0, (await Run(text.ToString(), "weeks.csv", 52)).Code);
        Assert.All(Means("weeks.csv").Select((mean, step) => mean / Week(end.AddDays(7 * step))), ratio => Assert.InRange(ratio, 0.9, 1.15));
        Assert.Contains("leap buckets of the history were left out of the seasonal cycle", File.ReadAllText(_work.Path("weeks.csv")), StringComparison.Ordinal);
    }

    private static bool IsLost(int t) => t is 3 or 9 or 17 or 18 or 26 or 39;

    private static double Value(int t, int period) => 100 + 40 * Math.Sin(2 * Math.PI * t / period) + t * 7 % 5;

    private static string Rows(string form, int length, int period, int minutes, Func<int, string> kind)
    {
        var text = new StringBuilder("series_id,month,value\n");
        for (var t = 0; t < length; t++)
        {
            var date = form == "yyyy-MM" ? First.AddMonths(t) : form == "yyyy-MM-dd" ? First.AddDays(t) : First.AddMinutes(minutes * t);
            if (kind(t) != "cut")
                text.Append(CultureInfo.InvariantCulture, $"a,{date.ToString(form, CultureInfo.InvariantCulture)},{(kind(t) == "unknown" ? "NA" : Value(t, period).ToString(CultureInfo.InvariantCulture))}\n");
        }

        return text.ToString();
    }

    private double[] Means(string name) => [.. File.ReadAllLines(_work.Path(name)).Skip(1).Select(l => double.Parse(l.Split(',')[2], CultureInfo.InvariantCulture))];

    private DateTime[] Times(string name) => [.. File.ReadAllLines(_work.Path(name)).Skip(1).Select(l => DateTime.Parse(l.Split(',')[9], CultureInfo.InvariantCulture))];

    private Task<Answer> Run(string text, string output, int period, params string[] more) => Run(text, output, $"{period}", more);

    private Task<Answer> Run(string text, string output, string period, params string[] more) =>
        Workspace.RunAsync(["forecast", "--input", _work.Write("in-" + output, text), "--output", _work.Path(output), "--horizon", "3", "--period", period, "--notes", .. more.Contains("--method") ? [] : (string[])["--method", "mstl"], .. more]);
}
