using System.Globalization;
using PlanningEngine.Forecasting.Cleaning;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Seasonality;

/// <summary>
/// The season of a cycle of many rounds of another, such as the year of days, from this series alone: waves of what moving averages over the shorter cycle leave beside their trend, estimated in each round by itself.
/// Slow and quick waves count as far as rounds agree on them (the intraclass correlation, raised to that of their mean by Spearman's and Brown's formula), so that a level which wanders is not taken for a season.
/// </summary>
/// <param name="values">By phase, 0 that of the first bucket: logarithms of factors, or what is added.</param>
/// <param name="multiplies">Whether they are factors: where moving averages are clearly above zero.</param>
/// <param name="note">What was found.</param>
internal sealed class FarSeason(double[] values, bool multiplies, string note)
{
    /// <summary>Rounds of the shortest cycle beyond which another is far from it: a week is not from a day of hours, a year is from a week of days.</summary>
    private const int FarRounds = 24;
    private const int FewestRounds = 2;
    private const double SmallestShare = 0.05;

    /// <summary>Waves per round that are judged together: the first two, up to six, and all others.</summary>
    private static readonly int[] Bands = [2, 6, 26];

    /// <summary>What was found, for the notes.</summary>
    internal string Note => note;

    /// <summary>Whether a series has a cycle far from its shortest one.</summary>
    internal static bool IsAsked(TimeSeries series) => series.FurtherPeriods.Any(p => IsFar(series, p));

    /// <summary>A series without its far cycles.</summary>
    internal static TimeSeries Near(TimeSeries series) => IsAsked(series) ? series with { FurtherPeriods = [.. series.FurtherPeriods.Where(p => !IsFar(series, p))] } : series;

    /// <summary>Estimates the season of the longest far cycle; null where it was not seen twice, or did not come back.</summary>
    internal static FarSeason? Of(TimeSeries series)
    {
        var (cycle, period) = (Near(series).FurtherPeriods.Append(series.Period).Max(), series.FurtherPeriods.Where(p => IsFar(series, p)).DefaultIfEmpty(0).Max());
        if (period == 0 || series.Length < (FewestRounds * period) + cycle)
            return null;
        var first = Array.FindIndex(series.Values, v => !double.IsNaN(v));
        var known = series.Values[first..^History.UnknownAtEndOf(series)];
        var rounds = (known.Length - cycle + 1) / period;
        if (rounds < FewestRounds)
            return null;
        Gaps.Fill(known, series.Period);
        var averages = MovingAverages(known, cycle);
        var multiplies = averages.Min() > SmallestShare * averages.Average();
        if (multiplies)
            averages = Array.ConvertAll(averages, v => Math.Log(v));
        var from = averages.Length - (rounds * period);
        var (waves, share) = Waves(averages[from..], period, rounds);
        if (share == 0)
            return null;
        // The centre of the first average of these rounds is their phase 0.
        var start = first + from + (cycle / 2);
        var season = new double[period];
        for (var phase = 0; phase < period; phase++)
            for (var wave = 0; wave < waves.Length; wave++)
                season[(((start + phase) % period) + period) % period] += (waves[wave].Cosine * Math.Cos(Angle(wave, phase, period))) + (waves[wave].Sine * Math.Sin(Angle(wave, phase, period)));
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

    private static bool IsFar(TimeSeries series, int period) => series.Period > 1 && period > FarRounds * series.Period;

    private static double Angle(int wave, int phase, int period) => 2 * Math.PI * (wave + 1) * phase / period;

    private static double[] MovingAverages(double[] y, int cycle)
    {
        var averages = new double[y.Length - cycle + 1];
        var sum = y.Take(cycle).Sum();
        for (var t = 0; t < averages.Length; t++)
        {
            averages[t] = sum / cycle;
            if (t + cycle < y.Length)
                sum += y[t + cycle] - y[t];
        }

        return averages;
    }

    /// <summary>Cosines and sines per wave, drawn to none as far as rounds do not agree; and how much of the variance of their means is left.</summary>
    private static ((double Cosine, double Sine)[] Waves, double Share) Waves(double[] x, int period, int rounds)
    {
        double[] means = [.. Enumerable.Range(0, rounds).Select(r => x.AsSpan(r * period, period).ToArray().Average())];
        var slope = Numerics.LeastSquares.Line(means).Slope / period;
        var count = Math.Min(Bands[^1], (period - 1) / 2);
        var ofRounds = new (double Cosine, double Sine)[rounds][];
        for (var round = 0; round < rounds; round++)
        {
            ofRounds[round] = new (double, double)[count];
            for (var wave = 0; wave < count; wave++)
                for (var phase = 0; phase < period; phase++)
                {
                    var left = (x[(round * period) + phase] - (slope * phase)) * 2 / period;
                    ofRounds[round][wave].Cosine += left * Math.Cos(Angle(wave, phase, period));
                    ofRounds[round][wave].Sine += left * Math.Sin(Angle(wave, phase, period));
                }
        }

        var waves = new (double Cosine, double Sine)[count];
        double all = 0, left2 = 0;
        for (var band = 0; band < Bands.Length; band++)
        {
            var (begin, end) = (band == 0 ? 0 : Bands[band - 1], Math.Min(count, Bands[band]));
            double own = 0, ofMean = 0;
            for (var wave = begin; wave < end; wave++)
            {
                waves[wave] = (ofRounds.Average(r => r[wave].Cosine), ofRounds.Average(r => r[wave].Sine));
                own += ofRounds.Sum(r => (r[wave].Cosine * r[wave].Cosine) + (r[wave].Sine * r[wave].Sine)) / rounds;
                ofMean += (waves[wave].Cosine * waves[wave].Cosine) + (waves[wave].Sine * waves[wave].Sine);
            }

            var agreement = own > 0 ? ((rounds * ofMean / own) - 1) / (rounds - 1) : 0;
            var share = agreement > 0 ? rounds * agreement / (1 + ((rounds - 1) * agreement)) : 0;
            (all, left2) = (all + ofMean, left2 + (share * share * ofMean));
            for (var wave = begin; wave < end; wave++)
                waves[wave] = (share * waves[wave].Cosine, share * waves[wave].Sine);
        }

        return (waves, all > 0 ? Math.Sqrt(left2 / all) : 0);
    }
}
