using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Demo;

/// <summary>A leaf territory with what drives its demand.</summary>
/// <param name="Code">Territory code.</param>
/// <param name="Region">Index of its region, 0 to 3.</param>
/// <param name="Weight">Relative size of the market.</param>
/// <param name="Growth">Yearly growth of the market.</param>
internal sealed record DemoTerritory(string Code, int Region, double Weight, double Growth);

/// <summary>The sales tree (company, regions, territories), the places that serve it, and the channels.</summary>
internal static class DemoGeography
{
    public const string Company = "EU";
    public const string Plant = "PL-BRN";

    public static readonly string[] RegionCodes = ["DACH", "WEST", "NORTH", "SOUTH"];

    public static readonly string[] WarehouseCodes = ["WH-ULM", "WH-LIL", "WH-MMA", "WH-TRN"];

    public static readonly ChannelRow[] Channels = [new("DIRECT", "Direct"), new("PARTNER", "Partner")];

    public static readonly DemoTerritory[] Leaves =
    [
        new("DE-N", 0, 1.7, 0.02), new("DE-S", 0, 2.2, 0.04), new("AT-CH", 0, 1.5, 0.03),
        new("FR", 1, 1.8, 0.05), new("BENELUX", 1, 0.9, 0.01), new("UK-IE", 1, 1.2, -0.03),
        new("SE-NO", 2, 1.1, 0.06), new("DK", 2, 0.5, 0.02), new("FI-BALT", 2, 0.5, 0.03),
        new("IT", 3, 1.4, 0.02), new("IBERIA", 3, 0.9, 0.07), new("PL-CZ", 3, 0.8, 0.11),
    ];

    private static readonly string[] RegionNames = ["Germany, Austria & Switzerland", "Western Europe", "Nordics & Baltics", "South & East"];

    private static readonly string[] LeafNames =
    [
        "Germany North", "Germany South", "Austria & Switzerland", "France", "Benelux", "United Kingdom & Ireland",
        "Sweden & Norway", "Denmark", "Finland & Baltics", "Italy", "Iberia", "Poland & Czechia",
    ];

    private static readonly string[] WarehouseNames = ["Warehouse Ulm", "Warehouse Lille", "Warehouse Malmö", "Warehouse Torino"];

    public static IReadOnlyList<TerritoryRow> Territories { get; } =
    [
        new(Company, "Nordhang Outdoor", null),
        .. RegionCodes.Select((code, i) => new TerritoryRow(code, RegionNames[i], Company)),
        .. Leaves.Select((leaf, i) => new TerritoryRow(leaf.Code, LeafNames[i], RegionCodes[leaf.Region])),
    ];

    public static IReadOnlyList<LocationRow> Locations { get; } =
    [
        .. WarehouseCodes.Select((code, i) => new LocationRow(code, WarehouseNames[i], "Warehouse", RegionCodes[i])),
        new(Plant, "Plant Brno", "Plant", null),
    ];
}
