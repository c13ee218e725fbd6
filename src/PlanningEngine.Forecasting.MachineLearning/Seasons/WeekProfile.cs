using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>
/// What a series of days sells on each weekday, over its mean day: beside it the season of the year can be found by date, although the same date falls on another weekday a year later.
/// Weeks are compared with themselves, so that neither level nor season bends the profile; a weekday on which the series as good as never sells is closed and says nothing of the year.
/// </summary>
internal readonly struct WeekProfile
{
    /// <summary>Days of a week.</summary>
    internal const int Days = 7;

    private const double PriorWeeks = 2;
    private const double Closed = 0.1;
    private readonly double[]? _factors;

    private WeekProfile(double[] factors) => _factors = factors;

    /// <summary>No profile: buckets that are not days.</summary>
    internal static WeekProfile None { get; }

    /// <summary>Estimates a profile; that of a series without demand is even.</summary>
    /// <param name="values">Values from some ordinal on; NaN is unknown.</param>
    /// <param name="first">The ordinal: days of the same remainder by seven are the same weekday.</param>
    internal static WeekProfile Of(ReadOnlySpan<double> values, int first)
    {
        var (sold, usual) = (new double[Days], new double[Days]);
        var half = Days / 2;
        var day = DayOf(first + half);
        for (var t = half; t < values.Length - half; t++, day = day == Days - 1 ? 0 : day + 1)
        {
            // Of a week that is not wholly known the sum is not a number.
            var sum = 0.0;
            foreach (var value in values.Slice(t - half, Days))
                sum += value;
            if (double.IsNaN(sum))
                continue;
            sold[day] += values[t];
            usual[day] += sum / Days;
        }

        var week = usual.Sum() / Math.Max(1, values.Length / (double)Days);
        var factors = new double[Days];
        for (day = 0; day < Days; day++)
        {
            var prior = PriorWeeks * week / Days;
            factors[day] = usual[day] > 0 ? sold[day] < Closed * usual[day] ? 0 : (sold[day] + prior) / (usual[day] + prior) : 1;
        }

        return new WeekProfile(factors);
    }

    /// <summary>Whether weekdays are told apart.</summary>
    internal bool IsKnown => _factors is not null;

    /// <summary>Factor of a bucket; 0 on a closed weekday.</summary>
    internal double At(int ordinal) => _factors is null ? 1 : _factors[DayOf(ordinal)];

    /// <summary>Takes the profile out of values in place; those of closed weekdays become unknown.</summary>
    internal void Remove(Span<double> values, int first)
    {
        if (_factors is null)
            return;
        var day = DayOf(first);
        for (var t = 0; t < values.Length; t++, day = day == Days - 1 ? 0 : day + 1)
            values[t] = _factors[day] > 0 ? values[t] / _factors[day] : double.NaN;
    }

    private static int DayOf(int ordinal) => Cycle.PhaseOf(ordinal, Days);
}
