using System.CommandLine;
using PlanningEngine.Forecasting;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Benchmarks;

/// <summary>Forecasts of generated demand whose truth is known: bias and error when the engine is told what a planner knows, beside doing nothing and beside knowing the truth.</summary>
internal static class BusinessBenchmark
{
    private const double MostBias = 2;

    /// <summary>The level of a launch is itself a draw, so the mean of launches needs more of them.</summary>
    private const int LaunchesPerItem = 5;

    public static Command Create()
    {
        var items = Benchmark.Number("--items", "Items per case", 60, 1, 10_000);
        var method = new Option<string>("--method") { Description = "Method", DefaultValueFactory = _ => "auto" };
        method.AcceptOnlyFromAmong([.. ForecastMethods.Names]);
        var only = new Option<string>("--case") { Description = "Only cases whose name holds this; else all, and the cycles found in training rows of the competitions", DefaultValueFactory = _ => "" };
        return Benchmark.Create(
            "business", "Stock-outs, promotions, prices, calendars, launches, phase-outs and returns on generated demand whose truth is known.",
            "business --items 200", [items, method, only],
            (parse, report, ct) => Task.Run(() => Run(parse.GetValue(items), parse.GetValue(method)!, parse.GetValue(only)!, report, ct), ct));
    }

    private static void Run(int items, string name, string only, Report report, CancellationToken ct)
    {
        var method = ForecastMethods.Create(name);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (about, create) in BusinessCases.All.Where(c => c.Name.Contains(only, StringComparison.Ordinal)))
        {
            Report.Progress(about);
            var count = about.StartsWith("launch", StringComparison.Ordinal) ? LaunchesPerItem * items : items;
            var (scores, cpu) = Measure.Cpu(() => Score(count, create, method, ct));
            double Volume(Func<Scored, double> of) => scores.Sum(of);
            var (expected, actual) = (Volume(s => s.Expected), Volume(s => s.Actual));
            var bias = 100 * (Volume(s => s.Told) - expected) / expected;
            var biasUntold = 100 * (Volume(s => s.Untold) - expected) / expected;
            var (wape, wapeUntold, wapeTruth) = (100 * Volume(s => s.ErrorTold) / actual, 100 * Volume(s => s.ErrorUntold) / actual, 100 * Volume(s => s.ErrorTruth) / actual);
            var promoted = Volume(s => s.ExpectedPromoted) is > 0 and var volume ? $"{100 * (Volume(s => s.ToldPromoted) - volume) / volume:+0.0;-0.0}" : "";
            rows.Add([about, $"{count}", $"{bias:+0.00;-0.00}", promoted, $"{biasUntold:+0.00;-0.00}", $"{wape:0.0}", $"{wapeUntold:0.0}", $"{wapeTruth:0.0}", $"{cpu:0.0}"]);
            var key = $"business.{about.Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-')}";
            report.Add(new Figure($"{key}.bias", Math.Abs(bias), "%-of-volume") { Peer = Math.Abs(biasUntold), PeerName = "doing nothing", Goal = FormattableString.Invariant($"<={MostBias}"), Holds = Math.Abs(bias) <= MostBias });
            report.Add(new Figure($"{key}.wape", wape, "WAPE-%") { Peer = wapeUntold, PeerName = "doing nothing" });
        }

        if (PooledBusiness.Name.Contains(only, StringComparison.Ordinal))
            PooledBusiness.Run(report, ct);
        if (FewPricesBusiness.Name.Contains(only, StringComparison.Ordinal))
            FewPricesBusiness.Run(5 * items, method, report, ct);
        if (SlowItemsBusiness.Name.Contains(only, StringComparison.Ordinal))
            SlowItemsBusiness.Run(5 * items, report, ct);
        if (SeasonsOfShops.Name.Contains(only, StringComparison.Ordinal))
            SeasonsOfShops.Run(report, ct);
        if (OddSeriesBusiness.Name.Contains(only, StringComparison.Ordinal))
            OddSeriesBusiness.Run(report, ct);
        if (only.Length == 0)
            CycleDetection.Run(report, ct);
        Report.Table($"Generated demand by {name}; bias is of the expectation, in per cent of volume", ["case", "items", "bias %", "promoted", "untold", "WAPE %", "untold", "knowing the truth", "CPU s"], rows);
    }

    private static Scored[] Score(int items, Func<int, BusinessCase> create, IForecaster method, CancellationToken ct)
    {
        var scores = new Scored[items];
        Parallel.For(0, items, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var item = create(i + 1);
            var (told, untold) = (item.Told(method).Mean, item.Untold(method).Mean);
            double Promoted(double[] of) => of.Where((_, step) => item.IsPromoted.ElementAtOrDefault(step)).Sum();
            scores[i] = new Scored(
                told.Sum(), untold.Sum(), item.Expectation.Sum(), item.Actual.Sum(), Error(told, item.Actual), Error(untold, item.Actual), Error(item.Expectation, item.Actual),
                Promoted(told), Promoted(item.Expectation));
        });
        return scores;
    }

    private static double Error(double[] forecast, double[] actual) => forecast.Zip(actual, (f, a) => Math.Abs(f - a)).Sum();

    private readonly record struct Scored(double Told, double Untold, double Expected, double Actual, double ErrorTold, double ErrorUntold, double ErrorTruth, double ToldPromoted, double ExpectedPromoted);
}
