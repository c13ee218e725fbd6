using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Benchmarks;

/// <summary>Items that sell on some days: how far forecasts are from the known rates, item by item and in sum, when items are flat, spread over the week by themselves, and by what all show together.</summary>
internal static class SlowItemsBusiness
{
    internal const string Name = "slow items, one week";
    private const int Days = 280;
    private const int Horizon = 28;

    internal static void Run(int items, Report report, CancellationToken ct)
    {
        Report.Progress(Name);
        var drawn = SlowItems.Draw(items, Days + Horizon, SlowItems.Week, seed: 1);
        TimeSeries[] series = [.. drawn.Select(i => new TimeSeries(i.Id, i.Counts[..^Horizon], 7, i.First))];
        double[][] truth = [.. drawn.Select(i => i.Rates[^Horizon..])];
        var rows = new List<IReadOnlyList<string>>();
        var flat = Add("imapa: flat", ForecastMethods.Create("imapa"));
        Add("snaive", ForecastMethods.Create("snaive"));
        Add("auto, each alone", new AutoForecaster());
        var together = Add("auto, season shared", new AutoForecaster { Seasons = SharedSeasons.Learn(series, [Days], ct) });
        Report.Table($"{items} items over {Days} days, {Horizon} ahead; errors in per cent of the true rates", ["method", "item by item", "their sum", "CPU s"], rows);
        report.Add(new Figure("business.slow-items.sum", together, "%-of-expectation") { Peer = flat, PeerName = "flat" });

        double Add(string method, IForecaster forecaster)
        {
            var (means, cpu) = Measure.Cpu(() =>
            {
                var answers = new double[series.Length][];
                Parallel.For(0, answers.Length, new ParallelOptions { CancellationToken = ct }, i => answers[i] = forecaster.Forecast(series[i], new ForecastRequest(Horizon) { NonNegative = true }, ct).Mean);
                return answers;
            });
            var whole = truth.Sum(t => t.Sum());
            var single = 100 * means.Zip(truth, Error).Sum() / whole;
            var sum = 100 * Error(Sum(means), Sum(truth)) / whole;
            rows.Add([method, $"{single:0.0}", $"{sum:0.0}", $"{cpu:0.0}"]);
            return sum;
        }
    }

    private static double[] Sum(double[][] rows) => [.. Enumerable.Range(0, Horizon).Select(step => rows.Sum(r => r[step]))];

    private static double Error(double[] said, double[] truth) => said.Zip(truth, (s, t) => Math.Abs(s - t)).Sum();
}
