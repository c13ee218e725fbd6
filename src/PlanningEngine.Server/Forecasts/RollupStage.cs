using System.Globalization;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>
/// Forecasts the inner nodes of the territory tree, over all products and channels, from the summed history of the series that <see cref="ReconcileStage"/> makes add up to them.
/// Where no single inner root holds all series, a company node (territory 0, level -1) stands above the roots.
/// </summary>
internal sealed class RollupStage : IRunStage
{
    public string Name => InnerForecasts.Output.Stage;

    public Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken) => run.OnceAsync(ct => ForecastAsync(run, ct), cancellationToken);

    private static async Task<InnerForecasts> ForecastAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var set = await run.ReadAsync(SeriesSet.Output, 0, cancellationToken);
        var territories = (await run.MasterDataAsync(cancellationToken)).Territories.Where(t => t.TerritoryKey != 0).ToList();
        var positions = territories.ToDictionary(t => t.TerritoryKey, t => t.PreorderFirst);
        var nodes = Nodes(territories, set, positions);
        // A territory knows the season ahead that its series know, or it would take it back from them.
        var global = await TrainStage.LoadAsync(run, cancellationToken);
        // No territory of days knows its year from its own few years alone.
        var forecaster = new AutoForecaster(set.Bucket.Kind == BucketKind.Day && global.Trees?.Seasons is { HasSeason: true } pool ? [pool] : null) { Ahead = global.Ahead };
        var request = RunForecastRequest.Of(run);
        var done = RunForecastRequest.Each(run, nodes, node =>
        {
            var all = set.Series.Where(s => node.Holds(s.TerritoryKey, positions)).ToList();
            var reconciled = all.Where(s => set.IsReconciled(s, request.Horizon)).ToList();
            var members = reconciled.Count > 0 ? reconciled : all;
            if (InnerHistory.Of(FormattableString.Invariant($"territory {node.TerritoryKey}"), members, set.LastPeriod, set.Year) is not { } history)
                return null;
            var told = set.WithLengths(InnerDrivers.AddTo(set.InYears(history.Series with { Period = set.Period }), set, members, request.Horizon));
            return Forecast(node, set, Solve(forecaster, told, request, set.Plan, cancellationToken), reconciled.Count > 0) with { Start = history.Start };
        }, cancellationToken);
        var forecasts = done.OfType<InnerForecast>().ToList();
        return new InnerForecasts(positions, forecasts) { Notes = [.. StartNotes(forecasts, set.Bucket, territories.ToDictionary(t => t.TerritoryKey, t => t.Name))] };
    }

    private static IEnumerable<string> StartNotes(List<InnerForecast> forecasts, TimeBucket bucket, Dictionary<int, string> names)
    {
        var cut = forecasts.Where(f => f.Start is not null).Select(f => string.Create(
            CultureInfo.InvariantCulture, $"{names.GetValueOrDefault(f.Node.TerritoryKey, "the company")} from {bucket.StartOf(f.Start!.Value):yyyy-MM-dd}")).ToList();
        if (cut.Count > 0)
            yield return $"The own forecasts of territories leave out the time before most of their sales began: {PreparationText.Listed(cut)}";
    }

    private static List<InnerNode> Nodes(List<Territory> territories, SeriesSet set, Dictionary<int, int> positions)
    {
        var nodes = new List<InnerNode>();
        var open = new Stack<int>();
        foreach (var territory in territories.OrderBy(t => t.PreorderFirst))
        {
            while (open.TryPeek(out var last) && last < territory.PreorderFirst)
                open.Pop();
            if (!territory.IsLeaf)
                nodes.Add(new InnerNode(territory.TerritoryKey, open.Count, territory.PreorderFirst, territory.PreorderLast));
            open.Push(territory.PreorderLast);
        }

        var root = nodes.FirstOrDefault(n => n.Level == 0);
        return root is not null && set.Series.All(s => root.Holds(s.TerritoryKey, positions)) ? nodes : [InnerNode.Company, .. nodes];
    }

    /// <summary>At the origins of the leaves, so that errors can be compared; at the node's own where the leaves have none.</summary>
    private static SeriesForecast Solve(AutoForecaster forecaster, TimeSeries history, ForecastRequest request, OriginPlan plan, CancellationToken cancellationToken) =>
        plan.Cutoffs.Count > 0 ? forecaster.Solve(history, request, plan, cancellationToken) : forecaster.Solve(history, request, cancellationToken);

    private static InnerForecast Forecast(InnerNode node, SeriesSet set, SeriesForecast answer, bool isOfReconciled)
    {
        var forecast = answer.Forecast;
        var steps = Enumerable.Range(0, forecast.Horizon).Select(i => new LeafStep(set.LastPeriod + 1 + i, i + 1, forecast.Mean[i], forecast.Quantiles[i])).ToArray();
        return new InnerForecast(
            node, new LeafForecast(0, node.TerritoryKey, 0, node.Level, forecast.Method, steps, answer.Credibility, []), answer.InnerErrors, isOfReconciled)
        { Later = answer.Later };
    }
}
