namespace PlanningEngine.Forecasting.Intervals;

/// <summary>
/// How far a series of a collection stays as restless as it was: its factor is (own errors over usual ones)^exponent. Where series differ from each other and keep doing so the exponent is large, where their errors at
/// a few origins were chance it is next to nothing. Pooled scores are divided by the factor that other origins gave their series, and a forecast gets that of its own series: one that stays odd is wide, and widens the rest less.
/// </summary>
/// <param name="Exponent">From 0 (own errors say nothing) to 1 (all that there is to know).</param>
/// <param name="Usual">Own errors of a usual series: their geometric mean.</param>
internal sealed record OwnSpread(double Exponent, double Usual)
{
    /// <summary>A series that hardly erred so far counts as calm to this part of usual.</summary>
    private const double Calmest = 1.0 / 3;

    private const int MostIterations = 20;
    private const double Precision = 1e-6;

    /// <summary>How many times wider than usual a series errs.</summary>
    /// <param name="own">Its own errors; 0 where they are not known.</param>
    internal double Factor(double own) => own > 0 ? Math.Exp(Exponent * Relative(own)) : 1;

    /// <summary>
    /// Learns the exponent at which errors, divided by the factor that other origins give their series, no longer go with it: sum of x |score| exp(-exponent x) = 0, x the logarithm of own errors around its mean in the
    /// class and origin, scores in units of theirs. n origins give n of n + 1 parts of it, and few scores less.
    /// </summary>
    /// <param name="cells">Scores without what those of one time share.</param>
    /// <returns>What was learned; null where no series has errors at two origins.</returns>
    internal static OwnSpread? Learn(IReadOnlyList<CalibrationCell> cells)
    {
        var (sum, count) = (0.0, 0);
        foreach (var own in cells.SelectMany(c => c.Own).Where(own => own > 0))
            (sum, count) = (sum + Math.Log(own), count + 1);
        if (count == 0)
            return null;
        var spread = new OwnSpread(0, Math.Exp(sum / count));
        (double X, double Size)[] errors = [.. cells.GroupBy(c => (c.Class, c.Cutoff)).SelectMany(spread.Centred)];
        var origins = (double)cells.Select(c => c.Cutoff).Distinct().Count();
        return spread with { Exponent = Root(errors) * origins / (origins + 1) * count / (count + CalibrationTable.EnoughScores) };
    }

    /// <summary>The scores of a cell in units of their series.</summary>
    internal CalibrationCell Divided(CalibrationCell cell) =>
        cell.Own.Count == 0 ? cell : cell with { Scores = [.. cell.Scores.Select((score, i) => score / Factor(cell.Own[i]))] };

    private double Relative(double own) => Math.Log(Math.Max(own / Usual, Calmest));

    private IEnumerable<(double X, double Size)> Centred(IEnumerable<CalibrationCell> cells)
    {
        var errors = cells.SelectMany(c => c.Scores.Zip(c.Own)).Where(e => e.Second > 0).Select(e => (X: Relative(e.Second), Size: Math.Min(Math.Abs(e.First), OwnErrors.Farthest))).ToArray();
        var (x, size) = errors.Length == 0 ? (0, 0) : (errors.Average(e => e.X), errors.Average(e => e.Size));
        return size > 0 ? errors.Select(e => (e.X - x, e.Size / size)) : [];
    }

    /// <summary>Newton's steps from 0, kept between 0 and 1.</summary>
    private static double Root((double X, double Size)[] errors)
    {
        var exponent = 0.0;
        for (var i = 0; i < MostIterations; i++)
        {
            var (value, slope) = (0.0, 0.0);
            foreach (var (x, size) in errors)
            {
                var left = x * size * Math.Exp(-exponent * x);
                (value, slope) = (value + left, slope + x * left);
            }

            var next = slope > 0 ? Math.Clamp(exponent + value / slope, 0, 1) : 0;
            if (Math.Abs(next - exponent) < Precision)
                return next;
            exponent = next;
        }

        return exponent;
    }
}
