using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PlanningEngine.Allocation.Networks;

/// <summary>Finds the arc that enters the basis: block search over the arcs in their order, several at a time with vector instructions.</summary>
/// <remarks>
/// Block search (Grigoriadis, "An efficient implementation of the network simplex method", Mathematical Programming Study 26, 1986): the best arc of the
/// next block that holds one enters, and the search goes on from there. Arcs of one tail that stand together share its potential; where their heads are also
/// consecutive nodes, as in a dense transport problem, head potentials are read in one go, otherwise they are gathered. The vector and the scalar path
/// choose the same arc: the smallest reduced cost, the first among equals.
/// </remarks>
internal sealed unsafe class ArcPricing<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const int SmallestBlock = 64;
    private const int BlockFactor = 2;
    private const int LongestSegment = 1024;
    private const int ShortestRun = 32;

    private readonly FlowNetwork _network;
    private readonly T[] _cost;
    private readonly sbyte[] _state;
    private readonly T* _potential;
    private readonly Segment[] _segments;
    private readonly int _blockSize;
    private int _next;

    /// <param name="network">The arcs.</param>
    /// <param name="cost">Their costs.</param>
    /// <param name="state">1 at flow 0, -1 at capacity; arcs in the tree have reduced cost 0 whatever it says.</param>
    /// <param name="potential">Node potentials, in pinned memory.</param>
    /// <param name="sameArcs">Pricing over the same arcs, whose segments are taken over; null cuts them.</param>
    public ArcPricing(FlowNetwork network, T[] cost, sbyte[] state, T[] potential, ArcPricing<T>? sameArcs)
    {
        (_network, _cost, _state) = (network, cost, state);
        _potential = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(potential));
        _segments = sameArcs is null ? Cut(network) : Array.ConvertAll(sameArcs._segments, segment => segment with { AtUpper = 0 });
        _blockSize = Math.Max(SmallestBlock, (int)(BlockFactor * Math.Sqrt(network.ArcCount)));
    }

    private enum Shape
    {
        /// <summary>Tails differ.</summary>
        Mixed,

        /// <summary>One tail.</summary>
        OneTail,

        /// <summary>One tail, and heads that are consecutive nodes.</summary>
        Row,
    }

    /// <summary>The entering arc, -1 when no arc can improve the flow.</summary>
    public int FindEntering()
    {
        var best = T.Zero;
        var bestArc = -1;
        var scanned = 0;
        for (var i = 0; i < _segments.Length; i++)
        {
            ref readonly var segment = ref _segments[_next];
            _next = _next + 1 == _segments.Length ? 0 : _next + 1;
            Search(in segment, ref best, ref bestArc);
            scanned += segment.Length;
            if (scanned >= _blockSize)
            {
                if (bestArc >= 0)
                    return bestArc;
                scanned = 0;
            }
        }

        return bestArc;
    }

    /// <summary>Counts the arcs at their capacity: a stretch without any is priced without looking.</summary>
    public void CountAtUpper(int arc, int change)
    {
        int low = 0, high = _segments.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (_segments[middle].Start <= arc)
                low = middle;
            else
                high = middle - 1;
        }

        _segments[low].AtUpper += change;
    }

    private void Search(ref readonly Segment segment, ref T best, ref int bestArc)
    {
        var done = Avx2.IsSupported ? segment.Length & ~(Vector256<T>.Count - 1) : 0;
        if (done > 0)
            SearchVectors(in segment, done, ref best, ref bestArc);
        int[] from = _network.From, to = _network.To;
        for (var arc = segment.Start + done; arc < segment.Start + segment.Length; arc++)
        {
            var value = _cost[arc] + _potential[from[arc]] - _potential[to[arc]];
            if (_state[arc] < 0)
                value = -value;
            if (value < best)
            {
                best = value;
                bestArc = arc;
            }
        }
    }

    private void SearchVectors(ref readonly Segment segment, int length, ref T best, ref int bestArc)
    {
        var count = (nuint)length;
        ref var cost = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_cost), segment.Start);
        ref var from = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_network.From), segment.Start);
        ref var to = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_network.To), segment.Start);
        ref var state = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_state), segment.Start);
        var signed = segment.AtUpper > 0;
        var tail = Vector256.Create(_potential[from]);
        var least = Vector256.Create(best);
        var leastAt = Vector256<T>.Zero;
        var at = Vector256<T>.Indices;
        var step = Vector256.Create(T.CreateTruncating(Vector256<T>.Count));
        switch (segment.Shape)
        {
            case Shape.Row when !signed:
                ref var head = ref *(_potential + to);
                for (nuint i = 0; i < count; i += (nuint)Vector256<T>.Count)
                    Keep(Vector256.LoadUnsafe(ref cost, i) + tail - Vector256.LoadUnsafe(ref head, i), ref least, ref leastAt, ref at, step);
                break;
            case Shape.Row or Shape.OneTail when !signed:
                for (nuint i = 0; i < count; i += (nuint)Vector256<T>.Count)
                    Keep(Vector256.LoadUnsafe(ref cost, i) + tail - Gather(ref Unsafe.Add(ref to, i)), ref least, ref leastAt, ref at, step);
                break;
            default:
                for (nuint i = 0; i < count; i += (nuint)Vector256<T>.Count)
                {
                    var reduced = Vector256.LoadUnsafe(ref cost, i) + Gather(ref Unsafe.Add(ref from, i)) - Gather(ref Unsafe.Add(ref to, i));
                    Keep(signed ? Flip(reduced, ref Unsafe.Add(ref state, i)) : reduced, ref least, ref leastAt, ref at, step);
                }

                break;
        }

        if (!Vector256.LessThanAny(least, Vector256.Create(best)))
            return;
        var first = -1;
        for (var lane = 0; lane < Vector256<T>.Count; lane++)
        {
            var position = int.CreateTruncating(leastAt[lane]);
            if (least[lane] < best || (first >= 0 && least[lane] == best && position < first))
                (best, first) = (least[lane], position);
        }

        bestArc = segment.Start + first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector256<T> value, ref Vector256<T> least, ref Vector256<T> leastAt, ref Vector256<T> at, Vector256<T> step)
    {
        leastAt = Vector256.ConditionalSelect(Vector256.LessThan(value, least), at, leastAt);
        least = Vector256.Min(value, least);
        at += step;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<T> Gather(ref int nodes) => typeof(T) == typeof(int)
        ? Avx2.GatherVector256((int*)_potential, Vector256.LoadUnsafe(ref nodes), sizeof(int)).As<int, T>()
        : Avx2.GatherVector256((long*)_potential, Vector128.LoadUnsafe(ref nodes), sizeof(long)).As<long, T>();

    /// <summary>Negates the reduced costs of arcs at their capacity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Flip(Vector256<T> value, ref sbyte state)
    {
        var atUpper = typeof(T) == typeof(int)
            ? (Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref state))).AsSByte()) >> 31).As<int, T>()
            : (Avx2.ConvertToVector256Int64(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<int>(ref Unsafe.As<sbyte, byte>(ref state))).AsSByte()) >> 63).As<long, T>();
        return (value ^ atUpper) - atUpper;
    }

    /// <summary>Cuts the arcs where tails or heads stop following a pattern, and at the longest length.</summary>
    private static Segment[] Cut(FlowNetwork network)
    {
        var segments = new List<Segment>(network.NodeCount);
        int[] from = network.From, to = network.To;
        int start = 0, mixed = 0;
        while (start < from.Length)
        {
            var end = start + 1;
            while (end < from.Length && end - start < LongestSegment && from[end] == from[start])
                end++;
            var row = start + 1;
            while (row < end && to[row] == to[row - 1] + 1)
                row++;
            var isRow = row - start >= ShortestRun;
            end = isRow ? row : end;
            if (end - start >= ShortestRun)
            {
                AddMixed(start);
                segments.Add(new Segment { Start = start, Length = end - start, Shape = isRow ? Shape.Row : Shape.OneTail });
                mixed = end;
            }
            else if (end - mixed >= LongestSegment)
            {
                AddMixed(end);
            }

            start = end;
        }

        AddMixed(start);
        return [.. segments];

        void AddMixed(int end)
        {
            if (end > mixed)
                segments.Add(new Segment { Start = mixed, Length = end - mixed, Shape = Shape.Mixed });
            mixed = end;
        }
    }

    private struct Segment
    {
        public int Start;
        public int Length;
        public int AtUpper;
        public Shape Shape;
    }
}
