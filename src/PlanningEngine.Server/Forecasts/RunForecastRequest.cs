using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What a run asks of the forecasting core.</summary>
internal static class RunForecastRequest
{
    /// <summary>Horizon, levels, sign, seed and treatment.</summary>
    public static ForecastRequest Of(RunExecution run) => new(run.Parameters.Horizon) { NonNegative = true, Seed = SeedOf(run), Treatment = StatelessSeries.Of(run.Parameters.Treatment) };

    /// <summary>The seed in the core's width.</summary>
    public static int SeedOf(RunExecution run) => unchecked((int)run.Seed);

    /// <summary>The method: all that fit or are named, and the methods of the global model, weighed as learned; seldom demand in the season that such series of the run show together, and a season that no inner origin saw as pooled over all series.</summary>
    public static AutoForecaster Forecaster(RunExecution run, SeriesSet set, GlobalModel global, LearnedWeights learned, CancellationToken cancellationToken) =>
        new(global.Methods, run.Parameters.Methods, learned)
        {
            Ahead = global.Ahead,
            Seasons = SharedSeasons.Learn(set.Series.Where(s => s.Treatment == SeriesTreatment.Full).Select(set.PerLength), [.. set.Plan.Cutoffs, set.LastPeriod + 1], cancellationToken),
        };

    /// <summary>Computes one result per series over the run's threads, in the order of the series.</summary>
    public static TResult[] Each<TItem, TResult>(
        RunExecution run, IReadOnlyList<TItem> items, Func<TItem, TResult> compute, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        Parallel.For(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = run.Threads, CancellationToken = cancellationToken }, i => results[i] = compute(items[i]));
        return results;
    }
}
