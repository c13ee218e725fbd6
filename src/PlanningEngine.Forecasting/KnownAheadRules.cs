using System.Globalization;

namespace PlanningEngine.Forecasting;

/// <summary>The rules of what accompanies a history: regressors, availability and leap buckets.</summary>
internal static class KnownAheadRules
{
    /// <summary>Adds every violation.</summary>
    /// <param name="series">The series.</param>
    /// <param name="horizon">How far regressors must reach.</param>
    /// <param name="found">Receives the violations.</param>
    internal static void Check(TimeSeries series, int horizon, List<Violation> found)
    {
        if (series.Regressors.Count == 0 && series.Availability is null && series.LeapBuckets.Count == 0)
            return;
        var length = series.Values?.Length ?? 0;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var regressor in series.Regressors)
        {
            if (string.IsNullOrWhiteSpace(regressor.Name) || !names.Add(regressor.Name))
                Add("REGRESSOR_NAME", $"The regressor ({regressor.Name}) of series ({series.Id}) must have a name of its own. Maybe name each after its column.");
            CheckValues(regressor, length + Math.Max(0, horizon));
        }

        CheckAvailability();
        for (var i = 0; i < series.LeapBuckets.Count; i++)
            if (series.LeapBuckets[i] < 0 || (i > 0 && series.LeapBuckets[i] <= series.LeapBuckets[i - 1]))
                Add("LEAP_BUCKETS_NOT_INCREASING", $"The leap bucket ({series.LeapBuckets[i]}) of series ({series.Id}) must be at least 0 and above the one before it. Maybe sort them and remove doubles.");

        void CheckValues(Regressor regressor, int needed)
        {
            if (regressor.Values.Length < needed)
            {
                AddOf(regressor, null, "REGRESSOR_TOO_SHORT", $"The regressor ({regressor.Name}) of series ({series.Id}) has {regressor.Values.Length} values; {needed} are needed, for {length} buckets of history and a horizon of {horizon}. Maybe add its future values, or shorten the horizon.");
                return;
            }

            var least = regressor.Form == RegressorForm.Linear ? -InputRules.LargestMagnitude : double.Epsilon;
            var bad = Array.FindIndex(regressor.Values, 0, needed, v => !(v >= least && v <= InputRules.LargestMagnitude));
            if (bad >= 0)
                AddOf(regressor, bad, "REGRESSOR_OUT_OF_RANGE", $"Value {bad + 1} ({regressor.Values[bad]}) of regressor ({regressor.Name}) of series ({series.Id}) must be finite{(regressor.Form == RegressorForm.Linear ? "" : " and above 0")}. Maybe fill it in, since a regressor must be known in every bucket.");
        }

        void CheckAvailability()
        {
            if (series.Availability is not { } availability)
                return;
            if (availability.Length != length)
            {
                Add("AVAILABILITY_LENGTH", $"The availability of series ({series.Id}) has {availability.Length} values for {length} buckets. Maybe use NaN where it is not known.");
                return;
            }

            var bad = Array.FindIndex(availability, a => a is < 0 or > 1);
            if (bad >= 0)
                Add("AVAILABILITY_OUT_OF_RANGE", $"The availability ({availability[bad]}) in bucket {bad + 1} of series ({series.Id}) must lie between 0 and 1. Maybe divide per cents by 100.");
        }

        void AddOf(Regressor regressor, int? index, string code, FormattableString message) =>
            found.Add(new Violation(code, series.Id, message.ToString(CultureInfo.InvariantCulture)) { Part = regressor.Name, Index = index });

        void Add(string code, FormattableString message) => found.Add(new Violation(code, series.Id, message.ToString(CultureInfo.InvariantCulture)));
    }
}
