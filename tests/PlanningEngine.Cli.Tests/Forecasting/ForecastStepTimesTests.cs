using System.Globalization;
using System.Text;

namespace PlanningEngine.Cli.Tests.Forecasting;

/// <summary>Which month, week or day each step is for.</summary>
public sealed class ForecastStepTimesTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("2023-10 2023-11 2023-12", "2024-01 2024-02 2024-03")]
    [InlineData("2023-12-01 2024-01-01 2024-02-01", "2024-03-01 2024-04-01 2024-05-01")]
    [InlineData("2023-10-31 2023-11-30 2023-12-31", "2024-01-31 2024-02-29 2024-03-31")]
    [InlineData("2023-09-30 2023-11-30 2024-02-29 2024-04-30", "2024-05-31 2024-06-30 2024-07-31")]
    [InlineData("2023-11-30 2023-12-30 2024-01-30", "2024-02-29 2024-03-30 2024-04-30")]
    [InlineData("2023-03-15 2023-06-15 2023-09-15", "2023-12-15 2024-03-15 2024-06-15")]
    [InlineData("2021-01-01 2022-01-01 2023-01-01", "2024-01-01 2025-01-01 2026-01-01")]
    [InlineData("31.10.2023 30.11.2023 31.12.2023", "31.01.2024 29.02.2024 31.03.2024")]
    [InlineData("1.11.2023 1.12.2023 1.1.2024", "1.2.2024 1.3.2024 1.4.2024")]
    [InlineData("10.2023 11.2023 12.2023", "01.2024 02.2024 03.2024")]
    [InlineData("8.2023 9.2023 10.2023", "11.2023 12.2023 1.2024")]
    [InlineData("20231211 20231218 20231225", "20240101 20240108 20240115")]
    [InlineData("2023-12-11 2023-12-25 2024-01-01", "2024-01-08 2024-01-15 2024-01-22")]
    [InlineData("2023-12-31 21:00|2023-12-31 22:00|2023-12-31 23:00", "2024-01-01 00:00|2024-01-01 01:00|2024-01-01 02:00")]
    [InlineData("2023-12-31T21:00:00Z 2023-12-31T22:00:00Z 2023-12-31T23:00:00Z", "2024-01-01T00:00:00Z 2024-01-01T01:00:00Z 2024-01-01T02:00:00Z")]
    [InlineData("31.12.2023 22:30|31.12.2023 22:45|31.12.2023 23:00", "31.12.2023 23:15|31.12.2023 23:30|31.12.2023 23:45")]
    [InlineData("2023-Q2 2023-Q3 2023-Q4", "2024-Q1 2024-Q2 2024-Q3")]
    [InlineData("2023Q3 2023Q4", "2024Q1 2024Q2 2024Q3")]
    [InlineData("Q2 2023|Q3 2023|Q4 2023", "Q1 2024|Q2 2024|Q3 2024")]
    [InlineData("2020-W51 2020-W52", "2020-W53 2021-W01 2021-W02")]
    [InlineData("2023w50 2023w51 2023w52", "2024w01 2024w02 2024w03")]
    [InlineData("Nov 2023|Dec 2023|Jan 2024", "Feb 2024|Mar 2024|Apr 2024")]
    [InlineData("October 2023|November 2023|December 2023", "January 2024|February 2024|March 2024")]
    [InlineData("March 2024|April 2024|May 2024", "June 2024|July 2024|August 2024")]
    [InlineData("OCT-23 NOV-23 DEC-23", "JAN-24 FEB-24 MAR-24")]
    [InlineData("Nov-23 Dec-23", "Jan-24 Feb-24 Mar-24")]
    [InlineData("30.12.23 31.12.23", "01.01.24 02.01.24 03.01.24")]
    [InlineData("202310 202311 202312", "202401 202402 202403")]
    [InlineData("202350 202351 202352", "202401 202402 202403")]
    [InlineData("202051 202052", "202053 202101 202102")]
    [InlineData("20232 20233 20234", "20241 20242 20243")]
    [InlineData("2021 2022 2023", "2024 2025 2026")]
    [InlineData("07 08 09", "10 11 12")]
    [InlineData("5 10 15", "20 25 30")]
    public async Task Forecast_Times_GoOnAsTheFileWritesThem(string times, string ahead)
    {
        char[] separator = times.Contains('|', StringComparison.Ordinal) ? ['|'] : [' '];
        var answer = await Run("series_id,month,value\n" + string.Concat(times.Split(separator).Select((time, t) => $"a,{time},{t + 1}\n")), "--period", "1");
        Assert.Equal(0, answer.Code);
        Assert.Equal("month", Rows()[0][^1]);
        Assert.Equal(ahead.Split(separator), Rows()[1..].Select(r => r[^1]));
    }

    [Theory]
    [InlineData("2023-W53")]
    [InlineData("2023-Q5")]
    [InlineData("20\u06622-Q1")]
    [InlineData("1823-Q1")]
    [InlineData("Juin 2023")]
    public async Task Forecast_NameOfNoBucket_IsNotTakenForOne(string odd)
    {
        var answer = await Run($"series_id,month,value\na,{odd},1\na,{odd},2\na,{odd},3\n", "--period", "1");
        Assert.Equal(0, answer.Code);
        Assert.Contains($"cannot be read, such as ({odd})", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-03-08T18:00:00+01:00", true)]
    [InlineData("2024-03-08 18:00-0500", true)]
    [InlineData("3/8/2024 18:00", false)]
    public async Task Forecast_TimesWithOffsets_AreToldToLeaveThemOut(string time, bool hasOffset)
    {
        var answer = await Run($"series_id,month,value\na,{time},1\na,{time},2\na,{time},3\n", "--period", "1");
        Assert.Equal(hasOffset, answer.Error.Contains("without an offset", StringComparison.Ordinal));
        Assert.Equal(!hasOffset, answer.Error.Contains("slashes do not say", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("52", "202413 202414 202415")]
    [InlineData("12", "202501 202502 202503")]
    public async Task Forecast_NumbersOfOneYear_AreMonthsOrWeeksAsThePeriodSays(string period, string ahead)
    {
        var answer = await Run("series_id,period,value\n" + string.Concat(Enumerable.Range(1, 12).Select(t => $"a,{202400 + t},{t}\n")), "--period", period);
        Assert.Equal(0, answer.Code);
        Assert.Equal(ahead.Split(' '), Rows()[1..].Select(r => r[^1]));
    }

    [Fact]
    public async Task Forecast_DaysWithoutWeekends_LeaveThemOutAhead()
    {
        var text = new StringBuilder("series_id,date,value\n");
        for (var day = new DateOnly(2024, 3, 1); day <= new DateOnly(2024, 3, 28); day = day.AddDays(1))
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                text.Append(CultureInfo.InvariantCulture, $"a,{day:yyyy-MM-dd},{day.Day}\n");
        Assert.Equal(0, (await Run(text.ToString(), "--period", "5")).Code);
        Assert.Equal(["2024-03-29", "2024-04-01", "2024-04-02"], Rows()[1..].Select(r => r[^1]));
    }

    [Fact]
    public async Task Forecast_RowsOfTheFuture_GiveTheirOwnTimes()
    {
        // The shop is closed on the 3rd of April, which only the rows of the future know.
        var text = "series_id,date,value,promo\n" + string.Concat(Enumerable.Range(1, 31).Select(d => $"a,2024-03-{d:00},{100 + d % 3},{d % 2}\n")) + "a,2024-04-01,,0\na,2024-04-02,,1\na,2024-04-04,,0\n";
        Assert.Equal(0, (await Run(text, "--period", "1", "--regressors", "promo", "--notes")).Code);
        Assert.Equal(["date", "notes"], Rows()[0][^2..]);
        var date = Array.IndexOf(Rows()[0], "date");
        Assert.Equal(["2024-04-01", "2024-04-02", "2024-04-04"], Rows()[1..].Select(r => r[date]));
    }

    /// <summary>Days of a shop up to Friday 2024-03-29: closed on Sundays in the past and open in the future, or the other way round, each alone or teaching each other.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 40)]
    [InlineData(false, 40)]
    public async Task Forecast_SundaysInTheFutureOrThePastAlone_AreStepsOfTheirOwn(bool openAhead, int series)
    {
        var (text, random) = (new StringBuilder("series_id,date,value,promo\n"), new Random(3));
        for (var s = 0; s < series; s++)
            for (var day = new DateOnly(2023, 10, 2); day <= new DateOnly(2024, 4, 7); day = day.AddDays(1))
            {
                var isAhead = day > new DateOnly(2024, 3, s == 1 ? 27 : 29);
                if (day.DayOfWeek != DayOfWeek.Sunday || isAhead == openAhead)
                    text.Append(CultureInfo.InvariantCulture, $"s{s:00},{day:yyyy-MM-dd},{(isAhead ? "" : $"{(day.DayOfWeek == DayOfWeek.Monday ? 300 : 100) + 10 * random.NextDouble():F2}")},{(day.Day % 9 == 0 ? 1 : 0)}\n");
            }

        Assert.Equal(0, (await Run(text.ToString(), "--period", "7", "--regressors", "promo", "--method", series > 1 ? "auto" : "mstl")).Code);
        var (mean, date) = (Array.IndexOf(Rows()[0], "mean"), Array.IndexOf(Rows()[0], "date"));
        foreach (var rows in Rows()[1..].GroupBy(r => r[0]))
        {
            Assert.Equal(["2024-03-30", "2024-03-31", "2024-04-01"], rows.Select(r => r[date]));
            Assert.InRange(double.Parse(rows.Last()[mean], CultureInfo.InvariantCulture), 250, 350);
        }
    }

    /// <summary>A step is the same time in all series that lie on one axis, whatever the method: of months, of numbers that write months, quarters or weeks, and of numbers that do not all begin with 1.</summary>
    [Theory]
    [InlineData("months", "ses", "2024-01")]
    [InlineData("months", "auto", "2024-01")]
    [InlineData("yyyymm", "ses", "202401")]
    [InlineData("yyyymm", "auto", "202401")]
    [InlineData("yyyyq", "ses", "20341")]
    [InlineData("yyyyww", "ses", "202108")]
    [InlineData("yyyyww", "auto", "202108")]
    [InlineData("numbers", "ses", "61")]
    [InlineData("numbers", "auto", "61")]
    [InlineData("counted", "ses", "59")]
    [InlineData("counted", "auto", "59")]
    public async Task Forecast_SeriesThatEndsEarly_BeginsAfterTheFileUnlessRowsAreCounted(string kind, string method, string expected)
    {
        string Time(int t) => kind switch
        {
            "months" => $"{new DateOnly(2019, 1, 1).AddMonths(t):yyyy-MM}",
            "yyyymm" => $"{new DateOnly(2019, 1, 1).AddMonths(t):yyyyMM}",
            "yyyyq" => $"{2019 + t / 4}{t % 4 + 1}",
            "yyyyww" => t < 53 ? $"2020{t + 1:00}" : $"2021{t - 52:00}",
            _ => $"{t + 1}",
        };
        var text = new StringBuilder("series_id,t,value,availability,returned\n");
        for (var s = 0; s < 6; s++)
            for (var t = s != 1 ? 0 : kind switch { "numbers" => 8, "yyyyww" => 55, "yyyymm" => 59, _ => 0 }; t < (s == 2 ? 58 : 60); t++)
                text.Append(CultureInfo.InvariantCulture, $"s{s},{Time(t)},{100 + 10 * s + t % 5},{(t == 7 ? 0.5 : 1)},{t % 2}\n");
        foreach (var more in (string[][])[[], ["--without-global-model"]])
        {
            var answer = await Run(text.ToString(), ["--period", "1", "--method", method, .. more]);
            Assert.Equal(0, answer.Code);
            Assert.Equal(expected, Rows()[1..].Single(r => r[0] == "s2" && r[1] == "1")[^1]);
            Assert.Equal(kind != "counted", answer.Error.Contains("1 series end before the file does, by up to 2 steps: step 1 is the one after the file's end", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("MM.yyyy", "01.2024")]
    [InlineData("yyyyMM", "202401")]
    public async Task Forecast_SeriesThatTeachEachOther_BeginAfterTheFile(string form, string expected)
    {
        var text = new StringBuilder("series_id,month,value\n");
        var random = new Random(4);
        for (var s = 0; s < 40; s++)
            for (var t = 0; t < (s == 7 ? 58 : 60); t++)
                text.Append(CultureInfo.InvariantCulture, $"s{s:00},{new DateOnly(2019, 1, 1).AddMonths(t).ToString(form, CultureInfo.InvariantCulture)},{100 * (1 + 0.6 * Math.Sin(t * Math.PI / 6)) + 40 * random.NextDouble():F3}\n");
        var answer = await Run(text.ToString(), "--period", "12", "--method", "auto");
        Assert.Equal(0, answer.Code);
        Assert.Contains("taught each other", answer.Error, StringComparison.Ordinal);
        Assert.Equal(40, Rows()[1..].Count(r => r[1] == "1" && r[^1] == expected));
    }

    /// <summary>A refused series that runs on for longer than all others is no part of the axis, and so it dates no step.</summary>
    [Theory]
    [InlineData(10, "x")]
    [InlineData(10, "NA")]
    [InlineData(40, "x")]
    public async Task Forecast_RefusedSeriesThatEndsLater_DatesNoSteps(int series, string value)
    {
        var (text, random) = (new StringBuilder("series_id,month,value\n"), new Random(4));
        for (var s = 0; s < series; s++)
            for (var t = 0; t < (s == 2 ? 58 : 60); t++)
                text.Append(CultureInfo.InvariantCulture, $"s{s:00},{new DateOnly(2020, 1, 1).AddMonths(t):yyyy-MM},{100 * (1 + 0.6 * Math.Sin(t * Math.PI / 6)) + 40 * random.NextDouble():F3}\n");
        for (var t = 0; t < 66; t++)
            text.Append(CultureInfo.InvariantCulture, $"z,{new DateOnly(2020, 1, 1).AddMonths(t):yyyy-MM},{value}\n");
        var answer = await Run(text.ToString(), "--period", "12", "--method", series > 10 ? "auto" : "ses");
        Assert.Equal(4, answer.Code);
        Assert.Equal(series > 10, answer.Error.Contains("taught each other", StringComparison.Ordinal));
        Assert.Equal(series, Rows()[1..].Count(r => r[0] != "z" && r[1] == "1" && r[^1] == "2025-01"));
    }

    [Fact]
    public async Task Forecast_NewItems_GoOnAsTheLongestSeriesDoes()
    {
        var text = "series_id,month,value\nnew,2024-03,5\nnow and then,2023-11,5\nnow and then,2024-03,6\n" + string.Concat(Enumerable.Range(1, 12).Select(t => $"old,2023-{t:00},{t}\n"));
        var lives = _work.Write("lives.csv", "series_id,similar\nfresh,old\n");
        Assert.Equal(0, (await Run(text, "--period", "12")).Code);
        Assert.All(Rows()[1..].Where(r => r[1] == "1"), r => Assert.Equal("2024-04", r[^1]));
        Assert.Equal(0, (await Run(text, "--period", "12", "--lifecycle", lives)).Code);
        Assert.Equal("2024-04", Rows()[1..].Single(r => r[0] == "fresh" && r[1] == "1")[^1]);
    }

    [Fact]
    public async Task Forecast_TimesThatAreNotClear_StayEmptyAndAreSaid()
    {
        var answer = await Run("series_id,date,value\na,2024-01-01,1\na,2024-01-05,2\na,2024-01-12,3\nb,2024-01-01,1\nb,2024-01-02,1\nb,2024-01-03,x\nc,1/2/2024,1\n", "--period", "1");
        Assert.Equal(4, answer.Code);
        Assert.All(Rows()[1..], r => Assert.Equal((10, ""), (r.Length, r[^1])));
        Assert.Contains("steps ahead of 2 series are not clear", answer.Error, StringComparison.Ordinal);
        Assert.Contains("column date is empty there", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_WithoutTimeColumn_SaysWhatIsMissing()
    {
        var answer = await Run("series_id,value\na,1\na,2\n", "--period", "1");
        Assert.Equal(1, answer.Code);
        Assert.Contains("--times needs a time column, and the file has none of timestamp, period, month", answer.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_work.Path("out.csv")));
    }

    private string[][] Rows() => [.. File.ReadAllLines(_work.Path("out.csv")).Select(l => l.Split(','))];

    private Task<Answer> Run(string text, params string[] more) =>
        Workspace.RunAsync(["forecast", "--input", _work.Write("in.csv", text), "--output", _work.Path("out.csv"), "--horizon", "3", "--times", .. more.Contains("--method") ? [] : (string[])["--method", "ses"], .. more]);
}
