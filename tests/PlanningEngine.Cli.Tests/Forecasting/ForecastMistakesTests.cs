using System.Text;

namespace PlanningEngine.Cli.Tests.Forecasting;

/// <summary>Mistakes of a first file: each is said where it is made.</summary>
public sealed class ForecastMistakesTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    private Task<Answer> Run(string input, params string[] more) =>
        Workspace.RunAsync(["forecast", "--input", input, "--output", _work.Path("out.csv"), "--horizon", "2", .. more.Contains("--period") ? Array.Empty<string>() : ["--period", "1"], .. more.Contains("--method") ? Array.Empty<string>() : ["--method", "ses"], .. more]);

    [Fact]
    public async Task Forecast_FileOfAnotherEncoding_IsRefusedWithLine()
    {
        const string Text = "series_id,month,value,brand\nCafé,2022-01,1,Bé\nCafé,2022-02,2,Bé\nCafè,2022-01,3,Bé\nCafè,2022-02,4,Bé\n";
        var answer = await Run(_work.Write("in.csv", Text, Encoding.Latin1));
        Assert.Equal(1, answer.Code);
        foreach (var part in (string[])["error unreadable-text: 1", "in.csv:2 series_id [Caf\uFFFD] ", "Maybe save the file as UTF-8"])
            Assert.Contains(part, answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("time-order", answer.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_work.Path("out.csv")));
        Assert.Equal(0, (await Run(_work.Write("utf8.csv", Text))).Code);
        var attribute = await Run(_work.Write("brand.csv", Text.Replace("Café", "a", StringComparison.Ordinal).Replace("Cafè", "b", StringComparison.Ordinal), Encoding.Latin1), "--attributes", "brand");
        Assert.Equal(1, attribute.Code);
        Assert.Contains("brand.csv:2 (a) brand [B\uFFFD] ", attribute.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_TrailingRowsWithoutValue_SaysWhereStepOneIs()
    {
        var input = _work.Write("in.csv", "series_id,value,promo\na,5,0\na,6,1\na,,0\na,,1\nb,5,0\nb,6,1\nb,7,1\nb,,0\nb,,1\nb,,1\nc,1,0\nc,2,1\n");
        var answer = await Run(input);
        Assert.Equal(0, answer.Code);
        Assert.Contains("The last 2 to 3 rows of 2 series have no value: they are unknown values, and step 1 is the row after them. Maybe they are the future of regressors: then use --regressors.", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("have no value", (await Run(input, "--regressors", "promo")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_FewerThanThirtySeries_SaysThatEachIsAlone()
    {
        static string Series(int usable, int refused) => "series_id,month,value\n" + string.Concat(
            Enumerable.Range(0, usable + refused).Select(s => string.Concat(Enumerable.Range(1, 3).Select(t => $"s{s:00},2022-0{t},{(s < usable ? $"{s + t}" : "x")}\n"))));
        async Task<string> Remark(string text, params string[] more)
        {
            var answer = await Run(_work.Write("in.csv", text), more.Contains("--method") ? more : ["--method", "auto", .. more]);
            Assert.Contains(answer.Code, (int[])[0, 4]);
            return answer.Error;
        }

        Assert.Contains("Each series was forecast from itself alone: series teach each other from 30 on, and 28 can be used (3 are refused).", await Remark(Series(28, 3)), StringComparison.Ordinal);
        Assert.Contains("from 30 on, and 29 can be used.", await Remark(Series(29, 0)), StringComparison.Ordinal);
        Assert.Contains("alone: learning from each other made no smaller errors", await Remark(Series(30, 0)), StringComparison.Ordinal);
        Assert.Contains("alone: their times", await Remark(Series(30, 0).Replace("month", "when", StringComparison.Ordinal)), StringComparison.Ordinal);
        foreach (var silent in (string[])[await Remark(Series(1, 0)), await Remark(Series(29, 0), "--without-global-model"), await Remark(Series(29, 0), "--method", "ses")])
            Assert.DoesNotContain("from itself alone", silent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_RegressorFarBeyondSeen_WarnsWithLineAndValue()
    {
        static string Rows(string id, string first, string second, string promo = "1") =>
            string.Concat(Enumerable.Range(0, 20).Select(t => $"{id},{10 + t % 3},{t % 5 / 4},{9 + t % 3}\n")) + $"{id},,{promo},{first}\n{id},,0,{second}\n";
        var answer = await Run(_work.Write("in.csv", "series_id,value,promo,price\n" + Rows("a", "10", "99") + Rows("b", "13", "7") + Rows("c", "0.1", "0.2", "100")), "--regressors", "promo,log:price", "--notes");
        Assert.Equal(0, answer.Code);
        Assert.Contains("warning regressor-beyond-seen: 3", answer.Output, StringComparison.Ordinal);
        foreach (var part in (string[])["in.csv:23 (a) price [99] Before it lay between 9 and 11.", "in.csv:66 (c) promo [100] Before it lay between 0 and 1.", "in.csv:66 (c) price [0.1] Before it lay between 9 and 11; 2 rows"])
            Assert.Contains(part, answer.Output, StringComparison.Ordinal);
        Assert.Contains("price ahead (99, line 23) lies far beyond", File.ReadAllText(_work.Path("out.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_DecimalCommas_AreNamedOnce()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(t => $"s{t / 10};{t},5;{t},25\n"));
        var answer = await Run(_work.Write("semi.csv", "series_id;value;promo\n" + rows), "--regressors", "promo");
        Assert.Equal(1, answer.Code);
        Assert.Contains("error unreadable-number: 80", answer.Output, StringComparison.Ordinal);
        Assert.Equal(2, answer.Output.Split("Is it a decimal comma").Length);
        Assert.Contains("... and 77 more, also of s1, s2, s3", answer.Output, StringComparison.Ordinal);
        foreach (var untold in (string[])["no-known-value", "Maybe write", "regressor-out-of-range"])
            Assert.DoesNotContain(untold, answer.Output, StringComparison.Ordinal);
        Assert.Contains("decimal comma, or a thousands separator", (await Run(_work.Write("in.csv", "series_id,value\na,\"1,234.5\"\na,1\nb,2\nb,3\n"))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_FewValuesBelowZero_AreNamedByLine()
    {
        static string Rows(string id, Func<int, double> value) => string.Concat(Enumerable.Range(0, 40).Select(t => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id},{value(t)}\n")));
        var text = "series_id,value\n" + Rows("slip", t => t == 20 ? -300 : 100 + t % 3) + Rows("net", t => t % 4 == 0 ? -5 : 100) + Rows("never", t => 100 + t % 3);
        var answer = await Run(_work.Write("in.csv", text), "--notes");
        Assert.Equal(0, answer.Code);
        Assert.Contains("warning rare-negative: 1", answer.Output, StringComparison.Ordinal);
        Assert.Contains("in.csv:22 (slip) value [-300] Value 21 of the series is below zero, which no other is: it is taken as net of returns, and the forecast may go below zero too. Maybe correct its sign", answer.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 40 values is below zero, first in bucket 21 (-300)", File.ReadAllLines(_work.Path("out.csv"))[1], StringComparison.Ordinal);
        var scattered = text[..(text.IndexOf('\n', StringComparison.Ordinal) + 1)] + string.Concat(text.Split('\n')[1..41].Reverse().Zip(text.Split('\n')[81..121], (a, b) => $"{b}\n{a}\n"));
        Assert.Contains("in.csv:41 (slip) value [-300]", (await Run(_work.Write("in.csv", scattered))).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("snaive")]
    public async Task Forecast_HistoriesThatRepeatExactly_SayThatTheirWidthIsRounding(string method)
    {
        var text = "series_id,value\n" + string.Concat(Enumerable.Range(0, 48).Select(t => $"a,{100 + t % 12}\n")) + string.Concat(Enumerable.Range(0, 48).Select(t => $"b,{100 + t * t % 17}\n"));
        var answer = await Run(_work.Write("in.csv", text), "--period", "12", "--method", method, "--notes");
        Assert.Equal(0, answer.Code);
        Assert.Contains("The histories of 1 series repeat or go on exactly", answer.Error, StringComparison.Ordinal);
        var rows = File.ReadAllLines(_work.Path("out.csv"));
        Assert.Contains("no width beyond rounding", rows[1], StringComparison.Ordinal);
        Assert.DoesNotContain("no width", rows[3], StringComparison.Ordinal);
    }
}
