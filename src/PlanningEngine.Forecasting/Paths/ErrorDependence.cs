using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Paths;

/// <summary>
/// How the forecast errors of many series go together: their errors at the same times are patterns that may come again. A series' part in each pattern is its error of that time over its usual
/// error, so that a weighted sum of random patterns has the correlations of the errors (the empirical copula of the Schaake shuffle, Clark et al. 2004, smoothed by normal scores, so that a
/// few times give more than a few paths). The size of a pattern in a sum of series is then that of the sum's own errors, however many series there are. Immutable, safe for concurrent use.
/// </summary>
public sealed class ErrorDependence
{
    private const double PriorPairs = 20;
    private const double MostLasting = 0.95;

    /// <summary>Times beyond this are passed over evenly: neighbours say nearly the same, and each costs memory and time.</summary>
    private const int MostPatterns = 52;

    private readonly Dictionary<(int Cutoff, int Step), int> _times;
    private readonly double[] _average;

    private ErrorDependence(Dictionary<(int Cutoff, int Step), int> times, double[] average, (double Level, double Common, double Own) lasting) =>
        (_times, _average, (Level, CommonPersistence, OwnPersistence)) = (times, average, lasting);

    /// <summary>Nothing is known: series go together only as their groups say.</summary>
    public static ErrorDependence None { get; } = Of([]);

    /// <summary>Share of the variance that stays from the first step of an origin to the last, 0 to 0.95: the correlation of errors two steps apart and more, drawn towards 0 as if twenty pairs had said so.</summary>
    public double Level { get; }

    /// <summary>
    /// Correlation from step to step of what series share beside their level, 0 to 0.95. The correlation of consecutive errors was drawn towards <see cref="SamplePaths.UsualCorrelation"/> as if
    /// twenty pairs had said so.
    /// </summary>
    public double CommonPersistence { get; }

    /// <summary>The same of what each series has for itself.</summary>
    public double OwnPersistence { get; }

    /// <summary>Number of patterns: of times at which errors are known, 52 at most.</summary>
    public int Patterns => _average.Length;

    /// <summary>Share of the variance that patterns explain where groups say something too: that of n origins beside one more.</summary>
    internal double Weight => Origins / (Origins + 1.0);

    private int Origins => _times.Keys.Select(t => t.Cutoff).Distinct().Count();

    /// <summary>Learns from errors at origins that the series share.</summary>
    /// <param name="errors">Errors per series, finite; a series without any teaches nothing. Enumerated three times.</param>
    /// <returns>The dependence.</returns>
    public static ErrorDependence Of(IReadOnlyCollection<IReadOnlyList<OriginError>> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        (int Cutoff, int Step)[] times = [.. errors.SelectMany(e => e).Select(e => (e.Cutoff, e.Step)).Distinct().Order()];
        var places = times.Select((time, place) => (time, place)).ToDictionary(p => p.time, p => p.place);
        var average = new double[times.Length];
        var known = new int[times.Length];
        foreach (var (place, value) in errors.SelectMany(e => Scaled(e, places)))
            (average[place], known[place]) = (average[place] + value, known[place] + 1);
        for (var place = 0; place < average.Length; place++)
            average[place] /= Math.Max(1, known[place]);

        int[] kept = [.. Enumerable.Range(0, Math.Min(times.Length, MostPatterns)).Select(i => (int)((long)i * times.Length / Math.Min(times.Length, MostPatterns)))];
        var patterns = kept.Select((place, i) => (Time: times[place], i)).ToDictionary(p => p.Time, p => p.i);
        return new ErrorDependence(patterns, [.. kept.Select(place => average[place])], Lasting(errors, times, places));
    }

