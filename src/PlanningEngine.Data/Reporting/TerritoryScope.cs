namespace PlanningEngine.Data.Reporting;

/// <summary>A run of consecutive preorder positions in the territory tree: a node's subtree.</summary>
/// <param name="First">First position, included.</param>
/// <param name="Last">Last position, included.</param>
public readonly record struct TerritoryRange(int First, int Last);

/// <summary>
/// The territories that a reader may see. An unset scope (<see cref="None"/>) sees nothing at all; <see cref="All"/> sees
/// everything; anything between sees the facts of its subtrees, the dimension members that belong to them or to no
/// territory, and no loads, runs or findings, because those speak of the whole company. Immutable.
/// </summary>
public sealed class TerritoryScope
{
    private TerritoryScope(bool isAll, IReadOnlyList<TerritoryRange> ranges)
    {
        IsAll = isAll;
        Ranges = ranges;
    }

    /// <summary>Everything.</summary>
    public static TerritoryScope All { get; } = new(true, []);

    /// <summary>Nothing.</summary>
    public static TerritoryScope None { get; } = new(false, []);

    /// <summary>True when no row is hidden.</summary>
    public bool IsAll { get; }

    /// <summary>True when every row is hidden.</summary>
    public bool IsNone => !IsAll && Ranges.Count == 0;

    /// <summary>The subtrees that are visible; empty for <see cref="All"/> and <see cref="None"/>.</summary>
    public IReadOnlyList<TerritoryRange> Ranges { get; }

    /// <summary>The subtrees of some nodes.</summary>
    /// <param name="ranges">Preorder ranges; none at all makes a scope that sees nothing.</param>
    /// <exception cref="ArgumentException">A range ends before it begins or is not above the Unknown member's position 0.</exception>
    public static TerritoryScope Of(params TerritoryRange[] ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        foreach (var range in ranges)
        {
            if (range.First < 1 || range.Last < range.First)
                throw new ArgumentException($"The territory range ({range.First} to {range.Last}) must begin at 1 or later and not end before it begins.", nameof(ranges));
        }

        return ranges.Length == 0 ? None : new(false, [.. ranges]);
    }
}
