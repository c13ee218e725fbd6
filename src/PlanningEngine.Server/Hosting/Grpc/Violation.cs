namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">Path of the field, such as <c>series[3].values</c>.</param>
/// <param name="Code">What is wrong, in kebab-case, such as <c>not-positive</c>.</param>
/// <param name="Message">What is wrong in words, with names and values, and what to do.</param>
public sealed record Violation(string Field, string Code, string Message);

/// <summary>Bad input: holds every violation, so that a caller mends all at once. Answered as INVALID_ARGUMENT.</summary>
public sealed class ViolationException(IReadOnlyList<Violation> violations)
    : Exception(violations.Count == 1 ? violations[0].Message : $"The request has {violations.Count} violations: {violations[0].Message}")
{
    /// <summary>All that is wrong; never empty.</summary>
    public IReadOnlyList<Violation> Violations { get; } = violations;
}

/// <summary>Collects violations while a request is checked.</summary>
public sealed class Violations
{
    private readonly List<Violation> _found = [];

    /// <summary>True when something is wrong already.</summary>
    public bool Any => _found.Count > 0;

    /// <summary>Adds a violation where a condition does not hold.</summary>
    /// <returns>The condition.</returns>
    public bool Require(bool condition, string field, string code, string message)
    {
        if (!condition)
            _found.Add(new Violation(field, code, message));
        return condition;
    }

    /// <summary>Reads a required UUID.</summary>
    public Guid RequestId(string text, string field = "request_id")
    {
        var read = Guid.TryParse(text, out var id) && id != Guid.Empty;
        Require(read, field, "not-a-uuid", $"The {field} ({text}) must be a UUID that names this mutation. Maybe send a new random UUID, and the same one when you repeat the call.");
        return id;
    }

    /// <summary>Throws when something is wrong.</summary>
    /// <exception cref="ViolationException">There are violations.</exception>
    public void ThrowIfAny()
    {
        if (Any)
            throw new ViolationException(_found);
    }
}
