using System.Globalization;
using System.Text;
using PlanningEngine.Data.Reporting;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>The rows of a set that a reader may see, with the rows they point to joined on demand.</summary>
internal sealed class SetRelation : Relation
{
    private const string Root = "t";
    private readonly SqlDialect _dialect;
    private readonly RowVisibility _visibility;
    private readonly StringBuilder _from = new();
    private readonly Dictionary<string, (ReportingSet Set, string Alias)> _joins = new(StringComparer.Ordinal);

    public SetRelation(ReportingSet set, SqlDialect dialect, RowVisibility visibility)
    {
        Set = set;
        _dialect = dialect;
        _visibility = visibility;
        _from.Append(dialect.Quote(set.Table)).Append(" AS " + Root);
        _joins.Add("", (set, Root));
        Conditions.AddRange(visibility.Conditions(set, Root));
    }

    public ReportingSet Set { get; }

    public override string From => _from.ToString();

    /// <summary>True once a condition restricts the date: reading in date order then follows the index.</summary>
    public bool IsDateRestricted { get; set; }

    public SqlTerm Key => TermOf(Set.Key, Root, false);

    /// <summary>A column of the set or of a row it points to.</summary>
    /// <param name="navigation">Path of navigations, such as Account/Territory; empty for the set itself.</param>
    /// <param name="column">The column.</param>
    public SqlTerm TermOf(string navigation, ReportingColumn column) =>
        TermOf(column, JoinOf(navigation).Alias, navigation.Length > 0);

    /// <summary>The set that a path of navigations leads to; joins it.</summary>
    public ReportingSet SetOf(string navigation) => JoinOf(navigation).Set;

    protected override SqlTerm? FindOwn(string path)
    {
        var slash = path.LastIndexOf('/');
        var navigation = slash < 0 ? "" : path[..slash];
        var (set, alias) = JoinOf(navigation);
        return set.FindColumn(path[(slash + 1)..]) is { } column ? TermOf(column, alias, slash >= 0) : null;
    }

    private SqlTerm TermOf(ReportingColumn column, string alias, bool isJoined) =>
        new($"{alias}.{_dialect.Quote(column.SqlName)}", column.Type, column.IsNullable || isJoined)
        {
            Labelled = column.Labels.Count > 0 ? column : null,
            Column = isJoined ? null : column,
        };

    private (ReportingSet Set, string Alias) JoinOf(string navigation)
    {
        if (_joins.TryGetValue(navigation, out var known))
            return known;
        var slash = navigation.LastIndexOf('/');
        var (from, fromAlias) = JoinOf(slash < 0 ? "" : navigation[..slash]);
        var way = from.FindNavigation(navigation[(slash + 1)..])
            ?? throw new ArgumentException($"The set ({from.Name}) has no navigation ({navigation}).", nameof(navigation));
        var alias = string.Create(CultureInfo.InvariantCulture, $"{Root}{_joins.Count}");
        _from.Append(" LEFT JOIN ").Append(_dialect.Quote(way.Target.Table)).Append(" AS ").Append(alias)
            .Append(" ON ").Append(alias).Append('.').Append(_dialect.Quote(way.Target.Key.SqlName))
            .Append(" = ").Append(fromAlias).Append('.').Append(_dialect.Quote(way.ForeignKey.SqlName));
        foreach (var condition in _visibility.Conditions(way.Target, alias))
            _from.Append(" AND ").Append(condition);
        var join = (way.Target, alias);
        _joins.Add(navigation, join);
        return join;
    }
}
