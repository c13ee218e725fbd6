using System.Globalization;
using PlanningEngine.Forecasting.Cleaning;
using PlanningEngine.Forecasting.Decomposition;
using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Seasonality;

/// <summary>
/// The season of a cycle of many rounds of another, such as the year of days, from this series alone: waves of what moving averages over the shorter cycle leave beside their trend, estimated in each round by itself.
/// Slow and quick waves count as far as rounds agree on them (the intraclass correlation, raised to that of their mean by Spearman's and Brown's formula), so that a level which wanders is not taken for a season.
/// </summary>
/// <param name="values">By phase, 0 that of the first bucket: logarithms of factors, or what is added.</param>
/// <param name="multiplies">Whether they are factors.</param>
/// <param name="note">What was found.</param>
internal sealed class FarSeason(double[] values, bool multiplies, string note)
{
    /// <summary>Rounds of the shortest cycle beyond which another is far from it: a week is not from a day of hours, a year is from a week of days.</summary>
    private const int FarRounds = 24;
    private const int FewestRounds = 2;

    /// <summary>Moving averages that never fall below this share of their mean make seasons factors.</summary>
    private const double SmallestShare = 0.05;

    /// <summary>Share of the square of values below which the power of waves is rounding.</summary>
    private const double Rounding = 1e-24;

    /// <summary>Waves per round that are judged together: the first two, up to six, and all others.</summary>
    private static readonly int[] Bands = [2, 6, 26];

    /// <summary>What was found, for the notes.</summary>
    internal string Note => note;

    /// <summary>Whether a series has a cycle far from its shortest one.</summary>
    internal static bool IsAsked(TimeSeries series) => series.FurtherPeriods.Any(p => IsFar(series, p));

    /// <summary>Values from which on a cycle counts as seen twice: of a far one two whole rounds of moving averages.</summary>
    internal static int FewestValues(TimeSeries series, int period) => (FewestRounds * period) + (IsFar(series, period) ? LongestNear(series) - 1 : 0);

    /// <summary>A series without its far cycles and their season: what methods for the near ones see.</summary>
    internal static TimeSeries Without(TimeSeries series) => Of(series) is { } season ? Near(series) with { Values = season.Remove(series.Values) } : Near(series);

    /// <summary>A series without its far cycles.</summary>
    internal static TimeSeries Near(TimeSeries series) => IsAsked(series) ? series with { FurtherPeriods = [.. series.FurtherPeriods.Where(p => !IsFar(series, p))] } : series;

    /// <summary>Estimates the season of the longest far cycle that was seen twice; null where none was, or it did not come back.</summary>
    internal static FarSeason? Of(TimeSeries series)
    {
        if (!IsAsked(series))
            return null;
        var first = Array.FindIndex(series.Values, v => !double.IsNaN(v));
        var known = series.Values[first..^History.UnknownAtEndOf(series)];
        var (cycle, period) = (LongestNear(series), series.FurtherPeriods.Where(p => IsFar(series, p) && known.Length >= FewestValues(series, p)).DefaultIfEmpty(0).Max());
        if (period == 0)
            return null;
        var rounds = (known.Length - cycle + 1) / period;
        Gaps.Fill(known, series.Period);
        var averages = new double[known.Length - cycle + 1];
        Stl.Average(known, cycle, averages);
        var multiplies = averages.Min() > SmallestShare * averages.Average();
        if (multiplies)
            averages = Array.ConvertAll(averages, v => Math.Log(v));
        var from = averages.Length - (rounds * period);
        var circle = new Circle(period);
        var (waves, share) = Waves(averages[from..], circle, rounds);
        if (share == 0)
            return null;
        // The centre of the first average of these rounds is their phase 0.
        var start = first + from + (cycle / 2);
        var season = new double[period];
        for (var phase = 0; phase < period; phase++)
            for (var wave = 0; wave < waves.Length; wave++)
                season[(start + phase) % period] += waves[wave].At(wave, phase, circle);
        var factor = multiplies ? Math.Log(season.Average(Math.Exp)) : 0;
        return new FarSeason(Array.ConvertAll(season, s => s - factor), multiplies, string.Create(CultureInfo.InvariantCulture, $"the season of {period} was taken out first, {100 * share:0} % of what the mean of its rounds shows"));
    }

    /// <summary>The values without the season.</summary>
    internal double[] Remove(double[] history) => [.. history.Select((v, t) => multiplies ? v * Math.Exp(-values[t % values.Length]) : v - values[t % values.Length])];

