using PlanningEngine.Data.Reporting;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>Rows that a step of a query works on: a FROM clause, what can be named in it, and conditions on it.</summary>
internal abstract class Relation
{
    private readonly Dictionary<string, SqlTerm> _computed = new(StringComparer.Ordinal);

    /// <summary>The text after FROM.</summary>
    public abstract string From { get; }

    /// <summary>Conditions that hold together.</summary>
    public List<string> Conditions { get; } = [];

    /// <summary>Names that were computed, in order.</summary>
    public List<string> ComputedNames { get; } = [];

    /// <summary>What a path such as Product/Level1 means here; null where it means nothing.</summary>
    public SqlTerm? Find(string path) => _computed.GetValueOrDefault(path) ?? FindOwn(path);

    /// <summary>Names an expression.</summary>
    public void Compute(string name, SqlTerm term)
    {
        _computed.Add(name, term);
        ComputedNames.Add(name);
    }

    /// <summary>FROM and WHERE.</summary>
    public string FromWhere() => Conditions.Count == 0 ? $" FROM {From}" : $" FROM {From} WHERE {string.Join(" AND ", Conditions)}";

    protected abstract SqlTerm? FindOwn(string path);
}

/// <summary>The result of an inner query.</summary>
internal sealed class DerivedRelation(string sql, string alias) : Relation
{
    private readonly Dictionary<string, SqlTerm> _columns = new(StringComparer.Ordinal);

    public override string From => $"({sql}) AS {alias}";

    /// <summary>Paths of the columns, in order.</summary>
    public List<string> Paths { get; } = [];

    /// <summary>The paths whose values together identify a row.</summary>
    public List<string> Identity { get; } = [];

    public void Add(string path, SqlTerm term)
    {
        _columns.Add(path, term);
        Paths.Add(path);
    }

    protected override SqlTerm? FindOwn(string path) => _columns.GetValueOrDefault(path);
}
