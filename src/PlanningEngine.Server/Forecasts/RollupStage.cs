using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Plans;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>
/// Forecasts the inner nodes of the territory tree, over all products and channels. The spread comes from the node's own summed history, since quantiles cannot be
/// summed; the distribution is then scaled so that its mean is the sum of the leaves' means. Where no single inner root holds all series, a company node (territory 0,
/// level -1) stands above the roots.
/// </summary>
internal sealed class RollupStage : IPublishingStage
{
    private const int CompanyLevel = -1;

    /// <summary>Forecasts of inner nodes.</summary>
    public static RunOutput<IReadOnlyList<LeafForecast>> Output { get; } = new("rollup");

    public string Name => Output.Stage;

    public Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken) => run.OnceAsync(ct => ForecastAsync(run, ct), cancellationToken);

    public async Task PublishAsync(RunExecution run, RunPublication publication, CancellationToken cancellationToken)
    {
        var set = await run.ReadAsync(SeriesSet.Output, 0, cancellationToken);
        var rows = new ForecastRows(set.Bucket, set.LastPeriod);
        var forecasts = await run.ReadAsync(Output, 0, cancellationToken);
        await publication.WriteAsync(PlanKind.Demand, forecasts.SelectMany(rows.Rollups), cancellationToken);
    }

    private static async Task<IReadOnlyList<LeafForecast>> ForecastAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var set = await run.ReadAsync(SeriesSet.Output, 0, cancellationToken);
        var leaves = (await run.ReadAsync(ForecastStage.Output, cancellationToken)).SelectMany(b => b).ToList();
        await using var db = await run.OpenAsync(cancellationToken);
        var territories = await db.Territories.AsNoTracking().Where(t => t.TerritoryKey != 0).ToListAsync(cancellationToken);
        var positions = territories.ToDictionary(t => t.TerritoryKey, t => t.PreorderFirst);
        var nodes = Nodes(territories, set, positions);
        var (forecaster, request) = (new AutoForecaster(), RunForecastRequest.Of(run));
        var done = RunForecastRequest.Each(run, nodes, node =>
        {
            bool Holds(int territoryKey) => node.TerritoryKey == 0
                || (positions.TryGetValue(territoryKey, out var position) && node.First <= position && position <= node.Last);
            var means = Means(set, leaves.Where(l => Holds(l.TerritoryKey)), request.Horizon);
            var history = History(node, set, set.Series.Where(s => Holds(s.TerritoryKey)));
            return history is null ? null : Recentred(node, set, forecaster.Solve(history, request, cancellationToken), means);
        }, cancellationToken);
        return [.. done.OfType<LeafForecast>()];
    }

    private static List<Node> Nodes(List<Territory> territories, SeriesSet set, Dictionary<int, int> positions)
    {
        var nodes = new List<Node>();
        var open = new Stack<int>();
        foreach (var territory in territories.OrderBy(t => t.PreorderFirst))
        {
            while (open.TryPeek(out var last) && last < territory.PreorderFirst)
                open.Pop();
            if (!territory.IsLeaf)
                nodes.Add(new Node(territory.TerritoryKey, open.Count, territory.PreorderFirst, territory.PreorderLast));
            open.Push(territory.PreorderLast);
        }

        var root = nodes.FirstOrDefault(n => n.Level == 0);
        var isWhole = root is not null && set.Series.All(s => positions.TryGetValue(s.TerritoryKey, out var p) && root.First <= p && p <= root.Last);
        return isWhole ? nodes : [new Node(0, CompanyLevel, 0, 0), .. nodes];
    }

    private static double[] Means(SeriesSet set, IEnumerable<LeafForecast> leaves, int horizon)
    {
        var means = new double[horizon];
        foreach (var step in leaves.SelectMany(l => l.Steps))
            means[step.Period - set.LastPeriod - 1] += step.Mean;
        return means;
    }

    /// <summary>The node's summed history; a period is unknown where no series of the node knows it. Null where no series belongs to the node.</summary>
    private static TimeSeries? History(Node node, SeriesSet set, IEnumerable<RunSeries> members)
    {
        var series = members.ToList();
        if (series.Count == 0)
            return null;
        var first = series.Min(s => s.FirstPeriod);
        var values = new double[set.LastPeriod - first + 1];
        Array.Fill(values, double.NaN);
        foreach (var one in series)
            for (var t = 0; t < one.Values.Length; t++)
            {
                ref var cell = ref values[one.FirstPeriod + t - first];
                if (!double.IsNaN(one.Values[t]))
                    cell = (double.IsNaN(cell) ? 0 : cell) + one.Values[t];
            }

        var id = FormattableString.Invariant($"territory {node.TerritoryKey}");
        return Array.TrueForAll(values, double.IsNaN) ? null : new TimeSeries(id, values, set.Period, first);
    }

    private static LeafForecast Recentred(Node node, SeriesSet set, SeriesForecast answer, double[] means)
    {
        var steps = new LeafStep[means.Length];
        for (var step = 0; step < steps.Length; step++)
        {
            var (mean, quantiles) = (answer.Forecast.Mean[step], answer.Forecast.Quantiles[step]);
            var scaled = mean > 0 ? quantiles.Select(q => q * means[step] / mean) : quantiles.Select(_ => means[step]);
            steps[step] = new LeafStep(set.LastPeriod + 1 + step, step + 1, means[step], [.. scaled]);
        }

        return new LeafForecast(0, node.TerritoryKey, 0, node.Level, answer.Forecast.Method, steps, answer.Credibility, [], ErrorSums.None);
    }

    private sealed record Node(int TerritoryKey, int Level, int First, int Last);
}
