using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Seasonality;

namespace PlanningEngine.Forecasting.Intervals;

/// <summary>
/// The calibration of a call that knows one series alone with a long cycle or several. They have candidates of their own, whose spread over many cycles is too large: it remembers every shock since then. A single long cycle
/// seen less than twice was not fitted and costs nothing. Errors follow Student's distribution with six degrees of freedom. Found on the last training values of the M4 competition.
/// </summary>
internal static class LongCycleSpread
{
    private const double DegreesOfFreedom = 6;
    private const double Unfitted = 0.72;
    private const double OfManyCycles = 0.48;
    private const double PerRootOfCycles = 1;
    private const double PerSquareOfValues = 90;
    private const double FewestCycles = 2;
    private const double Least = 0.6;
    private const double Most = 3;
    private const double UsualErrors = 60;

    /// <summary>Whether a series is such, its far cycles apart: they are taken out first.</summary>
    internal static bool Holds(TimeSeries series) => FarSeason.Near(series).FurtherPeriods.Count > 0 || series.Period > ExponentialSmoothing.LongestSeasonInStates;

    /// <summary>How many times wider than the models' spread errors are.</summary>
    /// <param name="known">Number of known values.</param>
    /// <param name="periods">Lengths of the cycles.</param>
    internal static double Factor(int known, IReadOnlyCollection<int> periods)
    {
        var cycles = known / (double)periods.Max();
        var spread = cycles >= FewestCycles || periods.Count > 1 ? OfManyCycles + PerRootOfCycles / Math.Sqrt(Math.Max(cycles, FewestCycles)) : Unfitted;
        return Math.Clamp(spread + PerSquareOfValues / known / known, Least, Most);
    }

    /// <summary>How much wider than usual a series errs, drawn towards 1 as if sixty errors had said so.</summary>
    internal static double OwnFactor(double relative, int count) => (UsualErrors + count * relative) / (UsualErrors + count);

    /// <summary>Student's quantile by Cornish and Fisher's expansion, scaled to the normal distribution's at 90 %.</summary>
    internal static double Quantile(double level)
    {
        static double Expanded(double z) => z + ((z * z * z) + z) / (4 * DegreesOfFreedom) + ((5 * Math.Pow(z, 5)) + (16 * z * z * z) + (3 * z)) / (96 * DegreesOfFreedom * DegreesOfFreedom);
        var ninety = NormalDistribution.Quantile(0.9);
        return Expanded(NormalDistribution.Quantile(level)) * ninety / Expanded(ninety);
    }
}
