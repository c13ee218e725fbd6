namespace PlanningEngine.Planning.Quality;

/// <summary>One thing that a rule found.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Severity">How grave it is under the options in force.</param>
/// <param name="File">File of the row; empty when it concerns no single row.</param>
/// <param name="Line">Line of the row; 0 when it concerns no single row.</param>
/// <param name="Subject">Key of the row, code or series concerned.</param>
/// <param name="Column">Column concerned; empty when none.</param>
/// <param name="Value">Value found; empty when none.</param>
/// <param name="Reason">A sentence for people, with a way out.</param>
public sealed record Finding(string Rule, Severity Severity, string File, int Line, string Subject, string Column, string Value, string Reason);

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>The rule is not applied.</summary>
    Off,

    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Loads, and is reported.</summary>
    Warning,

    /// <summary>Rejects the load.</summary>
    Error,
}
