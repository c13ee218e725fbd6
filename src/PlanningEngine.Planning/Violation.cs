namespace PlanningEngine.Planning;

/// <summary>One thing wrong with an input. Results carry all of them at once.</summary>
/// <param name="Code">What rule was broken, kebab-case.</param>
/// <param name="Subject">What broke it, for example a territory code.</param>
/// <param name="Message">A sentence for people, with names and values and a way out.</param>
public sealed record Violation(string Code, string Subject, string Message);
