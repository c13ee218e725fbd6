using PlanningEngine.Data.Forecasts;
using PlanningEngine.Data.Plans;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Planning.Calendars;
using ForecastRow = PlanningEngine.Data.Forecasts.Forecast;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Forecasts as rows of the tables, without the columns that the publication sets.</summary>
/// <param name="bucket">The bucket of the run.</param>
/// <param name="lastPeriod">Ordinal of the last actual period: where accuracies are dated.</param>
internal sealed class ForecastRows(TimeBucket bucket, int lastPeriod)
{
    /// <summary>Leaf forecasts.</summary>
    public IEnumerable<ForecastRow> Forecasts(LeafForecast forecast) => forecast.Steps.Select(step => Fill(new ForecastRow { Lifecycle = forecast.Lifecycle, BaseMean = step.BaseMean }, forecast, step));

    /// <summary>Forecasts of inner nodes.</summary>
    public IEnumerable<ForecastRollup> Rollups(LeafForecast forecast) =>
        forecast.Steps.Select(step => Fill(new ForecastRollup { Level = forecast.Level, Node = forecast.TerritoryKey == 0 ? NodeKind.Company : NodeKind.Territory, BaseMean = step.BaseMean }, forecast, step));

    /// <summary>The quantiles that have no column: 2.5 % and 97.5 %.</summary>
    public IEnumerable<ForecastQuantile> Quantiles(LeafForecast forecast) =>
        from step in forecast.Steps
        from quantile in new[] { (Level: 0.025, Index: 0), (Level: 0.975, Index: 8) }
        select Date(new ForecastQuantile
        {
            ProductKey = forecast.ProductKey,
            ChannelKey = forecast.ChannelKey,
            Level = quantile.Level,
            Value = step.Quantiles[quantile.Index],
        }, forecast.TerritoryKey, step.Period);

    /// <summary>One row per method that was tried, and exactly one that is chosen: what was published. A method that is published by itself has one row for both.</summary>
    public IEnumerable<ForecastAccuracy> Accuracies(LeafForecast forecast)
    {
        foreach (var accuracy in forecast.Accuracies.Where(a => a.Method != forecast.Method))
            yield return Accuracy(forecast, accuracy.Method, accuracy, accuracy.Scores, chosen: false);
        var alone = forecast.Accuracies.FirstOrDefault(a => a.Method == forecast.Method);
        yield return Accuracy(forecast, ForecastSummary.Family(forecast.Method), alone, forecast.Credibility.Scores, chosen: true);
    }

    private ForecastAccuracy Accuracy(LeafForecast forecast, string method, MethodAccuracy? tried, AccuracyScores scores, bool chosen) => Date(new ForecastAccuracy
    {
        ProductKey = forecast.ProductKey,
        ChannelKey = forecast.ChannelKey,
        Method = method,
        Chosen = chosen,
        Note = NoteText.Of([chosen ? forecast.Note : "", .. tried?.Notes ?? []]),
        Weight = forecast.Accuracies.Count == 0 ? 1 : tried?.Weight,
        ChoiceError = tried?.ChoiceError,
        N = scores.N,
        AbsoluteError = scores.AbsoluteError,
        Error = scores.Error,
        Actual = scores.Actual,
        QuantileLoss = scores.QuantileLoss,
        Wape = scores.Wape,
        Mase = scores.Mase,
        Rmsse = scores.Rmsse,
        Wql = scores.Wql,
        Msis = scores.Msis,
        Bias = scores.Bias,
        Coverage80 = scores.Coverage80,
        Coverage95 = scores.Coverage95,
    }, forecast.TerritoryKey, lastPeriod);

    private T Fill<T>(T row, LeafForecast forecast, LeafStep step)
        where T : ForecastFact
    {
        (row.ProductKey, row.ChannelKey, row.Step, row.Mean, row.Method) = (forecast.ProductKey, forecast.ChannelKey, step.Step, step.Mean, forecast.Method);
        (row.Q05, row.Q10, row.Q25, row.Q50) = (step.Quantiles[1], step.Quantiles[2], step.Quantiles[3], step.Quantiles[4]);
        (row.Q75, row.Q90, row.Q95) = (step.Quantiles[5], step.Quantiles[6], step.Quantiles[7]);
        var scores = forecast.Credibility.Scores;
        (row.N, row.Wape, row.Mase, row.Bias, row.Coverage80, row.GainOverNaive) =
            (scores.N, scores.Wape, scores.Mase, scores.Bias, scores.Coverage80, forecast.Credibility.GainOverNaive);
        return Date(row, forecast.TerritoryKey, step.Period);
    }

    private T Date<T>(T row, int territoryKey, int period)
        where T : PublishedFact
    {
        var start = bucket.StartOf(period);
        (row.DateKey, row.PeriodStart, row.TerritoryKey) = (FiscalCalendar.DateKey(start), DateKeys.StartOf(start), territoryKey);
        return row;
    }
}
