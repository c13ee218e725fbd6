using Microsoft.ML;

namespace PlanningEngine.Forecasting.MachineLearning.Estimators;

/// <summary>The door to the forecasters in ML.NET's own shape: <c>mlContext.Forecasting().AutoForecast(columns, horizon: 6, period: 12)</c>.</summary>
public static class ForecastingContext
{
    /// <summary>The forecasters as estimators.</summary>
    /// <param name="context">The context; it only loads the answers.</param>
    public static ForecastingCatalog Forecasting(this MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ForecastingCatalog(context);
    }
}

/// <summary>The forecasters as estimators over series in long form, one row per series and bucket. Their transformers give rows of <see cref="ForecastRow"/>.</summary>
public sealed class ForecastingCatalog
{
    private readonly MLContext _context;

    internal ForecastingCatalog(MLContext context) => _context = context;

    /// <summary>Chooses, combines and calibrates, each series by itself.</summary>
    /// <param name="columns">Names of the input's columns.</param>
    /// <param name="horizon">Steps ahead, 1 to 10,000.</param>
    /// <param name="period">Buckets in a seasonal cycle; 1 for none.</param>
    /// <param name="request">Levels, sign and seed; its horizon plays no part. Default: the usual levels.</param>
    /// <returns>The estimator.</returns>
    public SeriesForecastEstimator AutoForecast(SeriesColumns columns, int horizon, int period, ForecastRequest? request = null) => Forecast("auto", columns, horizon, period, request);

    /// <summary>The same for series that end together: <c>Fit</c> lets them teach each other a global model, weights and calibration where that proves itself, and leaves them to themselves where not (<see cref="CollectionForecaster"/>).</summary>
    /// <param name="columns">Names of the input's columns.</param>
    /// <param name="horizon">Steps ahead, 1 to 10,000.</param>
    /// <param name="period">Buckets in a seasonal cycle; 1 for none.</param>
    /// <param name="axis">Dates of the buckets, the last of the histories being ordinal -1. Default: not known.</param>
    /// <param name="request">Levels, sign and seed; its horizon plays no part. Default: the usual levels.</param>
    /// <returns>The estimator; it uses all cores.</returns>
    public SeriesForecastEstimator AutoForecastTogether(SeriesColumns columns, int horizon, int period, TimeAxis? axis = null, ForecastRequest? request = null) =>
        SeriesForecastEstimator.Together(_context, columns, period, With(request, horizon), series => CollectionForecaster.Learn(series, horizon, axis, Environment.ProcessorCount) ?? ForecastMethods.Create("auto"));

    /// <summary>One method by name.</summary>
    /// <param name="method">One of <see cref="ForecastMethods.Names"/>.</param>
    /// <param name="columns">Names of the input's columns.</param>
    /// <param name="horizon">Steps ahead, 1 to 10,000.</param>
    /// <param name="period">Buckets in a seasonal cycle; 1 for none.</param>
    /// <param name="request">Levels, sign and seed; its horizon plays no part. Default: the usual levels.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public SeriesForecastEstimator Forecast(string method, SeriesColumns columns, int horizon, int period, ForecastRequest? request = null) =>
        SeriesForecastEstimator.Alone(_context, columns, period, With(request, horizon), ForecastMethods.Create(method));

    /// <summary>Boosted trees over all series: <c>Fit</c> trains them at the common end of the series, <c>Transform</c> forecasts series that end there or later.</summary>
    /// <param name="columns">Names of the input's columns.</param>
    /// <param name="horizon">Steps ahead, 1 to 10,000.</param>
    /// <param name="period">Buckets in a seasonal cycle; 1 for none.</param>
    /// <param name="options">How they are trained; null for the defaults.</param>
    /// <param name="request">Levels, sign and seed; its horizon plays no part. Default: the usual levels.</param>
    /// <returns>The estimator.</returns>
    public SeriesForecastEstimator GlobalTrees(SeriesColumns columns, int horizon, int period, GlobalTreesOptions? options = null, ForecastRequest? request = null) =>
        SeriesForecastEstimator.Together(_context, columns, period, With(request, horizon), series => GlobalTreesForecaster.Train(series, [0], horizon, options));

    private static ForecastRequest With(ForecastRequest? request, int horizon) => (request ?? new ForecastRequest(horizon)) with { Horizon = horizon };
}
