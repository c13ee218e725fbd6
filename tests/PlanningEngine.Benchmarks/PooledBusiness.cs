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
        var items = PooledPromotions.Draw(Items, seed: 1);
        var request = new ForecastRequest(PooledPromotions.Horizon) { NonNegative = true };
        var rows = new List<IReadOnlyList<string>>();
        PooledScore Add(string about, Func<PooledItem, TimeSeries> of, Func<TimeSeries[], Func<TimeSeries, double[]>> train)
        {
            Report.Progress(about);
            TimeSeries[] series = [.. items.Select(of)];
            var (means, cpu) = Measure.Cpu(() =>
            {
                var forecast = train(series);
                var answers = new double[series.Length][];
                Parallel.For(0, series.Length, new ParallelOptions { CancellationToken = ct }, i => answers[i] = forecast(series[i]));
                return answers;
            });
            var score = PooledScore.Of(items, means);
            rows.Add([about, $"{100 * score.Bias:+0.0;-0.0}", $"{100 * score.PromotedBias:+0.0;-0.0}", $"{100 * score.Wape:0.0}", $"{100 * score.PromotedWape:0.0}", $"{cpu:0.0}"]);
            return score;
        }

        Func<TimeSeries, double[]> Trees(TimeSeries[] series, TreeStrategy strategy)
        {
            var trees = GlobalTreesForecaster.Train(series, [PooledPromotions.Weeks], PooledPromotions.Horizon, new GlobalTreesOptions { Threads = 1, Strategy = strategy }, ct);
            return s => trees.Forecast(s, request, ct).Mean;
        }

        Func<TimeSeries, double[]> Together(TimeSeries[] series)
        {
            var learned = CollectionForecaster.Learn(series, PooledPromotions.Horizon, null, Environment.ProcessorCount, ct);
            if (learned is null)
                Report.Progress("  learning together does not pay");
            IForecaster forecaster = learned is null ? ForecastMethods.Create("auto") : learned;
            return s => forecaster.Forecast(s, request, ct).Mean;
        }

        var told = Add("trees", i => i.Told, s => Trees(s, TreeStrategy.Direct));
        Add("trees, recursive", i => i.Told, s => Trees(s, TreeStrategy.Recursive));
        Add("trees, mixed", i => i.Told, s => Trees(s, TreeStrategy.Mixed));
        var untold = Add("trees, untold", i => i.Bare, s => Trees(s, TreeStrategy.Direct));
        Add("auto together", i => i.Told, Together);
        Add("auto together, untold", i => i.Bare, Together);
        Add("auto, each alone", i => i.Told, _ => s => ForecastMethods.Create("auto").Forecast(s, request, ct).Mean);
        Add("mstl, each alone", i => i.Told, _ => s => ForecastMethods.Create("mstl").Forecast(s, request, ct).Mean);
        Add("the truth", i => i.Told, _ => s => items.Single(i => i.Told.Id == s.Id).Expectation);
        report.Add(new Figure("business.pooled-promotions.promoted-bias", 100 * Math.Abs(told.PromotedBias), "%-of-volume")
        {
            Peer = 100 * Math.Abs(untold.PromotedBias),
            PeerName = "trees untold",
            Goal = FormattableString.Invariant($"<={MostBias}"),
            Holds = 100 * Math.Abs(told.PromotedBias) <= MostBias,
        });
        report.Add(new Figure("business.pooled-promotions.promoted-wape", 100 * told.PromotedWape, "WAPE-%") { Peer = 100 * untold.PromotedWape, PeerName = "trees untold" });
        Report.Table($"{Items} weekly items with a common response to promotions and prices, two promotions each at most; bias is of the expectation",
            ["method", "bias %", "promoted", "WAPE %", "promoted", "CPU s"], rows);
    }
}
