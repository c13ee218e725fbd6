using PlanningEngine.Forecasting.Calendar;
using PlanningEngine.Forecasting.Launches;
using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests;

/// <summary>The sample of the page on this library, as it stands there.</summary>
internal static class ReadmeSample
{
    internal static (Forecast Told, IReadOnlyList<DetectedCycle> Cycles, IForecaster Launch, TimeSeries Heir, IForecaster Leaving, IForecaster Net) Run(
        double[] weeklyUnits, double[] promotions, double[] prices, double[] shareOfTimeInStock, double[] returnedUnits, TimeSeries[] earlierItems, TimeSeries successor)
    {
        var dates = BucketDates.FiscalWeeks(new DateOnly(2022, 1, 31), [52, 53, 52, 52]);          // history and future
        var known = new TimeSeries("SKU-7", weeklyUnits, Period: 52)
        {
            Regressors =
            [
                new Regressor("promo", promotions),                                                // a factor, estimated
                new Regressor("price", prices, RegressorForm.Price),                               // an elasticity below 0
                dates.Holiday("easter", Easter.Days(dates), before: 6),                            // wherever it falls
            ],
            Availability = shareOfTimeInStock,                                                     // lost sales are recovered
            LeapBuckets = dates.LeapBuckets,                                                       // the 53rd week shifts no season
        };
        var told = new AutoForecaster().Forecast(known, new ForecastRequest(8) { NonNegative = true, Treatment = Treatment.Tried });

        var cycles = SeasonalityDetector.Detect(weeklyUnits);                                      // when nobody knows the period
        var launch = new LaunchForecaster(ItemSimilarity.Nearest(known.Attributes, earlierItems, 10), new LaunchOptions { ExpectedLevel = 120, Curve = [1, 2, 3] });
        var heir = Supersession.Continue(known, successor, share: 0.8);                            // the old item's history goes on in the new one
        var leaving = new PhaseOutForecaster(new AutoForecaster(), PhaseOut.Linear(end: 190, buckets: 8));
        var net = new NetForecaster(new AutoForecaster(), returnedUnits);                          // sales net of what comes back

        return (told, cycles, launch, heir, leaving, net);
    }
}
