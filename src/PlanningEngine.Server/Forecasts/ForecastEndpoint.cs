using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Server.Hosting.Security;
using PlanningEngine.Server.Reporting;

namespace PlanningEngine.Server.Forecasts;

/// <summary>The service <c>planning.v1.ForecastService</c>.</summary>
[Authorize(Policy = Policies.Reader)]
internal sealed class ForecastEndpoint(IDbContextFactory<PlanningContext> contexts, ITerritoryScopeAccessor scopes) : ForecastService.ForecastServiceBase
{
    public override Task<ForecastResponse> Forecast(ForecastRequest request, ServerCallContext context) =>
        Task.Run(() => StatelessForecast.Answer(request, context.CancellationToken), context.CancellationToken);

    public override async Task<GetForecastsResponse> GetForecasts(GetForecastsRequest request, ServerCallContext context)
    {
        await using var db = await contexts.CreateDbContextAsync(context.CancellationToken);
        return await PublishedForecasts.ReadAsync(db, request, scopes.GetScope(context.GetHttpContext()), context.CancellationToken);
    }
}
