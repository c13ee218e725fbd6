using PlanningEngine.Forecasting;

namespace PlanningEngine.Benchmarks;

/// <summary>A piece of training values: what was known, and what happened then.</summary>
/// <param name="Collection">Where it comes from: what is left out together.</param>
/// <param name="Kind">What is scored together.</param>
/// <param name="Known">The history.</param>
/// <param name="Actual">The values after it.</param>
/// <param name="Number">Which of the windows of its series, the last being 0.</param>
internal sealed record TrainingWindow(string Collection, string Kind, TimeSeries Known, double[] Actual, int Number = 0)
{
    private const int FewestKnown = 8;
    private const int FewestBeyondHorizon = 2;

    /// <summary>The last windows of training values, one before the other, each a horizon long and with more than a horizon known before.</summary>
    internal static IEnumerable<TrainingWindow> Of(string collection, string kind, double[] training, int period, int horizon, int most)
    {
        for (var i = 0; i < most; i++)
        {
            var end = training.Length - (i * horizon);
            if (end - horizon < Math.Max(FewestKnown, horizon + FewestBeyondHorizon))
                yield break;
            yield return new TrainingWindow(collection, kind, new TimeSeries(kind, training[..(end - horizon)], period), training[(end - horizon)..end], i);
        }
    }
}
