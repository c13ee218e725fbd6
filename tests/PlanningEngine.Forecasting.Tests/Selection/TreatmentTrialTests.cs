namespace PlanningEngine.Forecasting.Tests.Selection;

public sealed class TreatmentTrialTests
{
    private static Forecast Answer(double[] values, Treatment treatment) =>
        ForecastMethods.Create("auto").Forecast(new TimeSeries("a", values, 12), new ForecastRequest(6) { Treatment = treatment }, TestContext.Current.CancellationToken);

    /// <summary>Early, in the middle, before, at and between the inner origins (48 and 54 of 72 buckets), at the later ones (60 and 66), and last but one.</summary>
    [Theory]
    [InlineData(48, 12)]
    [InlineData(48, 36)]
    [InlineData(48, 45)]
    [InlineData(72, 3)]
    [InlineData(72, 36)]
    [InlineData(72, 47)]
    [InlineData(72, 54)]
    [InlineData(72, 58)]
    [InlineData(72, 60)]
    [InlineData(72, 69)]
    [InlineData(72, 70)]
    public void Forecast_TriedOnAnOutlierAnywhere_ForecastsAsWithoutIt(int length, int at)
    {
        for (var seed = 2; seed <= 3; seed++)
        {
            var clean = Some.Seasonal(length, 12, seed);
            var told = Answer(clean, Treatment.None);
            foreach (var factor in (double[])[10, 100, 1000])
            {
                var answer = Answer([.. clean.Select((v, t) => t == at ? factor * v : v)], Treatment.Tried);
                Assert.Contains(answer.Notes, n => n.StartsWith("outliers were replaced", StringComparison.Ordinal) && n.Contains($"bucket {at + 1} from ", StringComparison.Ordinal));
                Assert.All(told.Mean.Zip(answer.Mean), p => Assert.InRange(p.Second / p.First, 0.9, 1.1));
                Assert.InRange((answer.Quantile(0, 0.9) - answer.Quantile(0, 0.1)) / (told.Quantile(0, 0.9) - told.Quantile(0, 0.1)), 0.5, 1.3);
            }
        }
    }

    [Fact]
    public void Forecast_TriedOnALastValue_IsANewLevelUnlessTenTimesAllOthers()
    {
        var clean = Some.Seasonal(72, 12, 1);
        Assert.DoesNotContain(Answer([.. clean.Select((v, t) => t == 71 ? 3 * v : v)], Treatment.Tried).Notes, n => n.Contains("bucket 72 from", StringComparison.Ordinal));
        Assert.Contains(Answer([.. clean.Select((v, t) => t == 71 ? 100 * v : v)], Treatment.Tried).Notes, n => n.Contains("bucket 72 from", StringComparison.Ordinal));
        Assert.DoesNotContain(Answer([.. clean.Select((v, t) => t >= 70 ? 100 * v : v)], Treatment.Tried).Notes, n => n.Contains("bucket 7", StringComparison.Ordinal));
    }

    [Fact]
    public void Forecast_TriedOnALevelShiftAfterTheInnerOrigins_FollowsItWithoutATrend()
    {
        // It lies after both inner origins, which say nothing for or against it; methods would take it for the beginning of a trend.
        var clean = Some.Seasonal(72, 12, 4);
        var told = Answer(clean, Treatment.None);
        var answer = Answer([.. clean.Select((v, t) => (t >= 62 ? 3 : 1) * (t == 58 ? 50 : 1) * v)], Treatment.Tried);
        Assert.Contains(answer.Notes, n => n.StartsWith("outliers were replaced: bucket 59", StringComparison.Ordinal));
        Assert.Contains(answer.Notes, n => n.StartsWith("level shift: values before bucket 63", StringComparison.Ordinal));
        Assert.All(told.Mean.Zip(answer.Mean), p => Assert.InRange(p.Second / p.First / 3, 0.85, 1.15));
    }

    [Fact]
    public void Forecast_TriedOnALevelShiftThatOriginsKnew_IsTheirs()
    {
        // A level that comes and goes: lifting what lies before each shift forgets the season of the levels.
        var values = Some.Seasonal(120, 12, 4).Select((v, t) => t is >= 30 and < 50 ? 3 * v : v).ToArray();
        Assert.Contains(Answer(values, Treatment.Tried).Notes, n => n.Contains("made smaller errors on the inner origins", StringComparison.Ordinal) || n.Contains("did not make smaller errors", StringComparison.Ordinal));
    }
}
