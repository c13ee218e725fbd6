using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Selection;
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
        await using var db = await run.OpenAsync(cancellationToken);
        var territories = await db.Territories.AsNoTracking().Where(t => t.TerritoryKey != 0).ToListAsync(cancellationToken);
        var positions = territories.ToDictionary(t => t.TerritoryKey, t => t.PreorderFirst);
        var nodes = Nodes(territories, set, positions);
        var (forecaster, request) = (new AutoForecaster(), RunForecastRequest.Of(run));
        var done = RunForecastRequest.Each(run, nodes, node =>
        {
            var all = set.Series.Where(s => node.Holds(s.TerritoryKey, positions)).ToList();
            var reconciled = all.Where(s => set.IsReconciled(s, request.Horizon)).ToList();
            var history = History(node, set, reconciled.Count > 0 ? reconciled : all);
            return history is null ? null : Forecast(node, set, Solve(forecaster, history, request, set.Plan, cancellationToken), reconciled.Count > 0);
        }, cancellationToken);
        return new InnerForecasts(positions, [.. done.OfType<InnerForecast>()]);
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

    /// <summary>The node's summed history; a period is unknown where no series of the node knows it. Null where no series belongs to the node.</summary>
    private static TimeSeries? History(InnerNode node, SeriesSet set, List<RunSeries> members)
    {
        if (members.Count == 0)
            return null;
        var first = members.Min(s => s.FirstPeriod);
        var values = new double[set.LastPeriod - first + 1];
        Array.Fill(values, double.NaN);
        foreach (var one in members)
            for (var t = 0; t < one.Values.Length; t++)
            {
                ref var cell = ref values[one.FirstPeriod + t - first];
                if (!double.IsNaN(one.Values[t]))
                    cell = (double.IsNaN(cell) ? 0 : cell) + one.Values[t];
            }

        var id = FormattableString.Invariant($"territory {node.TerritoryKey}");
        return Array.TrueForAll(values, double.IsNaN) ? null : new TimeSeries(id, values, set.Period, first);
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
