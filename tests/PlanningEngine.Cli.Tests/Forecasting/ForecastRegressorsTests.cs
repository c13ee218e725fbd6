using System.Globalization;
using System.Text;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Cli.Tests.Forecasting;

/// <summary>What is known ahead or of a series, in columns of the file: regressors, attributes, availability.</summary>
public sealed class ForecastRegressorsTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Forecast_RegressorsAvailabilityAndNotes_DividesTheMean()
    {
        var random = new Random(3);
        var text = new StringBuilder("series_id,week,value,promo,availability\n");
        for (var t = 0; t < 64; t++)
        {
            var promo = t % 5 == 0 ? 1 : 0;
            var demand = (promo == 1 ? 200 : 100) + random.Next(-5, 6);
            var value = t >= 60 ? "" : (t == 33 ? demand / 2 : demand).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"a,{t + 1},{value},{promo},{(t == 33 ? "0.5" : "")}\n");
        }

        var input = _work.Write("in.csv", text.ToString());
        var answer = await Workspace.RunAsync(
            "forecast", "--input", input, "--output", _work.Path("out.csv"), "--method", "ses", "--horizon", "4", "--period", "auto", "--regressors", "promo", "--treat", "applied", "--notes");
        Assert.Equal(0, answer.Code);
        var lines = File.ReadAllLines(_work.Path("out.csv"));
        Assert.EndsWith(",method,base_mean,uplift_promo,notes", lines[0], StringComparison.Ordinal);
        Assert.Contains("1 of 60 buckets were not fully available", lines[1], StringComparison.Ordinal);
        var cells = lines[1..].Select(l => l.Split(',')).ToArray();
        double At(int step, int cell) => double.Parse(cells[step][cell], CultureInfo.InvariantCulture);
        Assert.InRange(At(0, 2), 190, 210);
        Assert.InRange(At(1, 2), 95, 105);
        Assert.InRange(At(0, 10), 90, 110);
        Assert.Equal(0, At(1, 10));
        Assert.Equal(At(0, 2), At(0, 9) + At(0, 10), 1e-9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forecast_FewPromotionsEach_SeriesTeachEachOther(bool split)
    {
        var items = PooledPromotions.Draw(60, seed: 5);
        var text = new StringBuilder(split ? "series_id,date,value,promo,price,split\n" : "series_id,date,value,promo,price\n");
        foreach (var (item, number) in items.Select((item, number) => (item, number)))
            for (var t = 0; t < PooledPromotions.Weeks + PooledPromotions.Horizon; t++)
            {
                // A row is missing here and there: the value is then unknown, and nothing was promoted.
                if (t is > 5 and < PooledPromotions.Weeks - 1 && (t + number) % 17 == 0)
                    continue;
                var known = t < PooledPromotions.Weeks;
                var value = known ? item.Told.Values[t].ToString(CultureInfo.InvariantCulture) : split ? "77777" : "";
                text.Append(CultureInfo.InvariantCulture, $"i{number:00},{new DateOnly(2023, 1, 2).AddDays(7 * t):yyyy-MM-dd},{value},{item.Told.Regressors[0].Values[t]},{item.Told.Regressors[1].Values[t]}{(split ? known ? ",train" : ",test" : "")}\n");
            }

        var input = _work.Write("in.csv", text.ToString());
        async Task<string[][]> Forecast(string output, params string[] more)
        {
            var answer = await Workspace.RunAsync([
                "forecast", "--input", input, "--output", _work.Path(output), "--horizon", $"{PooledPromotions.Horizon}", "--period", "52", "--regressors", "promo,log:price", .. more]);
            Assert.Equal(0, answer.Code);
            Assert.Equal(more.Length == 0, (answer.Output + answer.Error).Contains("taught each other", StringComparison.Ordinal));
            return [.. File.ReadAllLines(_work.Path(output))[1..].Select(l => l.Split(','))];
        }

        PooledScore Score(string[][] rows) => PooledScore.Of(items, [.. rows.Chunk(PooledPromotions.Horizon).Select(s => Array.ConvertAll(s, r => double.Parse(r[2], CultureInfo.InvariantCulture)))]);
        var rows = await Forecast("together.csv");
        var (together, alone) = (Score(rows), Score(await Forecast("alone.csv", "--without-global-model")));
        Assert.InRange(together.PromotedBias, -0.05, 0.05);
        Assert.True(together.PromotedWape < 0.7 * alone.PromotedWape, $"{together} {alone}");
        var promoted = items.SelectMany(i => i.Promotion).ToArray();
        Assert.All(rows.Select((r, at) => (Uplift: double.Parse(r[10], CultureInfo.InvariantCulture), Promoted: promoted[at] > 0)), r => Assert.Equal(r.Promoted, r.Uplift > 0));
    }

    [Fact]
    public async Task Forecast_GroupsThatRespondDifferently_LearnFromTheAttribute()
    {
        var items = PooledPromotions.DrawGroups(60, seed: 6);
        var text = new StringBuilder("series_id,date,value,promo,price,group\n");
        foreach (var (item, number) in items.Select((item, number) => (item, number)))
            for (var t = 0; t < PooledPromotions.Weeks + PooledPromotions.Horizon; t++)
                text.Append(CultureInfo.InvariantCulture, $"i{number:00},{new DateOnly(2023, 1, 2).AddDays(7 * t):yyyy-MM-dd},{(t < PooledPromotions.Weeks ? item.Told.Values[t].ToString(CultureInfo.InvariantCulture) : "")},{item.Told.Regressors[0].Values[t]},{item.Told.Regressors[1].Values[t]},{item.Told.Attributes["group"]}\n");
        var input = _work.Write("in.csv", text.ToString());
        async Task<double[]> PromotedBias(params string[] more)
        {
            var answer = await Workspace.RunAsync([
                "forecast", "--input", input, "--output", _work.Path("out.csv"), "--horizon", $"{PooledPromotions.Horizon}", "--period", "52", "--regressors", "promo,log:price", .. more]);
            Assert.Equal(0, answer.Code);
            var means = File.ReadAllLines(_work.Path("out.csv"))[1..].Chunk(PooledPromotions.Horizon).Select(s => Array.ConvertAll(s, l => double.Parse(l.Split(',')[2], CultureInfo.InvariantCulture))).ToArray();
            return [.. new[] { 0, 1 }.Select(group => PooledScore.Of([.. items.Where((_, i) => i % 2 == group)], [.. means.Where((_, i) => i % 2 == group)]).PromotedBias)];
        }

        Assert.All(await PromotedBias("--attributes", "group"), bias => Assert.InRange(bias, -0.08, 0.08));
        var untold = await PromotedBias();
        Assert.True(untold[0] > 0.08 && untold[1] < -0.08, $"{untold[0]} {untold[1]}");
    }

    [Fact]
    public async Task Forecast_AttributesMissingOrVarying_AreNamed()
    {
        var input = _work.Write("in.csv", "series_id,value,group\na,1,x\na,2,x\na,3,y\n");
        var varying = await Run(input, "out.csv", "--attributes", "group");
        Assert.NotEqual(0, varying.Code);
        Assert.Contains("(a) was (x) before", varying.Output + varying.Error, StringComparison.Ordinal);
        var missing = await Run(input, "out.csv", "--attributes", "brand,group,group");
        Assert.Contains("must be named once", missing.Output + missing.Error, StringComparison.Ordinal);
        missing = await Run(input, "out.csv", "--attributes", "brand");
        Assert.Contains("no column (brand)", missing.Output + missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_RegressorsThatEndAtDifferentTimes_AreForecastAlone()
    {
        var text = new StringBuilder("series_id,month,value,promo\n");
        for (var s = 0; s < 40; s++)
            for (var t = 0; t < 40 - 2 * (s % 2); t++)
                text.Append(CultureInfo.InvariantCulture, $"s{s:00},{new DateOnly(2020, 1, 1).AddMonths(t):yyyy-MM},{(t < 36 - s % 2 ? 100 + (s * t % 7) : "")},{t % 5 / 4}\n");
        var answer = await Run(_work.Write("in.csv", text.ToString()), "out.csv", "--regressors", "promo");
        Assert.Equal(0, answer.Code);
        Assert.DoesNotContain("taught each other", answer.Output + answer.Error, StringComparison.Ordinal);
        Assert.Equal(1 + 40 * 3, File.ReadAllLines(_work.Path("out.csv")).Length);
    }

    [Fact]
    public async Task Forecast_RegressorWithoutFutureOrColumn_NamesIt()
    {
        var input = _work.Write("in.csv", "series_id,value,promo\na,1,0\na,2,1\na,3,0\n");
        var missing = await Run(input, "out.csv", "--method", "ses", "--regressors", "promo");
        Assert.NotEqual(0, missing.Code);
        Assert.Contains("regressor-too-short", missing.Output, StringComparison.Ordinal);
        Assert.Contains("in.csv:4 (a) promo The regressor", missing.Output, StringComparison.Ordinal);
        Assert.Contains("has 3 values; 6 are needed", missing.Output + missing.Error, StringComparison.Ordinal);
        var unknown = await Run(input, "out.csv", "--method", "ses", "--regressors", "log:price");
        Assert.Contains("no column (price)", unknown.Output + unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forecast_ValuesOutOfRange_NameRuleLineAndValue()
    {
        var input = _work.Write("in.csv", "series_id,value,promo,availability\na,5,0,1\na,6,0,30\na,7,,1\na,8,1,1\na,,1,\na,,1,\na,,1,\nb,NA,0,\nb,,1,\n");
        var answer = await Run(input, "out.csv", "--method", "ses", "--regressors", "promo");
        Assert.Equal(1, answer.Code);
        foreach (var part in (string[])["availability-out-of-range", "in.csv:3 (a) availability [30] ", "regressor-out-of-range", "in.csv:4 (a) promo Value 3 (NaN)", "no-known-value", "in.csv:9 (b) value "])
            Assert.Contains(part, answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("unreadable-number", answer.Output, StringComparison.Ordinal);
    }

    private Task<Answer> Run(string input, string output, params string[] more) =>
        Workspace.RunAsync(["forecast", "--input", input, "--output", _work.Path(output), "--horizon", "3", "--period", "12", .. more]);
}
