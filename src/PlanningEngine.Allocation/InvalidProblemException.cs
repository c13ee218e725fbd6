namespace PlanningEngine.Allocation;

/// <summary>The input of a problem breaks rules; holds all of the violations, not the first one.</summary>
public sealed class InvalidProblemException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="violations">All violations; at least one.</param>
    /// <exception cref="ArgumentException">There is no violation.</exception>
    public InvalidProblemException(IReadOnlyList<Violation> violations)
        : base(Describe(violations))
    {
        Violations = violations;
    }

    /// <summary>All violations, in the order of the input.</summary>
    public IReadOnlyList<Violation> Violations { get; }

    private static string Describe(IReadOnlyList<Violation> violations)
    {
        ArgumentNullException.ThrowIfNull(violations);
        if (violations.Count == 0)
            throw new ArgumentException("An invalid problem has at least one violation.", nameof(violations));
        return string.Join(Environment.NewLine, violations.Select(violation => violation.Message));
    }
}
