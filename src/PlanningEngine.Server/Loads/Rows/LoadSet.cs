using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Rows;

/// <summary>The sets that a load can bring, in the order in which they are committed: what others point at comes first.</summary>
internal enum LoadSet
{
    Territories,
    SalesReps,
    Channels,
    Products,
    Accounts,
    Locations,
    Drivers,
    Sales,
    Inventory,
    Capacities,
    Opportunities,
    DriverValues,
    Quotas,
}

/// <summary>Facts about the sets.</summary>
internal static class LoadSets
{
    public static IReadOnlyList<LoadSet> All { get; } = Enum.GetValues<LoadSet>();

    public static IReadOnlyList<LoadSet> Dimensions { get; } = [.. All.Where(IsDimension)];

    public static bool IsDimension(this LoadSet set) => set < LoadSet.Sales;

    /// <summary>Sets whose rows can be added up.</summary>
    public static bool CanSum(this LoadSet set) => set is LoadSet.Sales or LoadSet.Inventory or LoadSet.Capacities or LoadSet.Quotas;

    /// <summary>The set of a chunk; null where it has no rows.</summary>
    public static LoadSet? Of(Wire.LoadChunk.RowsOneofCase rows) => rows switch
    {
        Wire.LoadChunk.RowsOneofCase.Products => LoadSet.Products,
        Wire.LoadChunk.RowsOneofCase.Locations => LoadSet.Locations,
        Wire.LoadChunk.RowsOneofCase.Territories => LoadSet.Territories,
        Wire.LoadChunk.RowsOneofCase.Channels => LoadSet.Channels,
        Wire.LoadChunk.RowsOneofCase.Accounts => LoadSet.Accounts,
        Wire.LoadChunk.RowsOneofCase.SalesReps => LoadSet.SalesReps,
        Wire.LoadChunk.RowsOneofCase.Sales => LoadSet.Sales,
        Wire.LoadChunk.RowsOneofCase.Quotas => LoadSet.Quotas,
        Wire.LoadChunk.RowsOneofCase.Inventory => LoadSet.Inventory,
        Wire.LoadChunk.RowsOneofCase.Capacities => LoadSet.Capacities,
        Wire.LoadChunk.RowsOneofCase.Opportunities => LoadSet.Opportunities,
        Wire.LoadChunk.RowsOneofCase.Drivers => LoadSet.Drivers,
        Wire.LoadChunk.RowsOneofCase.DriverValues => LoadSet.DriverValues,
        _ => null,
    };

    /// <summary>Rows of a chunk.</summary>
    public static int CountRows(Wire.LoadChunk chunk) => chunk.RowsCase switch
    {
        Wire.LoadChunk.RowsOneofCase.Products => chunk.Products.Rows.Count,
        Wire.LoadChunk.RowsOneofCase.Locations => chunk.Locations.Rows.Count,
        Wire.LoadChunk.RowsOneofCase.Territories => chunk.Territories.Rows.Count,
        Wire.LoadChunk.RowsOneofCase.Channels => chunk.Channels.Rows.Count,
        Wire.LoadChunk.RowsOneofCase.Accounts => chunk.Accounts.Rows.Count,
        Wire.LoadChunk.RowsOneofCase.SalesReps => chunk.SalesReps.Rows.Count,
        Wire.LoadChunk.RowsOneofCase.Sales => chunk.Sales.Rows.Count,
        Wire.LoadChunk.RowsOneofCase.Quotas => chunk.Quotas.Rows.Count,
        Wire.LoadChunk.RowsOneofCase.Inventory => chunk.Inventory.Rows.Count,
        Wire.LoadChunk.RowsOneofCase.Capacities => chunk.Capacities.Rows.Count,
        Wire.LoadChunk.RowsOneofCase.Opportunities => chunk.Opportunities.Rows.Count,
        Wire.LoadChunk.RowsOneofCase.Drivers => chunk.Drivers.Rows.Count,
        Wire.LoadChunk.RowsOneofCase.DriverValues => chunk.DriverValues.Rows.Count,
        _ => 0,
    };
}
