namespace PlanningEngine.Forecasting.MachineLearning.Estimators;

/// <summary>Names of the columns that hold series in long form.</summary>
/// <param name="SeriesId">Which series a row belongs to: text.</param>
/// <param name="Value">The observation: single or double; NaN is unknown.</param>
/// <param name="Time">What orders the rows of a series: a number or a date; its distances play no part. Null: rows stand in time order.</param>
public sealed record SeriesColumns(string SeriesId, string Value, string? Time = null)
{
    /// <summary>What moves demand and is known ahead. With any, the rows of a series after its last known value are its future, and must reach as far as the horizon. Default: none.</summary>
    public IReadOnlyList<RegressorColumn> Regressors { get; init; } = [];

    /// <summary>Names of text columns that say what a series is, such as its product group: the same in all its rows. Global models learn from them. Default: none.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];
}

/// <summary>A column of a regressor: a number in every row, history and future.</summary>
/// <param name="Name">Name of the column, and of the regressor.</param>
/// <param name="Form">How demand depends on it. Default: by a factor per unit.</param>
public sealed record RegressorColumn(string Name, RegressorForm Form = RegressorForm.Linear);

/// <summary>One step of a forecast, as transformers give it.</summary>
public sealed class ForecastRow
{
    /// <summary>The series, in the order of their first rows.</summary>
    public string SeriesId { get; set; } = "";

    /// <summary>Step ahead, from 1.</summary>
    public int Step { get; set; }

    /// <summary>Expectation.</summary>
    public double Mean { get; set; }

    /// <summary>Quantiles at the levels of the request.</summary>
    public double[] Quantiles { get; set; } = [];

    /// <summary>Method or combination that answered.</summary>
    public string Method { get; set; } = "";

    /// <summary>What was filled, treated, left out or fallen back to for the series, and why, and which values look like outliers; the same in all its rows, empty for nothing.</summary>
    public string Notes { get; set; } = "";
}
