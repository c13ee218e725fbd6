namespace PlanningEngine.Forecasting.MachineLearning.Estimators;

/// <summary>Names of the columns that hold series in long form.</summary>
/// <param name="SeriesId">Which series a row belongs to: text.</param>
/// <param name="Value">The observation: single or double; NaN is unknown.</param>
/// <param name="Time">What orders the rows of a series: a number or a date; its distances play no part. Null: rows stand in time order.</param>
public sealed record SeriesColumns(string SeriesId, string Value, string? Time = null);

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
}
