using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Seasonality;

/// <summary>
/// How demand that is mostly zero is spread over a cycle: the rate of each phase over the mean rate, by a quasi-Poisson model of a straight line times factors. Factors leave one, or what is known
/// beforehand, only where phases clearly differ more than chance makes them, and then as far as they do (empirical Bayes; the variance between phases by DerSimonian and Laird 1986). One series shows
/// that in many cycles or never; many series show it together.
/// </summary>
internal static class SeasonalRates
{
    /// <summary>Fewest cycles of one series: the sum of a phase over fewer is a matter of single orders.</summary>
    private const int FewestCycles = 8;

    /// <summary>Fewest cycles of many series.</summary>
    private const int FewestCyclesTogether = 2;

    /// <summary>Normal score from which on phases differ: one series in a hundred does by chance.</summary>
    private const double ClearScore = 2.33;

    /// <summary>Least part of the mean that the line may fall to: a rate is above zero.</summary>
    private const double LeastLevel = 0.1;

    /// <summary>The cycles of a series.</summary>
    internal static int[] PeriodsOf(TimeSeries series) => [.. new[] { series.Period }.Concat(series.FurtherPeriods).Where(p => p > 1)];

    /// <summary>Factors of the steps after a history, 0 in closed phases; null where all are one.</summary>
    /// <param name="series">The history; unknown values (NaN) are left out, and so is what lies before the first demand.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <param name="shared">What is known beforehand; none where nothing is.</param>
    internal static double[]? Ahead(TimeSeries series, int horizon, IReadOnlyList<SharedSeason> shared)
    {
        var seasons = Phases.Of(series) is { } phases ? Of(phases, PeriodsOf(series), FewestCycles, shared) : [];
        var open = OpenPhases.Find(series);
        if (seasons.Count == 0 && open is null)
            return null;
        // What closed phases do not sell the open ones do.
        var all = Enumerable.Range(0, open?.Length ?? 0).Select(Factor).ToArray();
        var share = open is null ? 1 : all.Where((_, step) => IsOpen(step)).Sum() / all.Sum();
        return [.. Enumerable.Range(0, horizon).Select(step => IsOpen(step) ? Factor(step) / share : 0)];

        double Factor(int step) => seasons.Aggregate(1.0, (product, s) => product * s.Factors[Cycle.PhaseOf(series.End + step, s.Period)]);
        bool IsOpen(int step) => open is null || open[(series.Length + step) % open.Length];
    }

    /// <summary>What series of the same cycles show together; each counts by its volume over the variance of its noise.</summary>
    internal static IReadOnlyList<SharedSeason> OfAll(IReadOnlyList<TimeSeries> series) =>
        Phases.OfSum(series) is { } phases ? Of(phases, PeriodsOf(series[0]), FewestCyclesTogether, []) : [];

    private static List<SharedSeason> Of(Phases phases, int[] periods, int fewestCycles, IReadOnlyList<SharedSeason> shared)
    {
        var result = new List<SharedSeason>();
        foreach (var period in periods)
        {
            var before = shared.FirstOrDefault(s => s.Period == period);
            if (before is not null)
                phases.Take(before);
            var own = phases.Cycles(period) >= fewestCycles ? phases.Departures(period) : null;
            if (own is not null)
                phases.Take(own);
            if ((before, own) is (null, null))
                continue;
            double[] factors = [.. Enumerable.Range(0, period).Select(phase => (before?.Factors[phase] ?? 1) * (own?.Factors[phase] ?? 1))];
            var mean = factors.Average();
            result.Add(new SharedSeason(period, Array.ConvertAll(factors, f => f / mean)));
        }

        return result;
    }

    /// <summary>Values beside what is expected of them; both are NaN-free where known.</summary>
    private sealed class Phases
    {
        private readonly double[] _values;
        private readonly double[] _expected;
        private readonly int _first;
        private readonly int _known;

        private Phases(double[] values, double[] expected, int first) =>
            (_values, _expected, _first, _known) = (values, expected, first, values.Count(v => !double.IsNaN(v)));

        /// <summary>A series and its line, from its first demand on; null where that does not lie above zero.</summary>
        internal static Phases? Of(TimeSeries series)
        {
            var first = Array.FindIndex(series.Values, v => !double.IsNaN(v) && v != 0);
            return first >= 0 && Line(series.Values[first..]) is { } line ? new Phases(series.Values[first..], line, series.FirstPeriod + first) : null;
        }

