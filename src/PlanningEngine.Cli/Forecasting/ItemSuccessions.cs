using System.Globalization;
using PlanningEngine.Forecasting;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// Which items of a file replace which, and from when, by the rules of runs over the database: before its launch an heir has its share of what the predecessor sold, from then on its own sales and, where
/// the predecessor is on its way out, that share of what it still sells. A predecessor keeps what no heir takes; it is on its way out with an end_step, or when its rows end before an heir's.
/// </summary>
internal sealed class ItemSuccessions
{
    private const double Nothing = 1e-9;
    private readonly ILookup<string, Heir> _heirs;
    private readonly HashSet<string> _withEnd;

    /// <summary>Reads them off the rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="own">The own history of an item in its place in time; without rows it is empty and begins after the file's end.</param>
    public ItemSuccessions(IReadOnlyList<LifecycleRow> rows, Func<string, TimeSeries> own)
    {
        _heirs = rows.Where(r => r.Predecessor.Length > 0).Select(r => (Row: r, Own: own(r.Id)))
            .ToLookup(r => r.Row.Predecessor, r => new Heir(r.Row.Id, r.Row.Share, LaunchOf(r.Own), r.Own.End), StringComparer.Ordinal);
        _withEnd = [.. rows.Where(r => r.EndStep is not null).Select(r => r.Id)];
    }

    /// <summary>Whether other items replace it.</summary>
    public bool IsReplaced(string id) => _heirs.Contains(id);

    /// <summary>Whether nothing is left to forecast of an item: heirs took all of it, or its rows ended before an heir's.</summary>
    public bool IsGone(TimeSeries item) => IsReplaced(item.Id) && !_withEnd.Contains(item.Id) && (Ended(item) || Rest(item.Id, item.End) == 0);

    /// <summary>By what an item's history in a bucket is multiplied to be that of what no heir has taken.</summary>
    public double Kept(TimeSeries item, int period) =>
        !IsReplaced(item.Id) || _withEnd.Contains(item.Id) || IsGone(item) ? 1 : Rest(item.Id, item.End) / Rest(item.Id, period);

    /// <summary>The predecessor's history as an heir inherits it, before the share is taken.</summary>
    /// <param name="old">The predecessor with what it inherited itself.</param>
    /// <param name="own">The heir's own history.</param>
    /// <param name="share">The heir's share.</param>
    public TimeSeries Inherited(TimeSeries old, TimeSeries own, double share)
    {
        var launch = LaunchOf(own);
        var leaves = _withEnd.Contains(old.Id) || Ended(old);
        return old with
        {
            Values = [.. old.Values.Select((value, t) =>
            {
                var rest = Rest(old.Id, old.FirstPeriod + t);
                return old.FirstPeriod + t < launch ? leaves ? value : value / Math.Max(rest, share) : leaves || rest == 0 ? value : double.NaN;
            })],
        };
    }

    /// <summary>What is said of a replaced item.</summary>
    public IReadOnlyList<string> Notes(TimeSeries item) =>
        !IsReplaced(item.Id) ? [] : [.. _heirs[item.Id].Select(h => string.Create(CultureInfo.InvariantCulture,
            $"replaced by ({h.Id}), which takes {100 * h.Share:0.##} % of its demand{(_withEnd.Contains(item.Id) ? ", the more the less this one sells until its end" : "")}")),
            .. _withEnd.Contains(item.Id) ? Array.Empty<string>()
                : Ended(item) ? ["its rows end before those of what replaces it: nothing is forecast"]
                : IsGone(item) ? ["nothing of its demand is left to forecast"]
                : [string.Create(CultureInfo.InvariantCulture, $"{100 * Rest(item.Id, item.End):0.##} % of its demand is left to it")]];

    private bool Ended(TimeSeries item) => _heirs[item.Id].Any(h => h.End > item.End);

    private double Rest(string id, int period)
    {
        var rest = 1 - _heirs[id].Where(h => h.Launch <= period).Sum(h => h.Share);
        return rest > Nothing ? rest : 0;
    }

    /// <summary>The first bucket with sales; that after the last one where there are none.</summary>
    private static int LaunchOf(TimeSeries own) => Array.FindIndex(own.Values, v => v > 0) is >= 0 and var at ? own.FirstPeriod + at : own.End;

    private sealed record Heir(string Id, double Share, int Launch, int End);
}
