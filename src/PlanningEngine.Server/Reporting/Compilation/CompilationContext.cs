using Microsoft.OData.UriParser;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>What one statement's parts share: dialect, values, limits, the snapshot and the request's parameter aliases.</summary>
internal sealed class CompilationContext(SqlDialect dialect, ReportingOptions limits, FeedSnapshot snapshot, TerritoryScope scope)
{
    private int _nodes;

    public SqlDialect Dialect { get; } = dialect;

    public SqlParameters Parameters { get; } = new();

    public FeedSnapshot Snapshot { get; } = snapshot;

    public ReportingOptions Limits { get; } = limits;

    /// <summary>Values of aliases such as @code.</summary>
    public IDictionary<string, SingleValueNode> Aliases { get; set; } = new Dictionary<string, SingleValueNode>();

    public RowVisibility Visibility() => new(Snapshot, scope, Dialect, Parameters);

    /// <summary>Counts a node of an expression.</summary>
    /// <exception cref="FeedException">400 when the request has too many or nests too deep.</exception>
    public void Enter(int depth)
    {
        if (++_nodes > Limits.MaxExpressionNodes)
            throw FeedException.BadRequest("TooComplex", $"The expressions hold more than {Limits.MaxExpressionNodes} parts. Maybe filter a range (ge and lt) instead of listing keys.");
        if (depth > Limits.MaxExpressionDepth)
            throw FeedException.BadRequest("TooDeep", $"The expressions nest deeper than {Limits.MaxExpressionDepth}. Maybe use \"in\" instead of many \"or\".");
    }
}
