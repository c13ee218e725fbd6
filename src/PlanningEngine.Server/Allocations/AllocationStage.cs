using System.Globalization;
using PlanningEngine.Data.Plans;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Runs;
using AllocationRow = PlanningEngine.Data.Allocations.Allocation;

namespace PlanningEngine.Server.Allocations;

/// <summary>The allocation of a run before it is published.</summary>
/// <param name="Rows">Rows in the order of product, territory, period and place.</param>
/// <param name="Periods">What the periods of the demands are, as <see cref="RunBuckets.NameOf"/> says it.</param>
/// <param name="Notes">What was assumed.</param>
public sealed record RunAllocation(IReadOnlyList<AllocatedUnits> Rows, string Periods, IReadOnlyList<string> Notes)
{
    /// <summary>The output of the stage <c>allocation</c>.</summary>
    public static RunOutput<RunAllocation> Output { get; } = new("allocation");
}

/// <summary>Divides stock and capacity among the forecasts and publishes who gets what from where, and why the rest is short.</summary>
internal sealed class AllocationStage : IPublishingStage
{
    public string Name => RunAllocation.Output.Stage;

    public Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken) => run.OnceAsync(ct => ComputeAsync(run, ct), cancellationToken);

    public async Task PublishAsync(RunExecution run, RunPublication publication, CancellationToken cancellationToken)
    {
        var allocation = await run.ReadAsync(RunAllocation.Output, 0, cancellationToken);
        await publication.WriteAsync(PlanKind.Supply, allocation.Rows.Select(ToRow), cancellationToken);
        (await publication.VersionAsync(PlanKind.Supply, cancellationToken)).Bucket = allocation.Periods;
        var summary = publication.Summary;
        summary.AllocatedQuantity = allocation.Rows.Sum(r => r.Quantity);
        summary.UnmetQuantity = allocation.Rows.Sum(r => r.Unmet);
        summary.DemandQuantity = summary.AllocatedQuantity + summary.UnmetQuantity;
        foreach (var reason in allocation.Rows.Where(r => r.Unmet > 0).GroupBy(r => r.ReasonCode).OrderBy(g => g.Key, StringComparer.Ordinal))
            summary.UnmetByReason[reason.Key] = reason.Sum(r => r.Unmet);
        summary.Notes.AddRange(allocation.Notes);
    }

    private static async Task<RunAllocation> ComputeAsync(RunExecution run, CancellationToken cancellationToken)
    {
        await using var db = await run.OpenAsync(cancellationToken);
        var periods = RunBuckets.NameOf(await RunBuckets.OfForecastsAsync(run, db, cancellationToken));
        if (await AllocationInput.ReadAsync(run, cancellationToken) is not { } input)
            return new RunAllocation([], periods, ["There is no forecast above zero to allocate to."]);
        var codes = (await run.MasterDataAsync(cancellationToken)).Products.ToDictionary(p => p.ProductKey, p => p.Code);
        var network = new AllocationNetwork(input.Supply, key => codes.GetValueOrDefault(key) ?? "");
        var (rows, note) = await Task.Run(() => AllocationCalculation.Run(input.Demands, network, cancellationToken), cancellationToken);
        return new RunAllocation(
            [.. rows.OrderBy(r => r.ProductKey).ThenBy(r => r.TerritoryKey).ThenBy(r => r.DateKey).ThenBy(r => r.Unmet > 0).ThenBy(r => r.LocationKey)
                .ThenBy(r => r.Source, StringComparer.Ordinal).ThenBy(r => r.SourceDateKey)],
            periods, [.. new[] { note, ShippingNote(network) }.OfType<string>()]);
    }

    private static string? ShippingNote(AllocationNetwork network) => network.Shipping.Count == 0 ? null : string.Create(
        CultureInfo.InvariantCulture, $"Capacity of {network.Shipping.Sum(c => c.Available):#,##0.##} units is what places that hold stock can ship, and no supply beside that stock: {PreparationText.Listed(network.Shipping.Select(c => c.Place.Code).Distinct().Order(StringComparer.Ordinal))}. Maybe give places that make goods the kind plant");

    private static AllocationRow ToRow(AllocatedUnits units) => new()
    {
        ProductKey = units.ProductKey,
        TerritoryKey = units.TerritoryKey,
        DateKey = units.DateKey,
        PeriodStart = DateKeys.StartOf(DateKeys.ToDate(units.DateKey)),
        LocationKey = units.LocationKey,
        Source = units.Source,
        SourceDateKey = units.SourceDateKey,
        Quantity = units.Quantity,
        Unmet = units.Unmet,
        ReasonCode = units.ReasonCode,
        Reason = ReasonText.Fit(units.Reason),
        ShadowPrice = Money.Of(units.ShadowPrice),
    };
}
