using PlanningEngine.Data.Plans;

namespace PlanningEngine.Data.Reporting;

/// <summary>What is said about a set by hand; the rest comes from the entity, its documentation and the database model.</summary>
internal sealed record ReportingSetDefinition(string Name, Type Entity, ReportingVisibility Visibility)
{
    /// <summary>The kind of plan that the set's versions belong to.</summary>
    public PlanKind PlanKind { get; init; }

    /// <summary>Properties whose sum over all rows means something.</summary>
    public string[] Additive { get; init; } = [];

    /// <summary>The key's public name, where two sets show one table.</summary>
    public string? KeyName { get; init; }

    /// <summary>What a row is, where the entity's own words do not fit.</summary>
    public string? Description { get; init; }
}
