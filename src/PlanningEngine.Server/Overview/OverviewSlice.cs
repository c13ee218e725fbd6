using System.Globalization;
using Google.Protobuf;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;

namespace PlanningEngine.Server.Overview;

/// <summary>What the engine holds, over gRPC and for the page at <c>/</c>.</summary>
public static class OverviewSlice
{
    private const int MostFiscalPeriods = 36;
    private const int MostFiscalWeeks = 104;

    /// <summary>Adds the reader.</summary>
    public static IServiceCollection AddOverview(this IServiceCollection services) => services.AddSingleton<OverviewReader>();

    /// <summary>Maps the service, and the same answer as JSON at <c>/overview</c>.</summary>
    public static IEndpointRouteBuilder MapOverview(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<OverviewService>();
        endpoints.MapGet("/overview", async (OverviewReader reader, IConfiguration configuration, CancellationToken cancellationToken) =>
        {
            var overview = await reader.ReadAsync(cancellationToken);
            return Results.Json(new
            {
                sets = overview.Sets,
                firstSale = overview.FirstSale,
                lastSale = overview.LastSale,
                lastCommit = overview.LastCommit,
                lastRun = overview.LastRun is { } run ? new { run.RunKey, run.Kind, run.FinishedAt, run.ResultHash, Summary = Summary(run) } : null,
                published = new { forecast = Summary(overview.Forecast), quotas = Summary(overview.Quotas), allocation = Summary(overview.Allocation) },
                fiscalPeriods = FiscalPeriods(overview),
                grpcPort = GrpcPort(configuration),
                version = Hosting.EngineVersion.Text,
            });
        });
        return endpoints;
    }

    private static int? GrpcPort(IConfiguration configuration)
    {
        var url = configuration["Kestrel:Endpoints:Grpc:Url"] ?? "";
        return int.TryParse(url.AsSpan(url.LastIndexOf(':') + 1).TrimEnd('/'), CultureInfo.InvariantCulture, out var port) ? port : null;
    }

    /// <summary>First days of the last fiscal periods, or weeks, with sales, in the calendar of the forecasts, which need not be the company's; null where these have other periods.</summary>
    private static IReadOnlyList<DateOnly>? FiscalPeriods(EngineOverview overview)
    {
        if (overview.Forecast is not { } run || RunBuckets.Of(RunParameters.Parser.ParseJson(run.Parameters)) is not { Fiscal: not null } bucket)
            return null;
        if (overview is not { FirstSale: { } first, LastSale: { } last })
            return [];
        var from = Math.Max(bucket.OrdinalOf(first), bucket.OrdinalOf(last) - (bucket.Kind == BucketKind.Week ? MostFiscalWeeks : MostFiscalPeriods) + 1);
        return [.. Enumerable.Range(from, bucket.OrdinalOf(last) - from + 1).Select(bucket.StartOf)];
    }

    private static object? Summary(Data.Runs.Run? run)
    {
        if (run is null)
            return null;
        var summary = JsonParser.Default.Parse<RunSummary>(run.Summary);
        var parameters = RunParameters.Parser.ParseJson(run.Parameters);
        return new
        {
            run.RunKey,
            Bucket = RunBuckets.NounOf(RunBuckets.Of(parameters)),
            Measure = parameters.Measure == Measure.Revenue ? "revenue" : "quantity",
            summary.SeriesCount,
            Wape = summary.HasWape ? summary.Wape : (double?)null,
            NaiveWape = summary.HasNaiveWape ? summary.NaiveWape : (double?)null,
            WinRate = summary.HasWinRate ? summary.WinRate : (double?)null,
            Coverage80 = summary.HasCoverage80 ? summary.Coverage80 : (double?)null,
            QuotaTotal = summary.QuotaTotal?.Value,
            summary.DemandQuantity,
            summary.AllocatedQuantity,
            summary.UnmetQuantity,
        };
    }
}
