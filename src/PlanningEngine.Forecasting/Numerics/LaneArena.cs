using System.Runtime.InteropServices;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Numerics;

/// <summary>
/// Room for vectors that start on a cache line (without that, every load and store touches two lines, and a value just stored cannot be handed to the next load). It is taken piece by piece,
/// given back all at once, and kept by its thread for the next model, so that fitting allocates nothing.
/// </summary>
internal sealed class LaneArena : IDisposable
{
    private const int Width = 8;
    private const int FirstCapacity = 4096;

    [ThreadStatic]
    private static LaneArena? _kept;

    private double[] _values = [];
    private int _start;
    private int _used;
    private int _capacity;

    private LaneArena() => Grow(FirstCapacity);

    /// <summary>How much is taken; give it to <see cref="Release"/> to free what was taken later.</summary>
    internal (double[] Values, int Used) Mark => (_values, _used);

    /// <summary>An empty arena; dispose it on the same thread.</summary>
    internal static LaneArena Rent()
    {
        var arena = _kept ?? new LaneArena();
        _kept = null;
        return arena;
    }

    /// <summary>Takes zeroed room.</summary>
    /// <param name="length">Number of vectors.</param>
    internal LaneBuffer Take(int length)
    {
        if (_used + length > _capacity)
            Grow(Math.Max(2 * _capacity, length));
        var buffer = new LaneBuffer(_values, _start + _used * Width, length);
        _used += length;
        buffer.Span.Clear();
        return buffer;
    }

    /// <summary>Frees what was taken after a mark; room that grew meanwhile stays.</summary>
    internal void Release((double[] Values, int Used) mark) => _used = mark.Values == _values ? mark.Used : 0;

    /// <inheritdoc />
    public void Dispose()
    {
        _used = 0;
        _kept = this;
    }

    /// <summary>Goes on in a larger array; buffers taken before keep the old one.</summary>
    private void Grow(int capacity)
    {
        _values = GC.AllocateUninitializedArray<double>((capacity + 1) * Width, pinned: true);
        _start = (int)((64 - Marshal.UnsafeAddrOfPinnedArrayElement(_values, 0) % 64) % 64 / sizeof(double));
        (_used, _capacity) = (0, capacity);
    }
}

/// <summary>Vectors of an arena.</summary>
/// <param name="Values">Where they stand.</param>
/// <param name="Start">First value.</param>
/// <param name="Length">Number of vectors.</param>
internal readonly record struct LaneBuffer(double[] Values, int Start, int Length)
{
    /// <summary>The vectors.</summary>
    internal Span<Lanes> Span => MemoryMarshal.Cast<double, Lanes>(Values.AsSpan(Start, Length * 8));
}