    /// <summary>The part of a series in each pattern; the sum of their squares is at most 1. At unknown times it goes as the average series.</summary>
    /// <param name="errors">Errors of the series.</param>
    internal double[] Loadings(IReadOnlyList<OriginError> errors)
    {
        var loadings = (double[])_average.Clone();
        foreach (var (place, value) in Scaled(errors, _times))
            loadings[place] = value;
        var squares = 0.0;
        foreach (var loading in loadings)
            squares += loading * loading;
        var scale = 1 / Math.Sqrt(Math.Max(squares, loadings.Length));
        return Array.ConvertAll(loadings, l => scale * l);
    }

    /// <summary>Actual minus forecast over the root mean square of the series, by place of the time; none where all errors are zero.</summary>
    private static IEnumerable<(int Place, double Value)> Scaled(IReadOnlyList<OriginError> errors, Dictionary<(int Cutoff, int Step), int> places)
    {
        var squares = 0.0;
        foreach (var error in errors)
            squares += error.Error * error.Error;
        if (!(squares > 0))
            yield break;
        var scale = Math.Sqrt(squares / errors.Count);
        foreach (var error in errors)
            if (places.TryGetValue((error.Cutoff, error.Step), out var place))
                yield return (place, -error.Error / scale);
    }

    /// <summary>Products of steps of one origin between different series say how what they share lasts; products within a series, how all of it does.</summary>
    private static (double Level, double Common, double Own) Lasting(
        IReadOnlyCollection<IReadOnlyList<OriginError>> errors, (int Cutoff, int Step)[] times, Dictionary<(int Cutoff, int Step), int> places)
    {
        var (sums, squares, products) = (new double[times.Length], new double[times.Length], new double[times.Length]);
        var (next, far) = (new Mean(), new Mean());
        foreach (var one in errors)
            foreach (var origin in Scaled(one, places).GroupBy(e => times[e.Place].Cutoff))
            {
                var (sum, square, count) = (0.0, 0.0, 0);
                var (nextProducts, nextCount) = (0.0, 0);
                (int Place, double Value)? last = null;
                foreach (var (place, value) in origin.OrderBy(e => e.Place))
                {
                    (sum, square, count) = (sum + value, square + value * value, count + 1);
                    sums[place] += value;
                    squares[place] += value * value;
                    if (last is { } before && Follows(times, place) && before.Place == place - 1)
                    {
                        products[place] += value * before.Value;
                        (nextProducts, nextCount) = (nextProducts + value * before.Value, nextCount + 1);
                    }

                    last = (place, value);
                }

                next.Add(nextProducts, nextCount);
                far.Add((sum * sum - square) / 2 - nextProducts, count * (count - 1) / 2 - nextCount);
            }

        var level = Math.Clamp(far.Drawn(0), 0, MostLasting);
        double shared = 0, sharedSquares = 0;
        var consecutive = 0;
        for (var t = 0; t < times.Length; t++)
        {
            if (!Follows(times, t))
                continue;
            consecutive++;
            shared += sums[t] * sums[t - 1] - products[t];
            sharedSquares += (sums[t] * sums[t] - squares[t] + sums[t - 1] * sums[t - 1] - squares[t - 1]) / 2;
        }

        var common = new Mean();
        if (sharedSquares > 0)
            common.Add(consecutive * Math.Clamp(shared / sharedSquares, -1, 1), consecutive);
        double Beyond(Mean lagOne) => Math.Clamp((lagOne.Drawn(SamplePaths.UsualCorrelation) - level) / (1 - level), 0, MostLasting);
        return (level, Beyond(common), Beyond(next));
    }

    private static bool Follows((int Cutoff, int Step)[] times, int t) => t > 0 && times[t] == (times[t - 1].Cutoff, times[t - 1].Step + 1);

    /// <summary>A mean of products of scaled errors, which is their correlation.</summary>
    private sealed class Mean
    {
        private double _sum;
        private double _count;

        internal void Add(double sum, int count) => (_sum, _count) = (_sum + sum, _count + count);

        internal double Drawn(double prior) => (_sum + PriorPairs * prior) / (_count + PriorPairs);
    }
}
