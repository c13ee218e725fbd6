using PlanningEngine.Planning.Input;

namespace PlanningEngine.Server.Loads;

/// <summary>Everything that one load brings, in the rows of the planning core.</summary>
public sealed record LoadRows
{
    /// <summary>Territories.</summary>
    public IReadOnlyList<TerritoryRow> Territories { get; init; } = [];

    /// <summary>Sales reps.</summary>
    public IReadOnlyList<SalesRepRow> SalesReps { get; init; } = [];

    /// <summary>Channels.</summary>
    public IReadOnlyList<ChannelRow> Channels { get; init; } = [];

    /// <summary>Products.</summary>
    public IReadOnlyList<ProductRow> Products { get; init; } = [];

    /// <summary>Accounts.</summary>
    public IReadOnlyList<AccountRow> Accounts { get; init; } = [];

    /// <summary>Stocking and producing places.</summary>
    public IReadOnlyList<LocationRow> Locations { get; init; } = [];

    /// <summary>Sales.</summary>
    public IReadOnlyList<SaleRow> Sales { get; init; } = [];

    /// <summary>Stock levels.</summary>
    public IReadOnlyList<InventoryRow> Inventory { get; init; } = [];

    /// <summary>Capacities.</summary>
    public IReadOnlyList<CapacityRow> Capacities { get; init; } = [];

    /// <summary>Opportunities.</summary>
    public IReadOnlyList<OpportunityRow> Opportunities { get; init; } = [];

    /// <summary>Drivers of demand.</summary>
    public IReadOnlyList<DriverRow> Drivers { get; init; } = [];

    /// <summary>Values of drivers.</summary>
    public IReadOnlyList<DriverValueRow> DriverValues { get; init; } = [];

    /// <summary>Quotas; their periods are quarters.</summary>
    public IReadOnlyList<QuotaRow> Quotas { get; init; } = [];
}
