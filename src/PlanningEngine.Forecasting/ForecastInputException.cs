namespace PlanningEngine.Forecasting;

/// <summary>One thing that is wrong with an input.</summary>
/// <param name="Code">Stable code in capitals, such as <c>HORIZON_NOT_POSITIVE</c>.</param>
/// <param name="Subject">What it is about, usually the id of a series.</param>
/// <param name="Message">One or two sentences with names, values and a way out.</param>
public sealed record Violation(string Code, string Subject, string Message)
{
    /// <summary>The part of the subject that it is about, such as the name of a regressor; empty for all of it.</summary>
    public string Part { get; init; } = "";

    /// <summary>The value of that part that it is about, from 0; null where it is about no single one.</summary>
    public int? Index { get; init; }
}

/// <summary>Bad data: holds all violations of an input at once.</summary>
public sealed class ForecastInputException : Exception
{
    /// <summary>Creates the exception without violations.</summary>
    public ForecastInputException()
        : this("The forecast input cannot be used.") { }

    /// <summary>Creates the exception with a message and without violations.</summary>
    /// <param name="message">The message.</param>
    public ForecastInputException(string message)
        : base(message) => Violations = [];

    /// <summary>Creates the exception with a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public ForecastInputException(string message, Exception innerException)
        : base(message, innerException) => Violations = [];

    /// <summary>Creates the exception from its violations.</summary>
    /// <param name="violations">All violations, at least one.</param>
    public ForecastInputException(IReadOnlyList<Violation> violations)
        : base(string.Join(" ", (violations ?? throw new ArgumentNullException(nameof(violations))).Select(v => v.Message))) => Violations = violations;

    /// <summary>All violations, in the order they were found.</summary>
    public IReadOnlyList<Violation> Violations { get; }
}
