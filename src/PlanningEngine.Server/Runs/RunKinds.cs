using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Runs;

/// <summary>What runs compute, as stored in <c>Runs.Kind</c>.</summary>
public static class RunKinds
{
    /// <summary>Forecasts, quotas, allocation and KPIs, published together.</summary>
    public const string Cycle = "Cycle";

    /// <summary>Forecasts alone.</summary>
    public const string Forecast = "Forecast";

    /// <summary>Quotas from the published forecasts and the history.</summary>
    public const string Quotas = "Quotas";

    /// <summary>Allocation of supply to the published forecasts.</summary>
    public const string Allocation = "Allocation";

    /// <summary>KPIs of what is published.</summary>
    public const string Kpis = "Kpis";

    /// <summary>Hires that carry the published quotas.</summary>
    public const string Headcount = "Headcount";

    /// <summary>A budget over response curves.</summary>
    public const string Budget = "Budget";

    /// <summary>Accounts to sales reps.</summary>
    public const string Territories = "Territories";

    /// <summary>When and how much to order.</summary>
    public const string Inventory = "Inventory";

    private static readonly Dictionary<RunKind, string> Names = new()
    {
        [RunKind.Cycle] = Cycle,
        [RunKind.Forecast] = Forecast,
        [RunKind.Quotas] = Quotas,
        [RunKind.Allocation] = Allocation,
        [RunKind.Kpis] = Kpis,
        [RunKind.Headcount] = Headcount,
        [RunKind.Budget] = Budget,
        [RunKind.Territories] = Territories,
        [RunKind.Inventory] = Inventory,
    };

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Values];

    /// <summary>The stored name of a kind; null for one that is not given or not known.</summary>
    /// <param name="kind">The kind of a request.</param>
    public static string? NameOf(RunKind kind) => Names.GetValueOrDefault(kind);

    /// <summary>The kind of a stored name; unspecified for one that is not known.</summary>
    /// <param name="name">The stored name.</param>
    public static RunKind KindOf(string name) => Names.FirstOrDefault(pair => pair.Value == name).Key;
}
