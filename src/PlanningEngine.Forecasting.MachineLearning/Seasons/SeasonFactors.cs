using PlanningEngine.Forecasting.MachineLearning.Trees;

namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>
/// What many series have in common, bucket by bucket: a few courses over time, such that each series, in units of its own size, is nearly a mixture of them
/// (a matrix factorisation by alternating ridge regressions, Koren, Bell and Volinsky 2009). The mixture of a series is found from its own history alone; what it says of an
/// earlier bucket is that bucket without most of its noise, since thousands of series speak in it.
/// </summary>
/// <param name="First">Ordinal of the first bucket.</param>
/// <param name="Courses">Courses by bucket: <c>Courses[t][k]</c> is the value of course k at ordinal First + t; all NaN where no series was known.</param>
/// <param name="Precision">Typical inverse noise variance of the series: what a series' own is compared with.</param>
internal sealed record SeasonFactors(int First, double[][] Courses, double Precision)
{
    private const int MostCourses = 20;
    private const int SeriesPerCourse = 10;
    private const int BucketsPerCourse = 4;
    private const int Rounds = 10;
    private const double Ridge = 3;
    private const double FewestKnownShare = 0.4;
    private const double LargestValue = 15;
    private const double SmallestVariance = 0.002;

    /// <summary>Ordinal after the last bucket.</summary>
    internal int End => First + Courses.Length;

    private int Count => Courses[0].Length;

    /// <summary>Learns the courses of a window; null where there is too little for a single one.</summary>
    /// <param name="series">Series in a fixed order.</param>
    /// <param name="first">Ordinal of the first bucket.</param>
    /// <param name="end">Ordinal after the last bucket; nothing from there on is read.</param>
    /// <param name="weekdays">Whether buckets are days, whose <see cref="WeekProfile"/> is taken out before.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static SeasonFactors? Learn(IEnumerable<TimeSeries> series, int first, int end, bool weekdays, CancellationToken cancellationToken)
    {
        var length = end - first;
        var rows = series.Select(s => ScaledSeries.Of(s, first, end, weekdays)).Where(r => r.Known >= FewestKnownShare * length).ToArray();
        var count = Math.Min(MostCourses, Math.Min(rows.Length / SeriesPerCourse, length / BucketsPerCourse));
        if (count < 1)
            return null;
        var precision = rows.Average(r => 1 / r.Variance);
        var factors = new SeasonFactors(first, Start(length, count), precision);
        var mixtures = new double[rows.Length][];
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sums = new CourseSums(factors.Courses);
            for (var i = 0; i < rows.Length; i++)
                mixtures[i] = sums.Of(rows[i].Values).Solve(factors.PenaltyOf(rows[i].Variance));
            factors.Renew(rows, mixtures);
        }

