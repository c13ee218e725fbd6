using System.Text.Json;
using System.Text.Json.Serialization;
using PlanningEngine.Data.Loads;
using PlanningEngine.Server.Loads.Rows;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads;

/// <summary>What a validation counted; kept with the load as JSON, because its chunks go when it ends.</summary>
/// <param name="ChunkCount">Chunks of the load.</param>
/// <param name="Sets">Totals per set that has rows.</param>
internal sealed record LoadTotals(int ChunkCount, IReadOnlyList<SetTotals> Sets)
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public static LoadTotals None { get; } = new(0, []);

    public static LoadTotals Of(Load load) => load.Totals == "{}" ? None : JsonSerializer.Deserialize<LoadTotals>(load.Totals, Json)!;

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>True where the set has rows with equal keys, so that the commit must resolve them.</summary>
    public bool HasDuplicates(LoadSet set) => Sets.Any(s => s.Set == set && s.DuplicateCount > 0);
}

/// <summary>Rows and totals of one set, over all rows as they were sent.</summary>
/// <param name="Set">The set.</param>
/// <param name="RowCount">Rows.</param>
/// <param name="Quantity">Sum of quantity, on hand or available; null where the set has none.</param>
/// <param name="Amount">Sum of revenue or amount, exact; null where the set has none.</param>
/// <param name="DuplicateCount">Rows whose key came before in the load.</param>
internal sealed record SetTotals(LoadSet Set, long RowCount, double? Quantity, decimal? Amount, long DuplicateCount)
{
    public Wire.SetTotal ToWire() => new()
    {
        Set = Set.ToString(),
        RowCount = RowCount,
        Quantity = Quantity ?? 0,
        Amount = Amount is { } amount ? RowWriting.ToWire(amount) : null,
    };
}