        /// <summary>The sum of many series and of their lines, each divided by how much more than a Poisson count it varies.</summary>
        internal static Phases? OfSum(IReadOnlyList<TimeSeries> series)
        {
            var (start, end) = (series.Min(s => s.FirstPeriod), series.Max(s => s.End));
            var (values, expected) = (new double[end - start], new double[end - start]);
            Array.Fill(values, double.NaN);
            foreach (var one in series)
            {
                if (Of(one) is not { } phases)
                    continue;
                var dispersion = phases.Dispersion(1);
                if (!(dispersion > 0))
                    continue;
                for (var t = 0; t < phases._values.Length; t++)
                {
                    if (double.IsNaN(phases._values[t]))
                        continue;
                    var at = phases._first + t - start;
                    values[at] = (double.IsNaN(values[at]) ? 0 : values[at]) + phases._values[t] / dispersion;
                    expected[at] += phases._expected[t] / dispersion;
                }
            }

            return Array.Exists(values, v => v > 0) ? new Phases(values, expected, start) : null;
        }

        internal double Cycles(int period) => (double)_values.Length / period;

        /// <summary>A season becomes part of what is expected.</summary>
        internal void Take(SharedSeason season)
        {
            for (var t = 0; t < _expected.Length; t++)
                _expected[t] *= season.Factors[Cycle.PhaseOf(_first + t, season.Period)];
        }

        /// <summary>How phases depart from what is expected; null where they do not clearly.</summary>
        internal SharedSeason? Departures(int period)
        {
            var (came, awaited) = (new double[period], new double[period]);
            for (var t = 0; t < _values.Length; t++)
            {
                if (double.IsNaN(_values[t]))
                    continue;
                var phase = Cycle.PhaseOf(_first + t, period);
                came[phase] += _values[t];
                awaited[phase] += _expected[t];
            }

            var free = _known - period - 1;
            if (free < 1 || Array.Exists(came, v => v < 0) || Array.Exists(awaited, v => !(v > 0)))
                return null;
            var fitted = new SharedSeason(period, [.. came.Zip(awaited, (c, a) => c / a)]);
            var dispersion = Dispersion(period + 1, fitted);
            if (!(dispersion > 0))
                return null;
            // Weights are the inverse variances of the ratios.
            double[] weights = [.. awaited.Select(a => a / dispersion)];
            var between = weights.Zip(fitted.Factors, (w, r) => w * (r - 1) * (r - 1)).Sum();
            if (NormalDistribution.ScoreOfF(between / (period - 1), period - 1, free) < ClearScore)
                return null;
            var sum = weights.Sum();
            var variance = (between - (period - 1)) / (sum - weights.Sum(w => w * w) / sum);
            return new SharedSeason(period, [.. fitted.Factors.Zip(weights, (r, w) => 1 + (r - 1) * variance / (variance + 1 / w))]);
        }

        /// <summary>Squared departures from what is expected, over it.</summary>
        private double Dispersion(int parameters, SharedSeason? season = null)
        {
            var (squares, sum) = (0.0, 0.0);
            for (var t = 0; t < _values.Length; t++)
            {
                if (double.IsNaN(_values[t]))
                    continue;
                var fitted = _expected[t] * (season?.Factors[Cycle.PhaseOf(_first + t, season.Period)] ?? 1);
                squares += (_values[t] - fitted) * (_values[t] - fitted);
                sum += fitted;
            }

            return sum > 0 && _known > parameters ? squares / sum * _known / (_known - parameters) : 0;
        }

        private static double[]? Line(double[] values)
        {
            var known = Array.FindAll(values, v => !double.IsNaN(v));
            var mean = known.Average();
            if (!(mean > 0))
                return null;
            var (intercept, slope) = known.Length > 1 ? LeastSquares.Line(known) : (mean, 0);
            var line = new double[values.Length];
            for (int t = 0, at = 0; t < line.Length; at += double.IsNaN(values[t]) ? 0 : 1, t++)
                line[t] = Math.Max(LeastLevel * mean, intercept + slope * at);
            return line;
        }
    }
}
