using PlanningEngine.Data.Plans;

namespace PlanningEngine.Data.Reporting;

/// <summary>A flat read model: a table, the columns of it that readers see, and which of its rows.</summary>
public sealed class ReportingSet
{
    private readonly Dictionary<string, ReportingColumn> _columns;
    private readonly Dictionary<string, ReportingNavigation> _navigations = new(StringComparer.Ordinal);
    private readonly List<ReportingNavigation> _inOrder = [];

    internal ReportingSet(string name, string table, IReadOnlyList<ReportingColumn> columns)
    {
        Name = name;
        Table = table;
        Columns = columns;
        _columns = columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    /// <summary>The public name, such as Sales.</summary>
    public string Name { get; }

    /// <summary>The name of one row, such as Sale: the key's name without "Key".</summary>
    public string EntityName => Key.Name[..^"Key".Length];

    /// <summary>The table.</summary>
    public string Table { get; }

    /// <summary>What a row is.</summary>
    public required string Description { get; init; }

    /// <summary>Which rows are shown.</summary>
    public required ReportingVisibility Visibility { get; init; }

    /// <summary>The kind of plan whose default version is shown; None where the set is not about plans.</summary>
    public PlanKind PlanKind { get; init; }

    /// <summary>All columns, the key first.</summary>
    public IReadOnlyList<ReportingColumn> Columns { get; }

    /// <summary>The key.</summary>
    public ReportingColumn Key => Columns[0];

    /// <summary>All ways to other sets.</summary>
    public IReadOnlyList<ReportingNavigation> Navigations => _inOrder;

    /// <summary>True for loaded and published facts.</summary>
    public bool IsFact => Visibility is ReportingVisibility.VersionedFact or ReportingVisibility.PublishedFact or ReportingVisibility.PublishedHistory;

    /// <summary>Finds a column by its public name.</summary>
    public ReportingColumn? FindColumn(string name) => _columns.GetValueOrDefault(name);

    /// <summary>Finds a way to another set by its public name.</summary>
    public ReportingNavigation? FindNavigation(string name) => _navigations.GetValueOrDefault(name);

    internal void Add(ReportingNavigation navigation)
    {
        _navigations.Add(navigation.Name, navigation);
        _inOrder.Add(navigation);
    }
}
