using System.Globalization;
using PlanningEngine.Forecasting;

namespace PlanningEngine.Benchmarks;

/// <summary>sMAPE, MASE, OWA and coverage on complete frequencies of the M4 competition.</summary>
/// <param name="Frequency">As the published scores name it.</param>
/// <param name="File">Name of the file.</param>
/// <param name="Periods">Cycles that methods are told.</param>
/// <param name="ScalePeriod">Cycle of MASE, which the competition set to 1 for weeks.</param>
/// <param name="GoalOwa">What is aimed at.</param>
internal sealed record M4Accuracy(string Frequency, string File, int[] Periods, int ScalePeriod, double GoalOwa)
{
    private const string Folder = "m4";

    internal static M4Accuracy Hourly { get; } = new("hourly", "m4_hourly_long.csv.gz", [24, 168], 24, 0.45);

    internal static M4Accuracy Weekly { get; } = new("weekly", "m4_weekly_long.csv.gz", [52], 1, 0.75);

    internal void Run(IEnumerable<string> methods, Func<string, IForecaster> create, bool validation, Report report, CancellationToken ct)
    {
        if (ScoredSeries.Read(Folder, File) is not { } all || Repository.SharedData(Folder) is not { } folder)
        {
            Report.Progress($"The M4 {Frequency} data is not there: skipped. Maybe set PLANNING_SHARED_DATA to the folder that holds {Folder}/.");
            return;
        }

        var published = System.IO.File.ReadLines(Path.Combine(folder, "reference_scores_official.csv")).Skip(1).Select(l => l.Split(','))
            .Where(f => f[2] == Frequency).ToDictionary(f => (f[0], f[1]), f => double.Parse(f[3], CultureInfo.InvariantCulture));
        var series = validation ? [.. all.Select(s => s.Validation()).OfType<ScoredSeries>()] : all;
        var rows = new List<IReadOnlyList<string>>();
        foreach (var name in methods)
        {
            Report.Progress($"{name}, {series.Count} {Frequency} series");
            var method = create(name);
            var (scores, cpu) = Measure.Cpu(() => SeriesScore.OfAll(method, series, Periods, ScalePeriod, ct));
            var (smape, mase) = (scores.Average(s => s.Smape), scores.Average(s => s.Mase) ?? double.NaN);
            // The competition's divisors are those of its own test values, so windows inside the training values have none.
            var owa = validation ? double.NaN : (smape / published[("Naive2", "sMAPE")] + mase / published[("Naive2", "MASE")]) / 2;
            var (in80, in95) = (SeriesScore.In80(scores), SeriesScore.In95(scores));
            rows.Add([name, $"{series.Count}", $"{smape:0.000}", $"{mase:0.000}", $"{owa:0.000}", $"{in80}", $"{in95}", $"{SeriesScore.MeanMsis(scores):0.0}", $"{cpu:0.0}"]);
            var key = $"accuracy.m4-{Frequency}{(validation ? "-validation" : "")}.{name}";
            report.Add(new Figure($"{key}.smape", smape, "sMAPE-%"));
            report.Add(in80.Figure(key));
            report.Add(in95.Figure(key));
            report.Add(new Figure($"{key}.msis", SeriesScore.MeanMsis(scores), "MSIS"));
            if (!validation)
                report.Add(new Figure($"{key}.owa", owa, "OWA") { Goal = FormattableString.Invariant($"<={GoalOwa}"), Holds = owa <= GoalOwa });
        }

        Report.Table(validation ? $"M4 {Frequency}, last training values" : $"M4 {Frequency}; OWA is relative to the published Naive2", ["method", "series", "sMAPE %", "MASE", "OWA", "in 80 %", "in 95 %", "MSIS", "CPU s"], rows);
    }
}
