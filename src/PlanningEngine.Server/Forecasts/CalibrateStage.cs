using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Pools the errors of all series by demand class and step: the calibration of every interval.</summary>
internal sealed class CalibrateStage : IRunStage
{
    /// <summary>The pool's cells.</summary>
    public static RunOutput<IReadOnlyList<CalibrationCell>> Output { get; } = new("calibrate");

    public string Name => Output.Stage;

    public Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken) => run.OnceAsync(async ct =>
    {
        var pool = new CalibrationPool();
        var batches = await run.CountAsync(BacktestStage.Output, ct);
        for (var batch = 0; batch < batches; batch++)
            foreach (var backtest in await run.ReadAsync(BacktestStage.Output, batch, ct))
                pool.Add(backtest);
        return pool.ToCells();
    }, cancellationToken);
}
