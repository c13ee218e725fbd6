using System.Text;

namespace PlanningEngine.Cli.Tests.Forecasting;

/// <summary>Mistakes of a first file: each is said where it is made.</summary>
public sealed class ForecastMistakesTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    private Task<Answer> Run(string input, params string[] more) =>
        Workspace.RunAsync(["forecast", "--input", input, "--output", _work.Path("out.csv"), "--horizon", "2", "--period", "1", "--method", "ses", .. more]);

    [Fact]
    public async Task Forecast_FileOfAnotherEncoding_IsRefusedWithLine()
    {
        const string Text = "series_id,value,brand\nCafé,1,Bé\nCafé,2,Bé\nCafè,3,Bé\nCafè,4,Bé\n";
        var answer = await Run(_work.Write("in.csv", Text, Encoding.Latin1));
        Assert.Equal(1, answer.Code);
        foreach (var part in (string[])["error unreadable-text: 1", "in.csv:2 series_id [Caf\uFFFD] ", "Maybe save the file as UTF-8"])
            Assert.Contains(part, answer.Output, StringComparison.Ordinal);
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
}
