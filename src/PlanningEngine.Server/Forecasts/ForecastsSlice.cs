using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>The slice of forecasts: the stages of a forecasting run, and the service.</summary>
public static class ForecastsSlice
{
    /// <summary>Registers the stages; needs the slice of runs.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddForecasts(this IServiceCollection services) => services
        .AddSingleton(p => new RunPreview(p.GetRequiredService<RunServices>()))
        .AddRunStage<PrepareStage>(RunOrder.Prepare, RunKinds.Cycle, RunKinds.Forecast)
        .AddRunStage<TrainStage>(RunOrder.Train, RunKinds.Cycle, RunKinds.Forecast)
        .AddRunStage<LearnStage>(RunOrder.Learn, RunKinds.Cycle, RunKinds.Forecast)
        .AddRunStage<BacktestStage>(RunOrder.Backtest, RunKinds.Cycle, RunKinds.Forecast)
        .AddRunStage<CalibrateStage>(RunOrder.Calibrate, RunKinds.Cycle, RunKinds.Forecast)
        .AddRunStage<ForecastStage>(RunOrder.Forecast, RunKinds.Cycle, RunKinds.Forecast)
        .AddRunStage<RollupStage>(RunOrder.Rollup, RunKinds.Cycle, RunKinds.Forecast)
        .AddRunStage<ReconcileStage>(RunOrder.Reconcile, RunKinds.Cycle, RunKinds.Forecast);

    /// <summary>Maps <c>planning.v1.ForecastService</c>.</summary>
    /// <param name="endpoints">The endpoints.</param>
    public static IEndpointRouteBuilder MapForecasts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<ForecastEndpoint>();
        return endpoints;
    }
}
