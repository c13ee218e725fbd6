using PlanningEngine.Forecasting.Launches;

namespace PlanningEngine.Forecasting.Tests.Launches;

public sealed class KnownEffectsTests
{
    private static readonly Regressor[] Regressors = [new("promo", [0, 1, 0, 0, 2, 0]), new("price", [8, 8, 10, 10, 10, 5], RegressorForm.Price), new("unknown", [1, 2, 3, 4, 5, 6])];
    private static readonly PooledEffect[] Effects = [new("promo", RegressorForm.Linear, Math.Log(1.5), 0.1), new("price", RegressorForm.Price, -2, 0.2), new("unknown", RegressorForm.Logarithmic, 9, 1)];

    [Fact]
    public void Remove_History_IsThatOfUsualValues()
    {
        // The usual price over all that is planned lies between 8 and 10, the two in the middle.
        var usual = Math.Sqrt(80);
        var demand = new KnownEffects(Regressors, Effects, 3, 6).Remove([100, 150, double.NaN]);
        Assert.Equal([100 * Math.Pow(8 / usual, 2), 100 * Math.Pow(8 / usual, 2), double.NaN], demand, (a, b) => a.Equals(b) || Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Restore_Forecast_HasEffectsBaseAndUplifts()
    {
        var request = new ForecastRequest(3) { NonNegative = true, Levels = [0.1, 0.5, 0.9] };
        var plain = Forecast.Create("launch", [100, 100, 0], [[90, 100, 110], [90, 100, 110], [0, 0, 0]], request, ["as it was"]);
        var forecast = new KnownEffects(Regressors, Effects, 3, 3).Restore(plain, request);
        // The usual price of the history is 8.
        double[] factors = [Math.Pow(0.8, 2), Math.Pow(0.8, 2) * 2.25, Math.Pow(1.6, 2)];
        Assert.Equal([100 * factors[0], 100 * factors[1], 0], forecast.Mean, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([100, 100, 0], forecast.BaseMean!, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(["promo", "price", "unknown"], forecast.Effects.Select(e => e.Name));
        Assert.Equal([0, 0, 0], forecast.Effects[2].Uplift);
        Assert.Equal(forecast.Mean[1] - 100, forecast.Effects.Sum(e => e.Uplift[1]), 1e-9);
        Assert.True(forecast.Quantiles[1][2] - forecast.Quantiles[1][0] > 20 * factors[1]);
        Assert.Equal((EffectBasis.AllSeries, false), (forecast.EffectBasis, forecast.Effects[0].IsBeyondSeen));
        Assert.Equal(["as it was"], forecast.Notes);
    }

    [Fact]
    public void Create_RegressorsTooShort_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new KnownEffects(Regressors, Effects, 7, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KnownEffects(Regressors, Effects, 3, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KnownEffects(Regressors, Effects, -1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Regressor("x", [1, 2]).FromUsual(0));
    }
}
