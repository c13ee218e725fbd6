using System.ComponentModel.DataAnnotations;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>Which library grows the trees.</summary>
public enum TreeEngine
{
    /// <summary>Native LightGBM; needs libgomp1. Falls back to <see cref="FastTree"/> where the library cannot be loaded.</summary>
    LightGbm,

    /// <summary>ML.NET's managed FastTree.</summary>
    FastTree,
}

/// <summary>How a global model is trained.</summary>
public sealed class GlobalTreesOptions
{
    /// <summary>Library. Default: LightGBM.</summary>
    public TreeEngine Engine { get; init; } = TreeEngine.LightGbm;

    /// <summary>Number of trees per cut-off. Default: 150.</summary>
    [Range(1, 10_000)]
    public int Trees { get; init; } = 150;

    /// <summary>Leaves per tree. Default: 31.</summary>
    [Range(2, 1_024)]
    public int Leaves { get; init; } = 31;

    /// <summary>Fewest rows in a leaf. Default: 40.</summary>
    [Range(1, 1_000_000)]
    public int RowsPerLeaf { get; init; } = 40;

    /// <summary>Learning rate. Default: 0.06.</summary>
    [Range(0.0001, 1)]
    public double LearningRate { get; init; } = 0.06;

    /// <summary>Most training rows per cut-off; beyond it rows are drawn by the seed. Default: 300,000.</summary>
    [Range(100, 100_000_000)]
    public int MostRows { get; init; } = 300_000;

    /// <summary>Threads of the training; 0 lets the library decide. The model is the same for any number. Default: 0.</summary>
    [Range(0, 1_024)]
    public int Threads { get; init; }

    /// <summary>Seed of the row sample and of the trees. Default: 0.</summary>
    public int Seed { get; init; }
}
