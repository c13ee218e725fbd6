using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Paths;

/// <summary>
/// Paths through a forecast: at each step they are spread as its quantiles say, and from step to step they go together as its errors do. Sums over steps come from paths,
/// never from summed quantiles, which would be too wide at the ends (a copula: Sklar 1959; ranks as by the Schaake shuffle, Clark et al. 2004).
/// </summary>
public static class SamplePaths
{
    /// <summary>How strongly errors of consecutive steps of one origin go together where nothing is known: a level that is off stays off.</summary>
    public const double UsualCorrelation = 0.6;

    private const double PriorPairs = 20;

    /// <summary>Kind of random numbers, beside those of <see cref="JointPaths"/>.</summary>
    private const int Alone = 0;

    /// <summary>Nearer to its ends the way between two quantiles is not bent.</summary>
    private const double SmallestShareOfWay = 0.02;

    /// <summary>Draws paths.</summary>
    /// <param name="forecast">A forecast with two levels at least.</param>
    /// <param name="count">Number of paths, 2 at least; a thousand give the 97.5 % quantile of a sum within about two per cent.</param>
    /// <param name="correlation">Correlation of consecutive steps, from -0.99 to 0.99; see <see cref="Correlation"/>.</param>
    /// <param name="seed">Same seed, same paths; those of neighbouring seeds do not go together.</param>
    /// <returns><c>paths[path][step]</c>; at each step, sorted, they are the forecast's quantile function at evenly spaced levels, bent between them so that their mean is that of the forecast as far as its quantiles allow, its tails those of a normal distribution.</returns>
    public static double[][] Draw(Forecast forecast, int count, double correlation = UsualCorrelation, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(correlation), 0.99, nameof(correlation));
        if (forecast.Levels.Length < 2)
            throw new ArgumentException($"The forecast has quantiles of {forecast.Levels.Length} levels. Maybe ask for the default levels.", nameof(forecast));
        var random = new SplitMix(seed, Alone, 0);
        var paths = new double[count][];
        var scores = new double[count];
        for (var path = 0; path < count; path++)
        {
            paths[path] = new double[forecast.Horizon];
            scores[path] = NormalDistribution.Quantile(random.Next());
        }

        var ranked = new int[count];
        var fresh = Math.Sqrt(1 - correlation * correlation);
        for (var step = 0; step < forecast.Horizon; step++)
        {
            for (var path = 0; path < count; path++)
                ranked[path] = path;
            Array.Sort((double[])scores.Clone(), ranked);
            var values = ValuesOfMean(forecast.Levels, forecast.Quantiles[step], forecast.Mean[step], count);
            for (var rank = 0; rank < count; rank++)
                paths[ranked[rank]][step] = values[rank];
            for (var path = 0; path < count; path++)
                scores[path] = correlation * scores[path] + fresh * NormalDistribution.Quantile(random.Next());
        }

        return paths;
    }

    /// <summary>The correlation of consecutive steps from the errors on inner origins, drawn towards <see cref="UsualCorrelation"/> as if twenty pairs had said so.</summary>
    /// <param name="scores">Standardised errors of one or of many series, origin after origin, their steps increasing within an origin.</param>
    /// <returns>A correlation that <see cref="Draw"/> takes.</returns>
    public static double Correlation(CalibrationScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        double products = 0, squares = 0;
        var pairs = 0;
        for (var i = 1; i < scores.Values.Count; i++)
        {
            if (scores.Steps[i] != scores.Steps[i - 1] + 1)
                continue;
            products += scores.Values[i] * scores.Values[i - 1];
            squares += (scores.Values[i] * scores.Values[i] + scores.Values[i - 1] * scores.Values[i - 1]) / 2;
            pairs++;
        }

        var own = squares > 0 ? products / squares : UsualCorrelation;
        return Math.Clamp((pairs * own + PriorPairs * UsualCorrelation) / (pairs + PriorPairs), -0.99, 0.99);
    }

    /// <summary>The quantile function; beyond the outermost levels it goes on as a normal distribution does through the two outermost ones.</summary>
    internal static double Quantile(double[] levels, double[] row, double level)
    {
        if (level >= levels[0] && level <= levels[^1])
            return QuantileFunctions.At(levels, row, level);
        var (near, next) = level < levels[0] ? (0, 1) : (levels.Length - 1, levels.Length - 2);
        var (at, from, to) = (NormalDistribution.Quantile(level), NormalDistribution.Quantile(levels[near]), NormalDistribution.Quantile(levels[next]));
        var value = row[near] + (row[near] - row[next]) / (from - to) * (at - from);
        // A tail never reaches below zero where the forecast does not.
        return row[0] >= 0 ? Math.Max(0, value) : value;
    }

    /// <summary>
    /// The quantile function at evenly spaced levels, increasing. Quantiles of a few levels leave open how demand lies between them: of demand that is mostly zero a straight line would make too much.
    /// Between two levels it goes as a power of the share of the way, the same power everywhere, that which has the mean.
    /// </summary>
    private static double[] ValuesOfMean(double[] levels, double[] row, double mean, int count)
    {
        var values = new double[count];
        var (wanted, low, width) = (mean * count, 0.0, 0.0);
        var places = new (int Below, double Share)[count];
        for (var rank = 0; rank < count; rank++)
        {
            var level = (rank + 0.5) / count;
            if (level <= levels[0] || level >= levels[^1])
            {
                (values[rank], places[rank]) = (Quantile(levels, row, level), (-1, 0));
                wanted -= values[rank];
                continue;
            }

            var below = rank > 0 ? Math.Max(0, places[rank - 1].Below) : 0;
            while (level > levels[below + 1])
                below++;
            places[rank] = (below, (level - levels[below]) / (levels[below + 1] - levels[below]));
            low += row[below];
            width += row[below + 1] - row[below];
        }

        // A power p leaves 1 / (p + 1) of the way on average.
        var ofWay = width > 0 ? Math.Clamp((wanted - low) / width, SmallestShareOfWay, 1 - SmallestShareOfWay) : 0.5;
        var power = (1 / ofWay) - 1;
        for (var rank = 0; rank < count; rank++)
        {
            var (below, share) = places[rank];
            if (below >= 0)
                values[rank] = row[below] + ((row[below + 1] - row[below]) * Math.Pow(share, power));
        }

        return values;
    }
}
