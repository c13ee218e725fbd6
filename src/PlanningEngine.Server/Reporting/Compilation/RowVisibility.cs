using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Reporting;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>
/// Which rows of any set a reader sees: the snapshot's and the scope's. The only place where these conditions are made;
/// every set and every join of a statement passes through it.
/// </summary>
internal sealed class RowVisibility(FeedSnapshot snapshot, TerritoryScope scope, SqlDialect dialect, SqlParameters parameters)
{
    private string? _ranges;

    public IEnumerable<string> Conditions(ReportingSet set, string alias)
    {
        foreach (var condition in SnapshotConditions(set, alias))
            yield return condition;
        if (ScopeCondition(set, alias) is { } inside)
            yield return inside;
    }

    private IEnumerable<string> SnapshotConditions(ReportingSet set, string alias)
    {
        switch (set.Visibility)
        {
            case ReportingVisibility.VersionedFact:
                var commit = parameters.Add(snapshot.Commit, ReportingType.Whole32);
                yield return $"{Column(alias, nameof(VersionedFact.KnownFrom))} <= {commit}";
                yield return $"{Column(alias, nameof(VersionedFact.KnownTo))} > {commit}";
                break;
            case ReportingVisibility.PublishedFact:
                // Key 0 is the Unknown version, which holds nothing.
                var version = snapshot.Version == 0 ? -1 : snapshot.Version;
                yield return $"{Column(alias, nameof(PublishedFact.PlanVersionKey))} = {parameters.Add(version, ReportingType.Whole32)}";
                break;
            case ReportingVisibility.PublishedHistory:
                yield return HistoryCondition(set, alias);
                break;
            default:
                break;
        }
    }

    private string HistoryCondition(ReportingSet set, string alias) =>
        $"{Column(alias, nameof(PublishedFact.PlanVersionKey))} IN (SELECT v.{Quote("PlanVersionKey")} FROM {Quote("PlanVersions")} AS v"
        + $" JOIN {Quote("Plans")} AS p ON p.{Quote("PlanKey")} = v.{Quote("PlanKey")}"
        + $" WHERE p.{Quote("IsDefault")} = 1 AND p.{Quote("Kind")} = {parameters.Add((int)set.PlanKind, ReportingType.Whole32)}"
        + $" AND v.{Quote("ScenarioKey")} = {parameters.Add(Scenario.BaseKey, ReportingType.Whole32)}"
        + $" AND v.{Quote("Status")} IN ({(int)PlanVersionStatus.Published}, {(int)PlanVersionStatus.Superseded})"
        + $" AND v.{Quote("PlanVersionKey")} <= {parameters.Add(snapshot.Version, ReportingType.Whole32)})";

    private string? ScopeCondition(ReportingSet set, string alias)
    {
        if (scope.IsAll)
            return null;
        var isMember = set.Visibility == ReportingVisibility.Dimension;
        if (scope.IsNone || set.Visibility == ReportingVisibility.Operations)
            return "1 = 0";
        // The territory tree itself, and members that belong to no territory, are no secret.
        if (set.FindColumn("TerritoryKey") is not { } territory || territory == set.Key)
            return isMember ? null : "1 = 0";
        var column = Column(alias, territory.SqlName);
        var inside = $"{column} IN (SELECT r.{Quote("TerritoryKey")} FROM {Quote("Territories")} AS r WHERE {Ranges()})";
        return isMember ? $"({column} = 0 OR {inside})" : inside;
    }

    private string Ranges() => _ranges ??= string.Join(" OR ", scope.Ranges.Select(range =>
        $"r.{Quote("PreorderFirst")} BETWEEN {parameters.Add(range.First, ReportingType.Whole32)} AND {parameters.Add(range.Last, ReportingType.Whole32)}"));

    private string Column(string alias, string name) => $"{alias}.{Quote(name)}";

    private string Quote(string name) => dialect.Quote(name);
}
