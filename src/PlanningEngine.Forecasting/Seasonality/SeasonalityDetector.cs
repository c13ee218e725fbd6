using PlanningEngine.Forecasting.Cleaning;

namespace PlanningEngine.Forecasting.Seasonality;

/// <summary>A seasonal cycle that was found in a history.</summary>
/// <param name="Period">Its length in buckets, 2 at least.</param>
/// <param name="Strength">Share of the variance around the trend that it explains, adjusted for its number of phases; between 0 and 1.</param>
public sealed record DetectedCycle(int Period, double Strength);

/// <summary>
/// Finds the seasonal cycles of a history when nobody declared them, several if there are several. For each length the trend is taken out and phases are compared by analysis of
/// variance; a length counts when phases differ far beyond chance (with as many degrees of freedom as autocorrelation leaves) and more than at neighbouring lengths.
/// The strongest is taken out, and the search goes on.
/// </summary>
/// <remarks>A cycle must be seen twice. Among lengths that explain about as much, a length of the calendar (7 days, 52 weeks, 365 days, ...) is preferred, and needs less evidence.</remarks>
public static class SeasonalityDetector
{
    /// <summary>Longest cycle that is looked for, in buckets.</summary>
    public const int LongestPeriod = 1_500;

    private const int FewestValues = 8;
    private const int MostValues = 10_000;
    private const int MostCycles = 3;
    private const double CriticalScore = 4;
    private const double CriticalScoreOfTheCalendar = 2.5;
    private const double ShareOfBest = 0.7;
    private const double ShareOfSideband = 0.1;
    private const double AboutAsMuch = 0.93;
    private const double NearbyShare = 0.025;
    private const double OwnShareOfShortMultiple = 0.9;
    private const double OwnShareOfMultiple = 0.5;
    private const int ShortMultiple = 3;
    private const int Year = 365;
    private const int NearYear = 25;

    private static readonly int[] OfTheCalendar = [365, 168, 52, 24, 12, 7, 4];

    /// <summary>Detects cycles.</summary>
    /// <param name="values">A history; NaN where unknown. Of a very long one the last ten thousand values count.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Cycles by increasing length; none where there is no season or too little to see one.</returns>
    public static IReadOnlyList<DetectedCycle> Detect(ReadOnlySpan<double> values, CancellationToken cancellationToken = default)
    {
        var y = values[^Math.Min(values.Length, MostValues)..].ToArray();
        var first = Array.FindIndex(y, v => !double.IsNaN(v));
        if (first < 0 || y.Length - first < FewestValues)
            return [];
        y = y[first..];
        Gaps.Fill(y, 1);
        if (y.Min() > 0)
            y = Array.ConvertAll(y, v => Math.Log(v));
        var whole = Scores(y, cancellationToken);
        var found = new List<int>();
        for (var scores = whole; found.Count < MostCycles && Shortest(scores, y, found, cancellationToken) is { } period; scores = Scores(y, cancellationToken))
        {
            found.Add(period);
            y = new PhaseVariance(y, period).WithoutSeason();
        }

        // A cycle inside a longer one stays when it explains a good part by itself: the day within the week, but not the half day within the day.
        bool Stays(int p) => found.TrueForAll(q => q <= p || q % p != 0 || whole[p] >= (q / p <= ShortMultiple ? OwnShareOfShortMultiple : OwnShareOfMultiple) * whole[q]);
        return [.. found.Where(Stays).Order().Select(p => new DetectedCycle(p, Math.Clamp(whole[p], 0, 1)))];
    }

    /// <summary>Strength by length; 0 at lengths that are not looked at.</summary>
    private static double[] Scores(double[] y, CancellationToken cancellationToken)
    {
        var longest = Math.Min(y.Length / 2, LongestPeriod);
        var scores = new double[longest + 2];
        for (var period = 2; period <= longest; period++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            scores[period] = new PhaseVariance(y, period).Strength;
        }

        return scores;
    }

    /// <summary>The strongest peak beyond chance, or the shortest length inside it that is nearly as strong: two cycles together peak at a common multiple.</summary>
    private static int? Shortest(double[] scores, double[] y, List<int> found, CancellationToken cancellationToken)
    {
        var peaks = new List<int>();
        var significant = new Dictionary<int, bool>();
        for (var period = 2; period < scores.Length - 1; period++)
            if (scores[period] > 0 && scores[period] >= scores[period - 1] && scores[period] >= scores[period + 1] && !found.Exists(f => f % period == 0 || IsSideband(period, f)))
                peaks.Add(period);
        bool IsSignificant(int period)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!significant.TryGetValue(period, out var isSignificant))
                significant[period] = isSignificant = new PhaseVariance(y, period).Score() > (Array.IndexOf(OfTheCalendar, period) >= 0 ? CriticalScoreOfTheCalendar : CriticalScore);
            return isSignificant;
        }

        var best = peaks.OrderByDescending(p => scores[p]).FirstOrDefault(IsSignificant);
        if (best == 0)
            return null;
        var shortest = peaks.Where(p => best % p == 0 && scores[p] >= ShareOfBest * scores[best]).First(IsSignificant);
        return Preferred(shortest, scores);
    }

    /// <summary>Lengths just beside a multiple of a cycle come from its slow change, not from a cycle of their own.</summary>
    private static bool IsSideband(int period, int cycle)
    {
        var beside = Math.Min(period % cycle, cycle - period % cycle);
        return beside > 0 && beside <= ShareOfSideband * cycle;
    }

    private static int Preferred(int period, double[] scores)
    {
        // A year of days is seen few times, and beside a week all multiples of seven around it explain about as much.
        if (Math.Abs(period - Year) <= NearYear && Year < scores.Length && scores[Year] > 0)
            return Year;
        var reach = (int)Math.Floor(NearbyShare * period);
        return Array.Find(OfTheCalendar, c => Math.Abs(c - period) <= reach && c < scores.Length && scores[c] >= AboutAsMuch * scores[period]) is > 0 and var known ? known : period;
    }
}
