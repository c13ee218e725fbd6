using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>Classes of demand by how often it occurs and how its size varies (Syntetos, Boylan, Croston 2005).</summary>
public enum DemandClass
{
    /// <summary>Often and even: ADI below 1.32, CV^2 below 0.49.</summary>
    Smooth,

    /// <summary>Often and uneven: ADI below 1.32, CV^2 from 0.49.</summary>
    Erratic,

    /// <summary>Seldom and even: ADI from 1.32, CV^2 below 0.49.</summary>
    Intermittent,

    /// <summary>Seldom and uneven: ADI from 1.32, CV^2 from 0.49.</summary>
    Lumpy,

    /// <summary>No demand at all.</summary>
    None,
}

/// <summary>The two measures behind a demand class.</summary>
/// <param name="Class">The class.</param>
/// <param name="AverageDemandInterval">Known buckets per bucket with demand; infinite without demand.</param>
/// <param name="SquaredVariation">Squared coefficient of variation of the sizes that are not zero.</param>
public sealed record DemandPattern(DemandClass Class, double AverageDemandInterval, double SquaredVariation)
{
    private const double IntervalBound = 1.32;
    private const double VariationBound = 0.49;

    /// <summary>Where this share of the sizes lies on either side of zero, zero is a value among others and no absence of demand: changes, rates and balances are never seldom.</summary>
    private const double ShareOfEitherSign = 0.25;

    /// <summary>Classifies a history by the phases of its longest cycle that are open: where it has as good as no demand throughout, as a shop at night or on Sundays, it is closed, and says nothing of how often there is demand.</summary>
    /// <param name="values">Observations.</param>
    /// <param name="series">Whose cycles count.</param>
    internal static DemandPattern Of(double[] values, TimeSeries series) =>
        OpenPhases.Find(values, series) is { } open && Of([.. values.Where((_, t) => open[t % open.Length])]) is { Class: not DemandClass.None } pattern ? pattern : Of(values);

    /// <summary>Classifies a history; unknown values (NaN) are left out. Values on both sides of zero are smooth or erratic, however many of them are zero.</summary>
    /// <param name="values">Observations.</param>
    /// <returns>Class and measures.</returns>
    public static DemandPattern Of(ReadOnlySpan<double> values)
    {
        int known = 0, occurrences = 0, negatives = 0;
        double mean = 0, squares = 0;
        foreach (var value in values)
        {
            if (double.IsNaN(value))
                continue;
            known++;
            if (value == 0)
                continue;
            occurrences++;
            if (value < 0)
                negatives++;
            var change = value - mean;
            mean += change / occurrences;
            squares += change * (value - mean);
        }

        if (occurrences == 0)
            return new DemandPattern(DemandClass.None, double.PositiveInfinity, 0);
        var interval = known / (double)occurrences;
        var variation = occurrences > 1 && mean != 0 ? squares / (occurrences - 1) / (mean * mean) : 0;
        var bothSides = Math.Min(negatives, occurrences - negatives) >= ShareOfEitherSign * occurrences;
        var demandClass = (bothSides || interval < IntervalBound, variation < VariationBound) switch
        {
            (true, true) => DemandClass.Smooth,
            (true, false) => DemandClass.Erratic,
            (false, true) => DemandClass.Intermittent,
            _ => DemandClass.Lumpy,
        };
        return new DemandPattern(demandClass, interval, variation);
    }
}
