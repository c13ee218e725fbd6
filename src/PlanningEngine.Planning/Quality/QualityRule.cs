namespace PlanningEngine.Planning.Quality;

/// <summary>A data-quality rule.</summary>
/// <param name="Id">Stable id, kebab-case.</param>
/// <param name="DefaultSeverity">Severity unless the options say otherwise.</param>
/// <param name="Description">What the rule finds.</param>
public sealed record QualityRule(string Id, Severity DefaultSeverity, string Description);
