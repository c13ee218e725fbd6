using System.Globalization;
using System.Text.Json;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Benchmarks;

/// <summary>What sales add up to, exactly.</summary>
internal sealed record Totals(long Rows, decimal Quantity, decimal Revenue)
{
    /// <summary>Reads the answer of an aggregate over all sales; no rows are zero.</summary>
    public static Totals Of(JsonElement rows) => rows.GetArrayLength() == 0
        ? new Totals(0, 0, 0)
        : new Totals((long)Number(rows[0], "RowCount"), Number(rows[0], "Quantity"), Math.Round(Number(rows[0], "Revenue"), 4));

    /// <summary>These and further rows.</summary>
    public Totals Plus(IReadOnlyCollection<SaleRow> rows) =>
        new(Rows + rows.Count, Quantity + rows.Sum(r => (decimal)r.Quantity), Revenue + rows.Sum(r => decimal.Parse(r.Revenue.Value, CultureInfo.InvariantCulture)));

    private static decimal Number(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : 0;
}