        for (var t = 0; t < length; t++)
            if (Array.TrueForAll(rows, r => double.IsNaN(r.Values[t])))
                Array.Fill(factors.Courses[t], double.NaN);
        return factors;
    }

    /// <summary>How strongly the mixture of a series, found from its values alone, is drawn to the first course: that of a noisy or short one stays near it.</summary>
    internal double PenaltyOf(double variance) => Ridge * Precision * variance;

    internal void Write(BinaryWriter writer)
    {
        writer.Write(First);
        writer.Write(Precision);
        writer.Write(Courses.Length);
        foreach (var bucket in Courses)
            BinaryFormat.WriteDoubles(writer, bucket);
    }

    internal static SeasonFactors Read(BinaryReader reader)
    {
        var (first, precision) = (reader.ReadInt32(), reader.ReadDouble());
        var courses = new double[BinaryFormat.ReadCount(reader)][];
        for (var t = 0; t < courses.Length; t++)
            courses[t] = BinaryFormat.ReadDoubles(reader);
        if (courses.Length == 0 || courses[0].Length == 0 || !(precision > 0) || Array.Exists(courses, c => c.Length != courses[0].Length || !(Array.TrueForAll(c, double.IsFinite) || Array.TrueForAll(c, double.IsNaN))))
            throw new InvalidDataException("The stored seasons are damaged. Maybe train again.");
        return new SeasonFactors(first, courses, precision);
    }

    /// <summary>The level, then waves from slow to fast: a start that no random number decides.</summary>
    private static double[][] Start(int length, int count) =>
        [.. Enumerable.Range(0, length).Select(t => Enumerable.Range(0, count).Select(k => k == 0 ? 1 : 0.1 * Math.Cos(Math.PI * k * (t + 0.5) / length)).ToArray())];

    /// <summary>The courses that fit the mixtures best, each scaled to a mean square of one.</summary>
    private void Renew(ScaledSeries[] rows, double[][] mixtures)
    {
        var weights = Array.ConvertAll(rows, r => 1 / (Precision * r.Variance));
        // Most buckets are known of all series, and the mixtures' products are the same in all of those.
        var ofAll = new RidgeSums(Count);
        for (var i = 0; i < rows.Length; i++)
            ofAll.AddProducts(mixtures[i], weights[i]);
        for (var t = 0; t < Courses.Length; t++)
        {
            var sums = new RidgeSums(Count);
            var knownOfAll = Array.TrueForAll(rows, r => !double.IsNaN(r.Values[t]));
            if (knownOfAll)
                sums.StartFrom(ofAll);
            for (var i = 0; i < rows.Length; i++)
            {
                if (double.IsNaN(rows[i].Values[t]))
                    continue;
                if (!knownOfAll)
                    sums.AddProducts(mixtures[i], weights[i]);
                sums.AddTarget(mixtures[i], rows[i].Values[t], weights[i]);
            }

            sums.Solve(Ridge / SeriesPerCourse, all: true).CopyTo(Courses[t], 0);
        }

        for (var k = 0; k < Count; k++)
        {
            var size = Math.Sqrt(Courses.Average(c => c[k] * c[k]));
            foreach (var bucket in Courses)
                bucket[k] = size > 0 ? bucket[k] / size : 0;
        }
    }

    /// <summary>A series in units of its mean size.</summary>
    /// <param name="Values">Scaled values of the window; NaN is unknown.</param>
    /// <param name="Known">Number of known ones.</param>
    /// <param name="Variance">Variance of the noise, from how far values lie from the mean of their neighbours.</param>
    internal readonly record struct ScaledSeries(double[] Values, int Known, double Variance)
    {
        internal static ScaledSeries Of(TimeSeries series, int first, int end, bool weekdays)
        {
            var values = new double[end - first];
            var (size, known) = (0.0, 0);
            for (var t = 0; t < values.Length; t++)
            {
                var index = first + t - series.FirstPeriod;
                values[t] = index >= 0 && index < series.Length ? series.Values[index] : double.NaN;
            }

            if (weekdays)
                WeekProfile.Of(values, first).Remove(values, first);
            foreach (var value in values)
                (size, known) = double.IsNaN(value) ? (size, known) : (size + Math.Abs(value), known + 1);

            if (!(size > 0))
                return new ScaledSeries(values, 0, 1);
            for (var t = 0; t < values.Length; t++)
                values[t] = Math.Clamp(values[t] * known / size, -LargestValue, LargestValue);
            return new ScaledSeries(values, known, VarianceOf(values));
        }

        internal static double VarianceOf(ReadOnlySpan<double> values)
        {
            var (sum, count) = (0.0, 0);
            for (var t = 1; t < values.Length - 1; t++)
            {
                var bend = values[t] - (values[t - 1] + values[t + 1]) / 2;
                if (double.IsNaN(bend))
                    continue;
                sum += Math.Min(bend * bend, 1);
                count++;
            }

            return SmallestVariance + (count > 0 ? sum / count : 1);
        }
    }
}
