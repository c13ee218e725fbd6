using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Hosting;
using PlanningEngine.Server.Hosting.Security;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Overview;

/// <summary>The overview over gRPC.</summary>
[Authorize(Policy = Policies.Reader)]
public sealed class OverviewService(OverviewReader reader) : Contracts.V1.OverviewService.OverviewServiceBase
{
    /// <inheritdoc />
    public override async Task<GetOverviewResponse> GetOverview(GetOverviewRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var overview = await reader.ReadAsync(context.CancellationToken);
        var response = new GetOverviewResponse { EngineVersion = EngineVersion.Text };
        response.Sets.AddRange(overview.Sets.Select(s => new SetTotal
        {
            Set = s.Set,
            RowCount = s.Rows,
            Quantity = s.Quantity ?? 0,
            Amount = s.Amount is { } amount ? Google.Type.Decimal.FromClrDecimal(amount) : null,
        }));
        response.FirstSaleDate = ToDate(overview.FirstSale);
        response.LastSaleDate = ToDate(overview.LastSale);
        response.LastRun = overview.LastRun is { } run ? RunMessages.ToMessage(run) : null;
        response.ForecastRun = overview.Forecast is { } forecast ? RunMessages.ToMessage(forecast) : null;
        response.QuotaRun = overview.Quotas is { } quotas ? RunMessages.ToMessage(quotas) : null;
        response.AllocationRun = overview.Allocation is { } allocation ? RunMessages.ToMessage(allocation) : null;
        response.LastCommitTime = overview.LastCommit is { } commit ? Timestamp.FromDateTime(commit) : null;
        return response;
    }

    private static Date? ToDate(DateOnly? day) => day is { } d ? new Date { Year = d.Year, Month = d.Month, Day = d.Day } : null;
}
