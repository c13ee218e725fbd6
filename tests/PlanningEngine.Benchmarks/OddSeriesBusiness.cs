using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Evaluation;
using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Benchmarks;

/// <summary>Whether a few odd series widen the intervals of the ordinary ones that learn with them, and whether odd ones are wide enough: coverage, width and interval score by group.</summary>
internal static class OddSeriesBusiness
{
    internal const string Name = "odd series";
    private const int Seeds = 2;
    private const int Items = 200;

    private static readonly (string About, double Share, OddSurroundings Surroundings)[] Cases =
    [
        ("none odd", 0, OddSurroundings.None),
        ("5 % odd", 0.05, OddSurroundings.None),
        ("15 % odd", 0.15, OddSurroundings.None),
        ("30 % odd", 0.3, OddSurroundings.None),
        ("15 % odd, unequal noise", 0.15, OddSurroundings.UnequalNoise),
        ("15 % odd, errors share a time", 0.15, OddSurroundings.SharedTime),
    ];

    internal static void Run(Report report, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string>>();
        var without = new Dictionary<(int Seed, string Id), Scored>();
        foreach (var (about, share, surroundings) in Cases)
        {
            Report.Progress(about);
            var (scores, cpu) = Measure.Cpu(() => Enumerable.Range(1, Seeds).SelectMany(seed => Score(seed, OddSeries.Draw(Items, share, seed, surroundings), ct)).ToArray());
            if (share == 0)
                without = scores.ToDictionary(s => (s.Seed, s.Id));
            foreach (var group in scores.GroupBy(s => s.Group).OrderByDescending(g => g.Count()))
            {
                var comparable = surroundings == OddSurroundings.None && group.Key == OddSeries.Ordinary;
                string Wider(Func<Scored, double> width) => comparable ? $"{100 * (group.Sum(width) / group.Sum(s => width(without[(s.Seed, s.Id)])) - 1):+0.0;-0.0;0.0}" : "";
                var (in80, in95, msis) = (100 * group.Average(s => s.In80), 100 * group.Average(s => s.In95), group.Average(s => s.Msis) ?? 0);
                rows.Add([about, group.Key, $"{group.Count()}", $"{in80:0.0}", $"{in95:0.0}", Wider(s => s.Width80), Wider(s => s.Width95), $"{msis:0.00}", $"{scores.Length / cpu:0.0}"]);
                var key = $"business.odd-series.{about.Replace(" %", "", StringComparison.Ordinal).Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-')}.{group.Key}";
                report.Add(new Figure($"{key}.in-95", in95, "%"));
                report.Add(new Figure($"{key}.msis", msis, "MSIS"));
            }
        }

        Report.Table($"{Items} weekly items, {Seeds} draws, {OddSeries.Known} weeks known and {OddSeries.Horizon} ahead, learning together; wider than the same items without odd ones, in per cent; series per second and core",
            ["items", "group", "series", "in 80 %", "in 95 %", "80 % wider", "95 % wider", "MSIS", "series/s"], rows);
    }

    private static Scored[] Score(int seed, OddItem[] items, CancellationToken ct)
    {
        IForecaster forecaster = CollectionForecaster.Learn([.. items.Select(i => i.Known)], OddSeries.Horizon, OddSeries.Axis, Environment.ProcessorCount, ct) ?? ForecastMethods.Create("auto");
        var scores = new Scored[items.Length];
        Parallel.For(0, items.Length, new ParallelOptions { CancellationToken = ct }, i => scores[i] = Scored.Of(seed, items[i], forecaster.Forecast(items[i].Known, new ForecastRequest(OddSeries.Horizon) { NonNegative = true }, ct)));
        return scores;
    }

    private readonly record struct Scored(int Seed, string Id, string Group, double In80, double In95, double Width80, double Width95, double? Msis)
    {
        internal static Scored Of(int seed, OddItem item, Forecast forecast)
        {
            double[] At(double level) => [.. Enumerable.Range(0, forecast.Horizon).Select(step => forecast.Quantile(step, level))];
            var (low, high, lowest, highest) = (At(0.1), At(0.9), At(0.025), At(0.975));
            var scale = Metrics.SeasonalNaiveError(item.Known.Values, item.Known.Period) ?? 0;
            var group = item.Group == OddSeries.Ordinary ? item.Group : "odd";
            double Width(double[] from, double[] to) => to.Zip(from, (t, f) => t - f).Average() / scale;
            return new Scored(
                seed, item.Known.Id, group, Metrics.Coverage(item.Actual, low, high)!.Value, Metrics.Coverage(item.Actual, lowest, highest)!.Value, Width(low, high), Width(lowest, highest),
                Metrics.Msis(item.Actual, lowest, highest, 0.95, scale));
        }
    }
}
