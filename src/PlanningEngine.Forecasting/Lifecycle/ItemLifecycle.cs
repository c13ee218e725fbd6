using System.Globalization;
using PlanningEngine.Forecasting.Launches;

namespace PlanningEngine.Forecasting.Lifecycle;

/// <summary>What a planner knows about the life of an item.</summary>
public sealed record ItemLifecycle
{
    /// <summary>The item that it replaces, on the same time axis and of the same period. Null (the default): none.</summary>
    public TimeSeries? Predecessor { get; init; }

    /// <summary>Share of the predecessor's demand that goes to the item, above 0. Default: 1.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Earlier items that are like it: their launches answer while its own history, the predecessor's included, is shorter than a cycle (12 buckets without one). Default: none.</summary>
    public IReadOnlyList<SimilarItem> Similar { get; init; } = [];

    /// <summary>What else is known about its launch. Default: nothing.</summary>
    public LaunchOptions Launch { get; init; } = new();

    /// <summary>Its planned end. Null (the default): none.</summary>
    public PhaseOut? PhaseOut { get; init; }

    /// <summary>What is within its range and very probably not meant: shares in per cent.</summary>
    public IReadOnlyList<string> Doubts() =>
        [.. new[] { ProbablePercent.Warning("share of the predecessor's demand", Share), PhaseOut is { Decline.Count: > 0 } plan ? ProbablePercent.Warning("share of the usual demand before the end", plan.Decline.Max()) : null }.OfType<string>()];

    /// <summary>Every violation.</summary>
    /// <param name="series">The item's own history; it may be empty where there is a predecessor or a similar item.</param>
    public IReadOnlyList<Violation> Check(TimeSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var found = new List<Violation>();
        void Add(string code, FormattableString message) => found.Add(new Violation(code, series.Id, message.ToString(CultureInfo.InvariantCulture)));
        if (!(Share > 0 && double.IsFinite(Share)))
            Add("SHARE_OUT_OF_RANGE", $"The share ({Share}) of the predecessor's demand that goes to series ({series.Id}) must be positive. Maybe leave it out for 1.");
        if (Predecessor is { } old)
        {
            if (old.Period != series.Period)
                Add("PREDECESSOR_PERIOD", $"The period ({old.Period}) of ({old.Id}) differs from that ({series.Period}) of ({series.Id}). Maybe use the same buckets for both.");
            foreach (var violation in InputRules.Check(old, new ForecastRequest(1)))
                Add("PREDECESSOR_" + violation.Code, $"The predecessor of series ({series.Id}) cannot be used. {violation.Message}");
        }

        if (PhaseOut is { } plan && !plan.Decline.All(share => share >= 0 && share <= InputRules.LargestMagnitude))
            Add("DECLINE_NEGATIVE", $"The shares of the decline of series ({series.Id}) must be at least 0. Maybe write 0.75, 0.5, 0.25 for an even one.");
        foreach (var item in Similar)
            foreach (var violation in InputRules.Check(item.History, new ForecastRequest(1)))
                Add("SIMILAR_" + violation.Code, $"A similar item of series ({series.Id}) cannot be used. {violation.Message}");
        if (found.Count == 0 && (Similar.Count > 0 || Launch.ExpectedLevel is not null || Launch.Curve is not null))
            found.AddRange(LaunchForecaster.Check(Similar, Launch).Select(v => v with { Subject = series.Id }));
        return found;
    }
}
