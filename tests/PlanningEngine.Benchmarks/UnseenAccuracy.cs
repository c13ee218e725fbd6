using PlanningEngine.Benchmarks.InR;
using PlanningEngine.Forecasting;

namespace PlanningEngine.Benchmarks;

/// <summary>
/// Series that come with statistical software, at three origins each, if asked beside R's ets and thetaf, which take seconds for long ones: mostly national accounts, prices, rates, nature and counts, which nothing was learned from or chosen by. Few and of mixed kinds:
/// good for finding what breaks and for whether intervals hold elsewhere, not for third digits.
/// </summary>
internal static class UnseenAccuracy
{
    private const int Origins = 3;
    private static readonly (int Period, int Horizon)[] Horizons = [(1, 6), (4, 8), (7, 28), (12, 18), (52, 8)];
    private static readonly string[] MethodsOfR = ["ets", "thetaf"];

    /// <summary>Scores methods on one of these collections.</summary>
    /// <param name="collection">Its name.</param>
    /// <param name="all">Its series with their periods, whole histories as training values.</param>
    /// <param name="methods">Their names.</param>
    /// <param name="everyInR">On each how many series R runs too; 0 is never.</param>
    /// <param name="create">Makes a method.</param>
    /// <param name="report">Where the figures go.</param>
    /// <param name="ct">Stops it.</param>
    internal static void Run(string collection, IReadOnlyList<(int Period, ScoredSeries Series)> all, string[] methods, int everyInR, Func<string, IForecaster> create, Report report, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (period, horizon) in Horizons)
        {
            ScoredSeries[] series = [.. all.Where(s => s.Period == period).SelectMany(s => Windows(s.Series, horizon))];
            if (series.Length == 0)
                continue;
            var key = $"accuracy.{collection}-{period}";
            foreach (var name in methods)
                Add(name, SeriesScore.OfAll(create(name), series, [period], period, ct), $"{key}.{name}");
            foreach (var name in everyInR > 0 ? MethodsOfR : [])
                if (ForecastInR.Scores(name, [.. series.Where((s, i) => i % everyInR == 0 && !s.Train.Any(double.IsNaN))], period, ct) is { } scores)
                    Add($"R {name}", scores, $"{key}.R-{name}");

            void Add(string name, SeriesScore[] scores, string figure)
            {
                // MASE and MSIS of series that once were nearly constant are astronomic: the median says more than the mean.
                var (mase, msis) = (Median(scores.Select(s => s.Mase)), Median(scores.Select(s => s.Msis)));
                var (in80, in95) = (SeriesScore.In80(scores), SeriesScore.In95(scores));
                rows.Add([$"period {period} {name}", $"{scores.Length}", $"{mase:0.000}", $"{msis:0.00}", $"{in80}", $"{in95}"]);
                report.Add(new Figure($"{figure}.median-mase", mase, "MASE"));
                report.Add(new Figure($"{figure}.median-msis", msis, "MSIS"));
                report.Add(in80.Figure(figure));
                report.Add(in95.Figure(figure));
            }
        }

        Report.Table($"{collection}, three origins each", ["method", "windows", "median MASE", "median MSIS", "in 80 %", "in 95 %"], rows);
    }

    /// <summary>The last horizons of a series, one before the other, whose values are known and not all the same before.</summary>
    private static IEnumerable<ScoredSeries> Windows(ScoredSeries series, int horizon)
    {
        for (var i = 0; i < Origins; i++)
        {
            var end = series.Train.Length - (i * horizon);
            if (end < 2 * horizon)
                yield break;
            var (known, actual) = (series.Train[..(end - horizon)], series.Train[(end - horizon)..end]);
            if (!actual.Any(double.IsNaN) && known.Distinct().Count() > 3)
                yield return new ScoredSeries($"{series.Id}-{i}", known, actual);
        }
    }

    private static double Median(IEnumerable<double?> values) => Measure.Median([.. values.OfType<double>().Where(double.IsFinite)]);
}
