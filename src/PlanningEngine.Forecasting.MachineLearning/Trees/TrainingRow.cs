using Microsoft.ML.Data;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>One row as ML.NET reads it.</summary>
internal sealed class TrainingRow
{
    /// <summary>Features; the length is set by the schema.</summary>
    [VectorType]
    public float[] Features { get; set; } = [];

    /// <summary>What is learned: see <see cref="TreeLabels"/>.</summary>
    public float Label { get; set; }

    /// <summary>How much the row counts: large series more than small ones.</summary>
    public float Weight { get; set; } = 1;
}
