using Core = PlanningEngine.Allocation;

namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>Says on the wire what a validator of the allocation core found: fields in lower_snake_case, codes in kebab-case.</summary>
internal static class CoreViolations
{
    private const int LongestId = 128;

    /// <summary>Throws when something is wrong.</summary>
    /// <param name="found">What the core found.</param>
    /// <param name="ids">Ids of the request with the name of their list; each must have at most 128 characters.</param>
    /// <exception cref="ViolationException">There are violations.</exception>
    public static void ThrowIfAny(IReadOnlyList<Core.Violation> found, params IEnumerable<(string List, string Id)> ids)
    {
        ThrowIfAny(
        [
            .. ids.Where(item => item.Id.Length > LongestId).Select(item => new Violation($"{item.List}[{item.Id[..16]}...]", "too-long", $"The id ({item.Id[..16]}...) has {item.Id.Length} characters and must have at most {LongestId}. Maybe use a key.")),
            .. found.Select(Of),
        ]);
    }

    /// <summary>A violation of the core as one of the request: its subject becomes the path of a field.</summary>
    public static Violation Of(Core.Violation violation) => new(WireNames.Field(violation.Subject), violation.Code.ToLowerInvariant().Replace('_', '-'), violation.Message);

    /// <summary>Throws violations as they are, where there are any.</summary>
    /// <param name="violations">All that is wrong.</param>
    /// <exception cref="ViolationException">There are violations.</exception>
    public static void ThrowIfAny(List<Violation> violations)
    {
        if (violations.Count > 0)
            throw new ViolationException(violations);
    }
}
