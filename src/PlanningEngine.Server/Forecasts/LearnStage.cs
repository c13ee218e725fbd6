using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Learns over many series how to weigh the methods, from the inner origins alone: the later ones stay unseen for the credibility.</summary>
internal sealed class LearnStage : IRunStage
{
    /// <summary>The weights.</summary>
    public static RunOutput<LearnedWeights> Output { get; } = new("learn");

    /// <summary>Enough for weights that no longer move; more would only take longer.</summary>
    private const int MostSeries = 2_000;

    public string Name => Output.Stage;

    public async Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var set = await run.ReadAsync(SeriesSet.Output, 0, cancellationToken);
        var forecaster = RunForecastRequest.Forecaster(run, set, await TrainStage.LoadAsync(run, cancellationToken), LearnedWeights.None, cancellationToken);
        var request = RunForecastRequest.Of(run);
        await run.OnceAsync(ct =>
        {
            var full = set.Series.Where(s => s.Treatment == SeriesTreatment.Full).ToList();
            var sample = Enumerable.Range(0, Math.Min(MostSeries, full.Count)).Select(i => full[(int)((long)i * full.Count / Math.Min(MostSeries, full.Count))]).ToList();
            var evidence = RunForecastRequest.Each(run, sample, s => forecaster.Evidence(set.Usual(s), request, set.Plan, ct), ct);
            return Task.FromResult(LearnedWeights.From(evidence.SelectMany(e => e)));
        }, cancellationToken);
    }
}
