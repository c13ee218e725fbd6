using System.Numerics;
using System.Runtime.InteropServices;

namespace PlanningEngine.Allocation.Assignment.Search;

/// <summary>The 0/1 knapsack by dynamic programming over capacity, from both ends.</summary>
/// <remarks>
/// Row k of the forward table holds the best profit of the first k items per capacity; row k of the backward table that of the items from k on, laid out by the capacity left to the others.
/// Together they say in one pass over a row what the optimum is with or without any item.
/// </remarks>
internal sealed class KnapsackTable
{
    private double[] _forward = [];
    private double[] _backward = [];
    private int[] _job = [];
    private int[] _weight = [];
    private double[] _profit = [];
    private int _capacity;

    /// <summary>Number of items.</summary>
    public int Count { get; private set; }

    private int Width => _capacity + 1;

    /// <summary>Empties the knapsack.</summary>
    public void Begin(int capacity, int mostItems)
    {
        _capacity = capacity;
        Count = 0;
        if (_job.Length < mostItems)
            (_job, _weight, _profit) = (new int[mostItems], new int[mostItems], new double[mostItems]);
    }

    /// <summary>Adds an item that fits.</summary>
    public void Add(int job, int weight, double profit)
    {
        (_job[Count], _weight[Count], _profit[Count]) = (job, weight, profit);
        Count++;
    }

    public int JobOf(int item) => _job[item];

    /// <summary>Fills the forward table.</summary>
    /// <returns>The largest profit.</returns>
    public double Solve()
    {
        Grow(ref _forward);
        Row(_forward, 0).Clear();
        for (var item = 0; item < Count; item++)
        {
            var from = Row(_forward, item);
            var to = Row(_forward, item + 1);
            var weight = _weight[item];
            from[..weight].CopyTo(to);
            Better(from[weight..], from[..(Width - weight)], _profit[item], to[weight..]);
        }

        return Row(_forward, Count)[_capacity];
    }

    /// <summary>Reads which items the optimum takes.</summary>
    public void Read(Span<bool> takenJob)
    {
        var left = _capacity;
        for (var item = Count - 1; item >= 0; item--)
        {
            if (Row(_forward, item + 1)[left] == Row(_forward, item)[left])
                continue;
            takenJob[_job[item]] = true;
            left -= _weight[item];
        }
    }

    /// <summary>Fills the backward table; the forward table must be there.</summary>
    public void SolveBackward()
    {
        Grow(ref _backward);
        Row(_backward, Count).Clear();
        for (var item = Count - 1; item >= 0; item--)
        {
            var from = Row(_backward, item + 1);
            var to = Row(_backward, item);
            var weight = _weight[item];
            from[(Width - weight)..].CopyTo(to[(Width - weight)..]);
            Better(from[..(Width - weight)], from[weight..], _profit[item], to[..(Width - weight)]);
        }
    }

    /// <summary>The largest profit without an item.</summary>
    public double Without(int item) => LargestSum(Row(_forward, item), Row(_backward, item + 1));

    /// <summary>The largest profit with an item.</summary>
    public double With(int item)
    {
        var weight = _weight[item];
        return _profit[item] + LargestSum(Row(_forward, item)[..(Width - weight)], Row(_backward, item + 1)[weight..]);
    }

    /// <summary>The largest profit of the items when something else takes part of the capacity.</summary>
    public double Beside(int weight) => Row(_forward, Count)[_capacity - weight];

    private Span<double> Row(double[] table, int row) => table.AsSpan(row * Width, Width);

    private void Grow(ref double[] table)
    {
        if (table.Length < (Count + 1) * Width)
            table = new double[(Count + 1) * Width];
    }

    /// <summary><c>result = max(stay, shifted + profit)</c>.</summary>
    private static void Better(ReadOnlySpan<double> stay, ReadOnlySpan<double> shifted, double profit, Span<double> result)
    {
        var stays = MemoryMarshal.Cast<double, Vector<double>>(stay);
        var shifts = MemoryMarshal.Cast<double, Vector<double>>(shifted);
        var results = MemoryMarshal.Cast<double, Vector<double>>(result);
        var gain = new Vector<double>(profit);
        for (var i = 0; i < results.Length; i++)
            results[i] = Vector.Max(stays[i], shifts[i] + gain);
        for (var i = results.Length * Vector<double>.Count; i < result.Length; i++)
            result[i] = Math.Max(stay[i], shifted[i] + profit);
    }

    private static double LargestSum(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var firsts = MemoryMarshal.Cast<double, Vector<double>>(first);
        var seconds = MemoryMarshal.Cast<double, Vector<double>>(second);
        var best = double.NegativeInfinity;
        if (firsts.Length > 0)
        {
            var widest = firsts[0] + seconds[0];
            for (var i = 1; i < firsts.Length; i++)
                widest = Vector.Max(widest, firsts[i] + seconds[i]);
            for (var lane = 0; lane < Vector<double>.Count; lane++)
                best = Math.Max(best, widest[lane]);
        }

        for (var i = firsts.Length * Vector<double>.Count; i < first.Length; i++)
            best = Math.Max(best, first[i] + second[i]);
        return best;
    }
}
