using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

/// <summary>Items with promotions and prices, and trees trained on them.</summary>
public abstract class PromotedItems
{
    private protected const int Weeks = PooledPromotions.Weeks;
    private protected const int Horizon = PooledPromotions.Horizon;
    private protected static readonly GlobalTreesOptions Small = new() { Trees = 15, Threads = 1, MostRows = 5_000 };
    private protected static readonly ForecastRequest Request = new(Horizon) { NonNegative = true };
    private protected static readonly PooledItem[] Items = PooledPromotions.Draw(200, seed: 2);
    private protected static readonly TimeSeries[] Few = [.. Items.Take(40).Select(i => i.Told)];

    private protected static GlobalTreesForecaster Train(TimeSeries[] series, GlobalTreesOptions? options = null) =>
        GlobalTreesForecaster.Train(series, [Weeks], Horizon, options ?? Small, TestContext.Current.CancellationToken);

    private protected static Forecast Forecast(IForecaster method, TimeSeries series) => method.Forecast(series, Request, TestContext.Current.CancellationToken);
}
