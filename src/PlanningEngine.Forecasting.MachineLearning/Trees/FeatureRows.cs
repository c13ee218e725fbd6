using System.Runtime.InteropServices;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>
/// Rows of features one behind the other, as the library reads them, so that no copy is made for it. They are the largest part of a training and outside the collected heap, which would keep them
/// long after: dispose them.
/// </summary>
internal sealed unsafe class FeatureRows : IDisposable
{
    private float* _cells;

    /// <summary>Takes room.</summary>
    /// <param name="width">Features in a row.</param>
    /// <param name="most">Most rows there can be.</param>
    internal FeatureRows(int width, int most)
    {
        (Width, Most) = (width, most);
        _cells = (float*)NativeMemory.AllocZeroed((nuint)checked(width * Math.Max(1, most)), sizeof(float));
    }

    /// <summary>Frees what was never disposed.</summary>
    ~FeatureRows() => Free();

    /// <summary>Number of rows.</summary>
    internal int Count { get; private set; }

    /// <summary>Features in a row.</summary>
    internal int Width { get; }

    private int Most { get; }

    /// <summary>All rows.</summary>
    internal ReadOnlySpan<float> Cells => Within(0, Count);

    /// <summary>A row.</summary>
    internal Span<float> this[int row] => Within(row, 1);

    /// <summary>A further row of zeros.</summary>
    internal Span<float> Add() => this[Count++];

    /// <inheritdoc />
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private Span<float> Within(int row, int count)
    {
        ObjectDisposedException.ThrowIf(_cells is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)row + (uint)count, (uint)Most, nameof(row));
        return new Span<float>(_cells + ((long)row * Width), count * Width);
    }

    private void Free()
    {
        NativeMemory.Free(_cells);
        _cells = null;
    }
}
