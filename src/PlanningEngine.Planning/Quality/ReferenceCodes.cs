using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quality;

/// <summary>The codes that rows may refer to: those in the store, to which a load adds its own. Compared ordinally.</summary>
public sealed class ReferenceCodes
{
    private const char LevelSeparator = '\u001F';

    private readonly Dictionary<ReferenceKind, HashSet<string>> _codes =
        Enum.GetValues<ReferenceKind>().ToDictionary(k => k, _ => new HashSet<string>(StringComparer.Ordinal));

    /// <summary>End dates of discontinued products.</summary>
    internal Dictionary<string, DateOnly> EndDates { get; } = new(StringComparer.Ordinal);

    /// <summary>What products replace, and by what share.</summary>
    internal Dictionary<string, (string Code, double Share)> Predecessors { get; } = new(StringComparer.Ordinal);

    /// <summary>Parents of territories.</summary>
    internal Dictionary<string, string?> TerritoryParents { get; } = new(StringComparer.Ordinal);

    /// <summary>Managers of reps.</summary>
    internal Dictionary<string, string?> Managers { get; } = new(StringComparer.Ordinal);

    /// <summary>Forms of the drivers of demand.</summary>
    internal Dictionary<string, DriverForm> DriverForms { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a driver of demand.</summary>
    public void AddDriver(string code, DriverForm form)
    {
        Add(ReferenceKind.Driver, code);
        DriverForms[code] = form;
    }

    /// <summary>Adds a code.</summary>
    public void Add(ReferenceKind kind, string code) => _codes[kind].Add(code);

    /// <summary>Adds the levels of a product; empty ones are none.</summary>
    public void AddLevels(string level1, string level2, string level3)
    {
        foreach (var (kind, level) in new[] { (ReferenceKind.ProductLevel1, level1), (ReferenceKind.ProductLevel2, level2), (ReferenceKind.ProductLevel3, level3) })
            if (!string.IsNullOrEmpty(level))
                Add(kind, level);
        foreach (var (one, two, three) in new[] { (level1, level2, level3), (level1, level2, ""), (level1, "", level3), ("", level2, level3) })
            if (Together(one, two, three) is { } together)
                Add(ReferenceKind.ProductLevels, together);
    }

    /// <summary>The code of levels that a product has together; null for fewer than two.</summary>
    internal static string? Together(params string[] levels) => levels.Count(l => !string.IsNullOrEmpty(l)) > 1 ? string.Join(LevelSeparator, levels) : null;

    /// <summary>The levels of such a code, with their kinds; empty ones left out.</summary>
    internal static IEnumerable<(ReferenceKind Kind, string Level)> Apart(string together) => together.Split(LevelSeparator)
        .Select((level, i) => (ReferenceKind.ProductLevel1 + i, level)).Where(l => l.level.Length > 0);

    /// <summary>Adds a product with its last day of sale, null when open, and the product that it replaces, null for none, by a share of that one's demand.</summary>
    public void AddProduct(string code, DateOnly? endDate, string? predecessorCode = null, double predecessorShare = 1)
    {
        Add(ReferenceKind.Product, code);
        if (endDate is { } date)
            EndDates[code] = date;
        else
            EndDates.Remove(code);
        if (string.IsNullOrEmpty(predecessorCode))
            Predecessors.Remove(code);
        else
            Predecessors[code] = (predecessorCode, predecessorShare);
    }

    /// <summary>Adds a territory with its parent, null at a root.</summary>
    public void AddTerritory(string code, string? parentCode)
    {
        Add(ReferenceKind.Territory, code);
        TerritoryParents[code] = parentCode;
    }

    /// <summary>Adds a rep with their manager, null at the top.</summary>
    public void AddSalesRep(string code, string? managerCode)
    {
        Add(ReferenceKind.SalesRep, code);
        Managers[code] = managerCode;
    }

    /// <summary>True when the code is known.</summary>
    public bool Contains(ReferenceKind kind, string code) => _codes[kind].Contains(code);
}

/// <summary>What a code refers to.</summary>
public enum ReferenceKind
{
    /// <summary>A product.</summary>
    Product,

    /// <summary>A location.</summary>
    Location,

    /// <summary>A territory.</summary>
    Territory,

    /// <summary>A channel.</summary>
    Channel,

    /// <summary>An account.</summary>
    Account,

    /// <summary>A rep.</summary>
    SalesRep,

    /// <summary>A driver of demand.</summary>
    Driver,

    /// <summary>Level 1 of products.</summary>
    ProductLevel1,

    /// <summary>Level 2 of products.</summary>
    ProductLevel2,

    /// <summary>Level 3 of products.</summary>
    ProductLevel3,

    /// <summary>Several levels of one product.</summary>
    ProductLevels,
}
