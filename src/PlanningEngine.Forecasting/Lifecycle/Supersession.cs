namespace PlanningEngine.Forecasting.Lifecycle;

/// <summary>A new item takes the place of an old one and inherits its history.</summary>
public static class Supersession
{
    /// <summary>The history of the new item, going back to the old one's.</summary>
    /// <param name="old">The item that is replaced.</param>
    /// <param name="successor">The new item from its first bucket on; its values may be empty when it is not sold yet.</param>
    /// <param name="share">Share of the old item's demand that goes to the new one, above 0 and at most 1 for one of several successors, above 1 where more is expected.</param>
    /// <returns>
    /// The successor with a history: before its first bucket the old item's times the share; from then on its own, plus that share of what the old one still sells, since it will inherit that too.
    /// Both lie on one time axis; buckets between the end of the old and the start of the new are unknown.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not positive and finite.</exception>
    /// <exception cref="ArgumentException">The periods of the two differ.</exception>
    public static TimeSeries Continue(TimeSeries old, TimeSeries successor, double share = 1)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(successor);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsFinite(share), false, nameof(share));
        if (old.Period != successor.Period)
            throw new ArgumentException($"The period ({old.Period}) of ({old.Id}) differs from that ({successor.Period}) of ({successor.Id}). Maybe use the same buckets for both.", nameof(successor));
        var first = Math.Min(old.FirstPeriod, successor.FirstPeriod);
        var end = successor.Length == 0 ? Math.Max(old.End, successor.FirstPeriod) : successor.End;
        var values = new double[end - first];
        for (var t = 0; t < values.Length; t++)
        {
            var inherited = At(old, first + t) * share;
            var own = At(successor, first + t);
            values[t] = (double.IsNaN(own), double.IsNaN(inherited)) switch
            {
                (true, _) => first + t >= successor.FirstPeriod && successor.Length > 0 ? double.NaN : inherited,
                (_, true) => own,
                _ => own + inherited,
            };
        }

        return successor with { Values = values, FirstPeriod = first, Availability = null, Regressors = [], LeapBuckets = [] };
    }

    private static double At(TimeSeries series, int ordinal) =>
        ordinal < series.FirstPeriod || ordinal >= series.End ? double.NaN : series.Values[ordinal - series.FirstPeriod];
}
