using PlanningEngine.Forecasting;

namespace PlanningEngine.Benchmarks;

/// <summary>Values that may be learned from.</summary>
/// <param name="Collection">Where they come from: what is left out together.</param>
/// <param name="Kind">What is scored together.</param>
/// <param name="Half">0 or 1: what is learned from one half is judged on the other.</param>
/// <param name="Values">The training values.</param>
/// <param name="Period">Buckets per cycle.</param>
/// <param name="Horizon">Steps ahead that are asked of such series.</param>
/// <param name="MostWindows">How many windows may be taken of it.</param>
internal sealed record TrainingSeries(string Collection, string Kind, int Half, double[] Values, int Period, int Horizon, int MostWindows = TrainingSeries.UsualWindows)
{
    /// <summary>Windows of a series at most, where nothing else is said.</summary>
    internal const int UsualWindows = 4;

    private const int FewestKnown = 8;
    private const int FewestBeyondHorizon = 2;

    /// <summary>The last windows, one before the other, each a horizon long and with more than a horizon known before.</summary>
    internal IEnumerable<TrainingWindow> Windows()
    {
        for (var i = 0; i < MostWindows; i++)
        {
            var end = Values.Length - (i * Horizon);
            if (end - Horizon < Math.Max(FewestKnown, Horizon + FewestBeyondHorizon))
                yield break;
            yield return new TrainingWindow(this, new TimeSeries(Kind, Values[..(end - Horizon)], Period), Values[(end - Horizon)..end], i);
        }
    }
}

/// <summary>A piece of training values: what was known, and what happened then.</summary>
/// <param name="Series">Of which series.</param>
/// <param name="Known">The history.</param>
/// <param name="Actual">The values after it.</param>
/// <param name="Number">Which of the windows of its series, the last being 0.</param>
internal sealed record TrainingWindow(TrainingSeries Series, TimeSeries Known, double[] Actual, int Number)
{
    internal string Collection => Series.Collection;

    internal string Kind => Series.Kind;
}
