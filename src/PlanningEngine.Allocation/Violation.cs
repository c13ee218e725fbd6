namespace PlanningEngine.Allocation;

/// <summary>One thing that is wrong with an input.</summary>
/// <param name="Code">Stable upper-case name of the broken rule, for example <c>NEGATIVE</c>.</param>
/// <param name="Subject">What breaks it, for example <c>sources[B].Available</c>.</param>
/// <param name="Message">A sentence with names and values, then one that begins with "Maybe".</param>
public sealed record Violation(string Code, string Subject, string Message);
