using PlanningEngine.Forecasting;

namespace PlanningEngine.Benchmarks;

/// <summary>A piece of training values: what was known, and what happened then.</summary>
/// <param name="Collection">Where it comes from: what is left out together.</param>
/// <param name="Kind">What is scored together.</param>
/// <param name="Known">The history.</param>
/// <param name="Actual">The values after it.</param>
internal sealed record TrainingWindow(string Collection, string Kind, TimeSeries Known, double[] Actual)
{
    private const int FewestKnown = 6;

    /// <summary>The last windows of training values, one before the other, each a horizon long and with more than a horizon known before.</summary>
    internal static IEnumerable<TrainingWindow> Of(string collection, string kind, double[] training, int period, int horizon, int most)
    {
        for (var i = 0; i < most; i++)
        {
            var end = training.Length - (i * horizon);
            if (end - horizon < Math.Max(FewestKnown, horizon + 4))
                yield break;
            yield return new TrainingWindow(collection, kind, new TimeSeries(kind, training[..(end - horizon)], period), training[(end - horizon)..end]);
        }
    }
}
