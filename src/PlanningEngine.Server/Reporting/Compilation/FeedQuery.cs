using Microsoft.OData;
using Microsoft.OData.UriParser;
using Microsoft.OData.UriParser.Aggregation;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Metadata;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>A read of a set as parsed from the URL, not yet SQL.</summary>
internal sealed record FeedQuery
{
    private static readonly string[] KnownTransformations =
        ["topcount", "bottomcount", "topsum", "bottomsum", "toppercent", "bottompercent", "concat", "identity", "search", "expand", "join", "outerjoin",
         "nest", "addnested", "orderby", "top", "skip", "ancestors", "descendants", "traverse", "rollup"];

    public required ReportingSet Set { get; init; }

    /// <summary>The one row asked for; null for a collection.</summary>
    public long? Key { get; init; }

    public FilterClause? Filter { get; init; }

    public OrderByClause? OrderBy { get; init; }

    public SelectExpandClause? SelectExpand { get; init; }

    public ApplyClause? Apply { get; init; }

    public ComputeClause? Compute { get; init; }

    public long? Top { get; init; }

    public long? Skip { get; init; }

    /// <summary>True where $count=true.</summary>
    public bool WithCount { get; init; }

    public IDictionary<string, SingleValueNode> Aliases { get; init; } = new Dictionary<string, SingleValueNode>();

    /// <summary>Parses the options of a request.</summary>
    /// <exception cref="FeedException">400 or 501 with the reason.</exception>
    public static FeedQuery Parse(FeedModel model, ReportingSet set, long? key, QueryText text, ReportingOptions limits)
    {
        var edmSet = model.SetOf(set);
        var parser = new ODataQueryOptionParser(model.Edm, edmSet.EntityType, edmSet, text.Options) { Resolver = new PromotingResolver() };
        parser.Settings.MaximumExpansionDepth = limits.MaxExpandDepth;
        try
        {
            var apply = parser.ParseApply();
            var compute = parser.ParseCompute();
            return new()
            {
                Set = set,
                Key = key,
                Apply = apply,
                Compute = compute,
                Filter = parser.ParseFilter(),
                OrderBy = parser.ParseOrderBy(),
                SelectExpand = parser.ParseSelectAndExpand(),
                Top = parser.ParseTop(),
                Skip = parser.ParseSkip(),
                WithCount = parser.ParseCount() ?? false,
                Aliases = parser.ParameterAliasNodes,
            };
        }
        catch (ODataException e)
        {
            throw Refusal(e, text);
        }
        catch (Exception e) when (e is OverflowException or FormatException or InvalidCastException or ArgumentException or NullReferenceException)
        {
            // The parser lets some malformed literals escape as these.
            throw FeedException.BadRequest("BadQuery", "The query cannot be read. Maybe check literals: texts in single quotes, dates as 2026-05-01T00:00:00Z.");
        }
    }

    private static FeedException Refusal(ODataException e, QueryText text)
    {
        if (text.Options.TryGetValue("$apply", out var apply))
        {
            var unquoted = string.Concat(apply.Split('\'').Where((_, i) => i % 2 == 0));
            var steps = unquoted.Split('/', ',', '(', ')').Select(s => s.Trim()).ToArray();
            if (e.Message.Contains("'aggregate|filter|groupby|compute|expand' expected", StringComparison.Ordinal) || steps.Contains("rollup"))
            {
                if (KnownTransformations.FirstOrDefault(k => steps.Contains(k)) is { } known)
                    return ApplyCompiler.NotOffered(known);
            }
        }

        if (e.Message.Contains("must evaluate to a property access value", StringComparison.Ordinal))
            return FeedException.BadRequest("UnknownName", $"{e.Message} Maybe the step before neither grouped by that name nor aggregated it; after a compute, group by its names only.");
        if (e.Message.Contains("$levels", StringComparison.Ordinal))
            return FeedException.NotImplemented("OptionNotOffered", "The option ($levels) is not offered. Maybe expand the navigation by name.");
        var advice = e.Message.StartsWith("Could not find a property", StringComparison.Ordinal) ? " Maybe look at $metadata: names are case-sensitive." : "";
        return FeedException.BadRequest("BadQuery", e.Message + advice);
    }
}
