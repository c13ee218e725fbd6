using System.Globalization;

namespace PlanningEngine.Forecasting.Reconciliation;

/// <summary>
/// Which bottom series add up to which aggregates: a tree, several crossed trees (products and regions), or any set of groups. Nodes are numbered aggregates first, then bottom series.
/// Immutable, safe for concurrent use.
/// </summary>
public sealed class Hierarchy
{
    private readonly int[] _starts;
    private readonly int[] _members;

    /// <summary>Builds a hierarchy.</summary>
    /// <param name="bottom">Number of bottom series, at least 1.</param>
    /// <param name="aggregates">Per aggregate the bottom series it adds up, each at most once, numbered from 0.</param>
    /// <exception cref="ArgumentException">An aggregate is empty, names a series twice or one that does not exist; all violations at once.</exception>
    public Hierarchy(int bottom, IReadOnlyList<IReadOnlyList<int>> aggregates)
    {
        ArgumentNullException.ThrowIfNull(aggregates);
        ArgumentOutOfRangeException.ThrowIfLessThan(bottom, 1);
        Bottom = bottom;
        Aggregates = aggregates.Count;
        _starts = new int[aggregates.Count + 1];
        for (var i = 0; i < aggregates.Count; i++)
            _starts[i + 1] = _starts[i] + aggregates[i].Count;
        _members = [.. aggregates.SelectMany(a => a)];
        var violations = new List<string>();
        var seenBy = new int[bottom];
        Array.Fill(seenBy, -1);
        for (var i = 0; i < aggregates.Count; i++)
        {
            if (aggregates[i].Count == 0)
                violations.Add(string.Create(CultureInfo.InvariantCulture, $"Aggregate ({i}) adds up nothing. Maybe leave it out."));
            foreach (var member in aggregates[i])
            {
                if (member < 0 || member >= bottom)
                    violations.Add(string.Create(CultureInfo.InvariantCulture, $"Aggregate ({i}) names series ({member}), which is not one of 0 to {bottom - 1}."));
                else if (seenBy[member] == i)
                    violations.Add(string.Create(CultureInfo.InvariantCulture, $"Aggregate ({i}) names series ({member}) twice. Maybe name it once."));
                else
                    seenBy[member] = i;
            }
        }

        if (violations.Count > 0)
            throw new ArgumentException(string.Join(' ', violations), nameof(aggregates));
    }

    /// <summary>Number of bottom series.</summary>
    public int Bottom { get; }

    /// <summary>Number of aggregates.</summary>
    public int Aggregates { get; }

    /// <summary>Number of aggregates and bottom series.</summary>
    public int Nodes => Aggregates + Bottom;

    /// <summary>The values of all nodes from those of the bottom series.</summary>
    /// <param name="bottom">One value per bottom series.</param>
    /// <returns>One value per node.</returns>
    /// <exception cref="ArgumentException">There are not as many values as bottom series.</exception>
    public double[] Sum(ReadOnlySpan<double> bottom)
    {
        if (bottom.Length != Bottom)
            throw new ArgumentException($"There are {bottom.Length} values for {Bottom} bottom series.", nameof(bottom));
        var nodes = new double[Nodes];
        Sum(bottom, nodes);
        return nodes;
    }

    /// <summary>Number of bottom series of an aggregate.</summary>
    internal int Size(int aggregate) => _starts[aggregate + 1] - _starts[aggregate];

    /// <summary>S b.</summary>
    internal void Sum(ReadOnlySpan<double> bottom, Span<double> nodes)
    {
        for (var i = 0; i < Aggregates; i++)
        {
            var sum = 0.0;
            for (var k = _starts[i]; k < _starts[i + 1]; k++)
                sum += bottom[_members[k]];
            nodes[i] = sum;
        }

        bottom.CopyTo(nodes[Aggregates..]);
    }

    /// <summary>S' v.</summary>
    internal void Spread(ReadOnlySpan<double> nodes, Span<double> bottom)
    {
        nodes[Aggregates..].CopyTo(bottom);
        for (var i = 0; i < Aggregates; i++)
            for (var k = _starts[i]; k < _starts[i + 1]; k++)
                bottom[_members[k]] += nodes[i];
    }
}