    /// <summary>Puts the season into a forecast of what is left.</summary>
    /// <param name="flat">The forecast.</param>
    /// <param name="length">Buckets of the history.</param>
    /// <param name="request">What is asked.</param>
    internal Forecast Restore(Forecast flat, int length, ForecastRequest request)
    {
        double At(double value, int step) => values[(length + step) % values.Length] is var season && multiplies ? value * Math.Exp(season) : value + season;
        return Forecast.Create(flat.Method, [.. flat.Mean.Select(At)], [.. flat.Quantiles.Select((row, step) => Array.ConvertAll(row, q => At(q, step)))], request, [note, .. flat.Notes]);
    }

    private static int LongestNear(TimeSeries series) => Near(series).FurtherPeriods.Append(series.Period).Max();

    private static bool IsFar(TimeSeries series, int period) => series.Period > 1 && period > FarRounds * series.Period;

    /// <summary>Waves of all rounds together, drawn to none as far as rounds do not agree, and how much of them is left, 0 to 1.</summary>
    private static (Wave[] Waves, double Share) Waves(double[] x, Circle circle, int rounds)
    {
        var period = circle.Period;
        double[] means = [.. Enumerable.Range(0, rounds).Select(r => x.AsSpan(r * period, period).ToArray().Average())];
        var slope = LeastSquares.Line(means).Slope / period;
        var count = Math.Min(Bands[^1], (period - 1) / 2);
        Wave[][] ofRounds = [.. Enumerable.Range(0, rounds).Select(r => Enumerable.Range(0, count).Select(wave => Wave.Of(x.AsSpan(r * period, period), slope, wave, circle)).ToArray())];
        Wave[] waves = [.. Enumerable.Range(0, count).Select(wave => new Wave(ofRounds.Average(r => r[wave].Cosine), ofRounds.Average(r => r[wave].Sine)))];
        double found = 0, kept = 0;
        for (var band = 0; band < Bands.Length; band++)
        {
            var (begin, end) = (band == 0 ? 0 : Bands[band - 1], Math.Min(count, Bands[band]));
            var (ofMean, ofRound) = (waves[begin..end].Sum(w => w.Power), ofRounds.Average(r => r[begin..end].Sum(w => w.Power)));
            var share = ofRound > Rounding * x[0] * x[0] ? Agreement(rounds, ofMean / ofRound) : 0;
            (found, kept) = (found + ofMean, kept + (share * share * ofMean));
            for (var wave = begin; wave < end; wave++)
                waves[wave] = new Wave(share * waves[wave].Cosine, share * waves[wave].Sine);
        }

        return (waves, found > 0 ? Math.Sqrt(kept / found) : 0);
    }

    /// <summary>How far the mean of rounds is to be believed, from its power over theirs: the intraclass correlation, and Spearman's and Brown's formula.</summary>
    private static double Agreement(int rounds, double power)
    {
        var correlation = Math.Max(0, ((rounds * power) - 1) / (rounds - 1));
        return rounds * correlation / (1 + ((rounds - 1) * correlation));
    }

    /// <summary>One wave of a round, so many of them to it.</summary>
    private readonly record struct Wave(double Cosine, double Sine)
    {
        /// <summary>Square of its height.</summary>
        internal double Power => (Cosine * Cosine) + (Sine * Sine);

        internal static Wave Of(ReadOnlySpan<double> round, double slope, int wave, Circle circle)
        {
            var (cosine, sine) = (0.0, 0.0);
            for (var phase = 0; phase < round.Length; phase++)
            {
                var left = (round[phase] - round[0] - (slope * phase)) * 2 / round.Length;
                var (ofCosine, ofSine) = circle.At(wave, phase);
                (cosine, sine) = (cosine + (left * ofCosine), sine + (left * ofSine));
            }

            return new Wave(cosine, sine);
        }

        internal double At(int wave, int phase, Circle circle) => circle.At(wave, phase) switch { var (cosine, sine) => (Cosine * cosine) + (Sine * sine) };
    }

    /// <summary>Cosines and sines of the phases of a period.</summary>
    private sealed class Circle(int period)
    {
        private readonly (double Cosine, double Sine)[] _points = [.. Enumerable.Range(0, period).Select(phase => (Math.Cos(2 * Math.PI * phase / period), Math.Sin(2 * Math.PI * phase / period)))];

        internal int Period => period;

        /// <summary>Where a wave stands at a phase, the first wave being 0.</summary>
        internal (double Cosine, double Sine) At(int wave, int phase) => _points[(wave + 1) * phase % period];
    }
}
