using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Planning.Demo;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Plans;

namespace PlanningEngine.Server.Hosting.Demo;

/// <summary>Publishes the demo's sales plan by the steps of PlanService: a draft, its lines, its publication. One that is there already stays.</summary>
internal sealed class DemoSalesPlan(PlanVersions versions, PlanLines lines, IDbContextFactory<PlanningContext> contexts)
{
    private const string PlanCode = "SALES";

    private static readonly (string Draft, string Lines, string Publication) RequestIds =
        ("1b0f3c52-8a77-4d0e-a4a5-6f0f5d1c9e01", "1b0f3c52-8a77-4d0e-a4a5-6f0f5d1c9e02", "1b0f3c52-8a77-4d0e-a4a5-6f0f5d1c9e03");

    /// <summary>Publishes the plan.</summary>
    /// <param name="plan">Makes the lines; called only where they are still needed.</param>
    /// <param name="cancellationToken">Stops; a later call goes on.</param>
    /// <exception cref="DemoException">The plan was refused.</exception>
    public async Task PublishAsync(Func<IReadOnlyList<DemoPlanLine>> plan, CancellationToken cancellationToken)
    {
        if (await IsPublishedAsync(cancellationToken))
            return;
        try
        {
            var draft = (await versions.CreateAsync(new CreatePlanVersionRequest { RequestId = RequestIds.Draft, PlanCode = PlanCode }, Call("CreatePlanVersion"))).PlanVersion;
            var written = new WritePlanLinesRequest { RequestId = RequestIds.Lines, PlanVersionKey = draft.PlanVersionKey, Lines = { plan().Select(ToMessage) } };
            if (written.Lines.Count == 0)
                return;
            await lines.WriteAsync(written, Call("WritePlanLines"));
            await versions.PublishAsync(new PublishPlanVersionRequest { RequestId = RequestIds.Publication, PlanVersionKey = draft.PlanVersionKey }, Call("PublishPlanVersion"));
        }
        catch (RpcException refused)
        {
            throw new DemoException($"The demo's sales plan was refused: {refused.Status.Detail}");
        }

        PlanCall Call(string method) => new($"planning.v1.PlanService/{method}", DemoCycle.Source, cancellationToken);
    }

    private async Task<bool> IsPublishedAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.PlanVersions.AnyAsync(
            v => v.Author == DemoCycle.Source && v.PublishedAt != null && db.Plans.Any(p => p.PlanKey == v.PlanKey && p.Code == PlanCode), cancellationToken);
    }

    private static PlanLine ToMessage(DemoPlanLine line) => new()
    {
        ProductCode = line.ProductCode,
        TerritoryCode = line.TerritoryCode,
        PeriodStart = DateKeys.ToMessage(line.Month),
        Quantity = line.Quantity,
        Amount = Plans.Money.ToMessage(line.Amount),
    };
}
