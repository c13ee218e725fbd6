using System.Runtime.InteropServices;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Numerics;

/// <summary>Vectors that start on a cache line: without that, each load and store touches two lines and a value just stored cannot be handed on to the next load.</summary>
internal sealed class LaneBuffer
{
    private const int Width = 8;
    private readonly double[] _values;
    private readonly int _offset;
    private readonly int _length;

    /// <summary>Room for vectors, all zero.</summary>
    internal LaneBuffer(int length)
    {
        _values = GC.AllocateArray<double>((length + 1) * Width, pinned: true);
        _length = length;
        _offset = (int)((64 - Marshal.UnsafeAddrOfPinnedArrayElement(_values, 0) % 64) % 64 / sizeof(double));
    }

    /// <summary>The vectors.</summary>
    internal Span<Lanes> Span => MemoryMarshal.Cast<double, Lanes>(_values.AsSpan(_offset, _length * Width));
}
