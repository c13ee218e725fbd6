using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Benchmarks;

/// <summary>Items that respond alike to promotions and prices of which each has seen next to none: global trees that see regressors, beside trees that do not and each item alone.</summary>
internal static class PooledBusiness
{
    internal const string Name = "few promotions each, common response";
    private const int Items = 200;
    private const double MostBias = 2;

    internal static void Run(Report report, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (about, key, items) in new[]
        {
            ("common response", "common", PooledPromotions.Draw(Items, seed: 1)),
            ("two groups", "groups", PooledPromotions.DrawGroups(Items, seed: 1)),
        })
        {
            Report.Progress(about);
            var answers = new PooledAnswers(items, ct);
            var (told, untold) = (Add("trees", answers.Trees(i => i.Told)), Add("trees, untold", answers.Trees(i => i.Bare)));
            Add("trees, direct", answers.Trees(i => i.Told, TreeStrategy.Direct));
            Add("trees, recursive", answers.Trees(i => i.Told, TreeStrategy.Recursive));
            Add("auto, together", answers.Together());
            Add("auto, each alone", answers.Alone("auto"));
            Add("mstl, each alone", answers.Alone("mstl"));
            Add("the truth", () => [.. items.Select(i => i.Expectation)]);
            report.Add(new Figure($"business.pooled-promotions.{key}.promoted-bias", 100 * Math.Abs(told.PromotedBias), "%-of-volume")
            {
                Peer = 100 * Math.Abs(untold.PromotedBias),
                PeerName = "trees untold",
                Goal = FormattableString.Invariant($"<={MostBias}"),
                Holds = 100 * Math.Abs(told.PromotedBias) <= MostBias,
            });
            report.Add(new Figure($"business.pooled-promotions.{key}.promoted-wape", 100 * told.PromotedWape, "WAPE-%") { Peer = 100 * untold.PromotedWape, PeerName = "trees untold" });

            PooledScore Add(string method, Func<double[][]> answer)
            {
                var (means, cpu) = Measure.Cpu(answer);
                var score = PooledScore.Of(items, means);
                rows.Add([about, method, $"{100 * score.Bias:+0.0;-0.0}", $"{100 * score.PromotedBias:+0.0;-0.0}", $"{100 * score.Wape:0.0}", $"{100 * score.PromotedWape:0.0}", $"{cpu:0.0}"]);
                return score;
            }
        }

        Report.Table($"{Items} weekly items with two promotions each at most; bias is of the expectation",
            ["items", "method", "bias %", "promoted", "WAPE %", "promoted", "CPU s"], rows);
    }

    /// <summary>Means of all items by different methods.</summary>
    private sealed class PooledAnswers(PooledItem[] items, CancellationToken ct)
    {
        private readonly ForecastRequest _request = new(PooledPromotions.Horizon) { NonNegative = true };

        internal Func<double[][]> Trees(Func<PooledItem, TimeSeries> of, TreeStrategy strategy = TreeStrategy.Mixed) => () =>
        {
            TimeSeries[] series = [.. items.Select(of)];
            return All(GlobalTreesForecaster.Train(series, [PooledPromotions.Weeks], PooledPromotions.Horizon, new GlobalTreesOptions { Threads = 1, Strategy = strategy }, ct), series);
        };

        internal Func<double[][]> Together() => () =>
        {
            TimeSeries[] series = [.. items.Select(i => i.Told)];
            var together = CollectionForecaster.Learn(series, PooledPromotions.Horizon, null, Environment.ProcessorCount, ct);
            return All(together is null ? ForecastMethods.Create("auto") : together, series);
        };

        internal Func<double[][]> Alone(string method) => () => All(ForecastMethods.Create(method), [.. items.Select(i => i.Told)]);

        private double[][] All(IForecaster method, TimeSeries[] series)
        {
            var answers = new double[series.Length][];
            Parallel.For(0, series.Length, new ParallelOptions { CancellationToken = ct }, i => answers[i] = method.Forecast(series[i], _request, ct).Mean);
            return answers;
        }
    }
}
