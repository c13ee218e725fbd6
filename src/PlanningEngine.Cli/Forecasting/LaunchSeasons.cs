using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Launches;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>Seasons of launched items: what the similar ones that are known for two cycles have in common, or all series of the file where none of them is.</summary>
/// <param name="placed">Series of the file, each placed in time; none where nobody knows when they were.</param>
internal sealed class LaunchSeasons(IEnumerable<TimeSeries> placed)
{
    private readonly Lazy<Dictionary<string, TimeSeries>> _old = new(() => placed.Where(s => s.Period > 1 && s.Length >= 2 * s.Period).ToDictionary(s => s.Id, StringComparer.Ordinal));
    private readonly Dictionary<string, IReadOnlyList<double>?> _known = [];

    /// <summary>Season of an item that is like others; null for none.</summary>
    /// <param name="similar">The others.</param>
    public IReadOnlyList<double>? Of(IReadOnlyList<string> similar)
    {
        if (similar.Count == 0)
            return null;
        TimeSeries[] alike = [.. similar.Distinct(StringComparer.Ordinal).Where(_old.Value.ContainsKey).Select(id => _old.Value[id])];
        var key = string.Join('\n', alike.Select(s => s.Id));
        if (!_known.TryGetValue(key, out var season))
            _known[key] = season = GroupSeason.Of(alike.Length > 0 ? alike : [.. _old.Value.Values]);
        return season;
    }
}
