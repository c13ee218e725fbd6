namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>Rows of features one behind the other, as the library reads them, so that no copy is made for it.</summary>
/// <param name="width">Features in a row.</param>
/// <param name="most">Most rows there can be.</param>
internal sealed class FeatureRows(int width, int most)
{
    private readonly float[] _cells = new float[checked(width * most)];

    /// <summary>Number of rows.</summary>
    internal int Count { get; private set; }

    /// <summary>Features in a row.</summary>
    internal int Width => width;

    /// <summary>All rows.</summary>
    internal ReadOnlySpan<float> Cells => _cells.AsSpan(0, Count * width);

    /// <summary>A row.</summary>
    internal Span<float> this[int row] => _cells.AsSpan(row * width, width);

    /// <summary>A further row of zeros.</summary>
    internal Span<float> Add() => this[Count++];
}
