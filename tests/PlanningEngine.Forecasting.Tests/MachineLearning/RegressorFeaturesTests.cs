using PlanningEngine.Forecasting.MachineLearning.Regressors;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

public sealed class RegressorFeaturesTests
{
    private static readonly PooledEffects Effects = new([new PooledEffect("price", RegressorForm.Logarithmic, 0, 0), new PooledEffect("promo", RegressorForm.Linear, 0, 0)]);

    private static float[] Features(IReadOnlyList<Regressor> regressors, int index, int target)
    {
        var row = new float[RegressorFeatures.CountFor(Effects)];
        RegressorFeatures.Write(KnownDemand.Of(new TimeSeries("s", [5, 5, 5, 5, 5, 5, 5, 5], 1) { Regressors = regressors }, Effects, 4), Effects, index, target, window: 8, row);
        return row;
    }

    [Fact]
    public void Write_Promotion_IsItsValueItsChangeTheBucketBeforeAndTheMeansOfTheWindows()
    {
        var row = Features([new Regressor("promo", [0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0])], index: 8, target: 10);
        Assert.Equal([1, 1 - 0.5f, 1, 0.5f, 0.25f], row[5..]);
        Assert.All(row[..5], absent => Assert.Equal(-1000, absent));
    }

    [Fact]
    public void Write_Price_IsMeasuredFromThatOfLate()
    {
        double[] price = [10, 10, 10, 10, 20, 20, 20, 20, 20, 10, 10, 10];
        var late = (float)(Math.Log(2) / 2);
        var row = Features([new Regressor("price", price, RegressorForm.Logarithmic)], index: 8, target: 9);
        Assert.Equal(-late, row[0], 1e-6f);
        Assert.Equal(-2 * late, row[1], 1e-6f);
        Assert.Equal(late, row[2], 1e-6f);
        Assert.Equal(late, row[3], 1e-6f);
    }

    [Fact]
    public void Write_ValuesAfterTheTarget_PlayNoPart()
    {
        double[] promotion = [0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0];
        var changed = promotion.Select((p, t) => t > 9 ? 7 : p).ToArray();
        Assert.Equal(Features([new Regressor("promo", promotion)], 8, 9), Features([new Regressor("promo", changed)], 8, 9));
    }

    [Fact]
    public void Write_OtherForm_IsAnotherRegressor() =>
        Assert.All(Features([new Regressor("promo", [.. Enumerable.Repeat(1.0, 12)], RegressorForm.Logarithmic)], 8, 9), absent => Assert.Equal(-1000, absent));
}
