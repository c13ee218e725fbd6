using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Plans;

/// <summary>Whether forecasts are units or revenue, as the run that made them was told.</summary>
internal static class ForecastMeasure
{
    /// <summary>For the forecasts that a run builds on: its own, or the published ones.</summary>
    public static async Task<bool> IsRevenueAsync(RunExecution run, PlanningContext db, CancellationToken cancellationToken) => run.Includes(ForecastStage.Output.Stage)
        ? run.Parameters.Measure == Measure.Revenue
        : await IsPublishedRevenueAsync(db, cancellationToken);

    /// <summary>For the published forecasts; false where there are none, or where no run made them.</summary>
    public static async Task<bool> IsPublishedRevenueAsync(PlanningContext db, CancellationToken cancellationToken)
    {
        var version = (await ReportingSnapshot.CaptureAsync(db, cancellationToken)).VersionOf(Data.Plans.PlanKind.Demand);
        var parameters = await db.PlanVersions.Where(v => v.PlanVersionKey == version && v.RunKey != 0)
            .Join(db.Runs, v => v.RunKey, r => r.RunKey, (v, r) => r.Parameters).SingleOrDefaultAsync(cancellationToken);
        return parameters is not null && new JsonParser(JsonParser.Settings.Default.WithIgnoreUnknownFields(true)).Parse<RunParameters>(parameters).Measure == Measure.Revenue;
    }
}
