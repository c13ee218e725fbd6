using PlanningEngine.Contracts.V1;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Launches;
using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Forecasting.Seasonality;
using CorePhaseOut = PlanningEngine.Forecasting.Lifecycle.PhaseOut;
using Regressor = PlanningEngine.Forecasting.Regressor;
using RegressorForm = PlanningEngine.Forecasting.RegressorForm;
using SimilarItem = PlanningEngine.Forecasting.Launches.SimilarItem;
using Treatment = PlanningEngine.Forecasting.Treatment;

namespace PlanningEngine.Server.Forecasts;

/// <summary>A caller's own series in the words of the forecasting core.</summary>
internal static class StatelessSeries
{
    /// <summary>The series, its cycles found from its values where the caller asks for it.</summary>
    public static TimeSeries Of(Series message, bool detectPeriods, CancellationToken cancellationToken)
    {
        var series = Undetected(message);
        if (!detectPeriods || series.Length == 0)
            return series;
        int[] cycles = [.. SeasonalityDetector.Detect(series.Values, cancellationToken).Select(c => c.Period)];
        return series with { Period = cycles.Length > 0 ? cycles[0] : 1, FurtherPeriods = [.. cycles.Skip(1)] };
    }

    /// <summary>The series with the cycles of the message; one whose period is missing or wrong has none.</summary>
    public static TimeSeries Undetected(Series message) => new(message.SeriesId, [.. message.Values], Math.Max(1, message.Period), message.Lifecycle?.Launch?.FirstPlace ?? 0)
    {
        FurtherPeriods = [.. message.FurtherPeriods.Where(p => p > 1)],
        Regressors = [.. message.Regressors.Select(r => new Regressor(r.Name, [.. r.Values], Of(r.Form)))],
        Availability = message.Availability.Count > 0 ? [.. message.Availability] : null,
        LeapBuckets = [.. message.LeapBuckets],
    };

    /// <summary>What the message says about the life of its item.</summary>
    /// <param name="message">A series with a lifecycle.</param>
    /// <param name="series">The same series.</param>
    public static ItemLifecycle LifecycleOf(Series message, TimeSeries series)
    {
        var (life, launch) = (message.Lifecycle, message.Lifecycle.Launch ?? new Launch());
        return new ItemLifecycle
        {
            Predecessor = life.Predecessor is { } old ? new TimeSeries("predecessor", [.. old.Values], series.Period, series.FirstPeriod - old.BucketsBefore) : null,
            Share = life.Predecessor is { HasShare: true } given ? given.Share : 1,
            Similar = [.. launch.Similar.Select(s => new SimilarItem(new TimeSeries("similar item", [.. s.Values], series.Period, s.FirstPlace), s.HasSimilarity ? s.Similarity : 1))],
            Launch = new LaunchOptions
            {
                ExpectedLevel = launch.HasExpectedLevel ? launch.ExpectedLevel : null,
                Curve = launch.Curve.Count > 0 ? [.. launch.Curve] : null,
                Season = launch.Season.Count > 0 ? [.. launch.Season] : null,
            },
            PhaseOut = life.PhaseOut is { } end ? new CorePhaseOut(series.End + end.EndStep - 1, [.. end.Decline]) : null,
        };
    }

    /// <summary>The field that a violation of the core speaks of.</summary>
    public static string FieldOf(string code) =>
        code.StartsWith("REGRESSOR", StringComparison.Ordinal) ? "regressors" : code.StartsWith("AVAILABILITY", StringComparison.Ordinal) ? "availability"
        : code.StartsWith("LEAP", StringComparison.Ordinal) ? "leap_buckets" : "values";

    /// <summary>The treatment asked for.</summary>
    public static Treatment Of(Contracts.V1.Treatment treatment) => treatment switch
    {
        Contracts.V1.Treatment.Applied => Treatment.Applied,
        Contracts.V1.Treatment.Tried => Treatment.Tried,
        _ => Treatment.None,
    };

    private static RegressorForm Of(Contracts.V1.RegressorForm form) => form switch
    {
        Contracts.V1.RegressorForm.Logarithmic => RegressorForm.Logarithmic,
        Contracts.V1.RegressorForm.Proportional => RegressorForm.Proportional,
        Contracts.V1.RegressorForm.Price => RegressorForm.Price,
        _ => RegressorForm.Linear,
    };
}
