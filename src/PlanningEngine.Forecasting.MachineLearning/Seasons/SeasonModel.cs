using PlanningEngine.Forecasting.MachineLearning.Trees;

namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>The pooled season as learned before one cut-off.</summary>
/// <param name="Factors">What all series have in common.</param>
/// <param name="Settings">How it is carried forward.</param>
/// <param name="Period">Buckets in a cycle; a year of days where <paramref name="Weekdays"/> are told apart.</param>
/// <param name="Weekdays">Whether buckets are days, each weekday with its own share of a week beside the season of the year.</param>
/// <param name="Thanksgiving">Whether sales rise around the fourth Thursday of November, so that days near it are like those as near to it.</param>
/// <param name="ResidualQuantiles">Residuals per step in units of the noise, at <see cref="CutoffModel.ResidualLevels"/>.</param>
internal sealed record SeasonModel(SeasonFactors Factors, SeasonSettings Settings, int Period, bool Weekdays, bool Thanksgiving, double[][] ResidualQuantiles)
{
    private const int MostCycles = 4;
    private const int MostSeries = 3_000;
    private const int FewestSeries = 300;
    private const int MostValues = 600_000;
    internal const int FewestDaysBeyondYear = 73;
    private const int SeriesToChooseBy = 400;
    internal const int FewestBeyondCycle = 4;

    /// <summary>Learns; null where no season was seen once and a little more.</summary>
    internal static SeasonModel? Learn(IReadOnlyList<TimeSeries> series, int cutoff, int horizon, TimeAxis? axis, CancellationToken cancellationToken)
    {
        var period = series.Count == 0 ? 1 : series.GroupBy(s => s.Period).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First().Key;
        var usable = series.Where(s => s.Period == period && s.FirstPeriod < cutoff).ToArray();
        if (period < 2 || usable.Length == 0)
            return null;
        var begin = usable.Min(s => s.FirstPeriod);
        var weekdays = period == WeekProfile.Days && axis is { Unit: AxisUnit.Days, Length: 1 } && cutoff - begin >= PooledSeasonForecaster.FewestDays;
        period = weekdays ? YearOfDays.Length : period;
        var first = Math.Max(begin, cutoff - MostCycles * period);
        var most = Math.Clamp(MostValues / Math.Max(1, cutoff - first), FewestSeries, MostSeries);
        if (cutoff - first < period + FewestBeyondCycle || SeasonFactors.Learn(Spread(usable, most), first, cutoff, weekdays, cancellationToken) is not { } factors)
            return null;
        var thanksgiving = SeasonalSources.ShowsThanksgiving(axis, period, first, Mean(Spread(usable, SeriesToChooseBy), first, cutoff, weekdays));
        var trial = new SeasonTrial(new SeasonFrame(factors, new SeasonalSources(axis, period, thanksgiving), period, weekdays), weekdays, cutoff, horizon);
        foreach (var one in Spread(usable, SeriesToChooseBy))
        {
            cancellationToken.ThrowIfCancellationRequested();
            trial.Try(one);
        }

        return new SeasonModel(factors, trial.Best(), period, weekdays, thanksgiving, trial.Residuals());
    }

    internal void Write(BinaryWriter writer)
    {
        Factors.Write(writer);
        writer.Write(Settings.Memory);
        writer.Write(Settings.Damping);
        writer.Write(Settings.Pooled);
        writer.Write(Period);
        writer.Write(Weekdays);
        writer.Write(Thanksgiving);
        writer.Write(ResidualQuantiles.Length);
        foreach (var row in ResidualQuantiles)
            BinaryFormat.WriteDoubles(writer, row);
    }

    internal static SeasonModel Read(BinaryReader reader)
    {
        var factors = SeasonFactors.Read(reader);
        var settings = new SeasonSettings(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        var (period, weekdays, thanksgiving) = (reader.ReadInt32(), reader.ReadBoolean(), reader.ReadBoolean());
        var quantiles = new double[BinaryFormat.ReadCount(reader)][];
        for (var i = 0; i < quantiles.Length; i++)
            quantiles[i] = BinaryFormat.ReadDoubles(reader);
        if (period < 2 || quantiles.Length == 0 || Array.Exists(quantiles, q => q.Length != CutoffModel.ResidualLevels.Length))
            throw new InvalidDataException("The stored season is damaged: its steps do not fit its horizon. Maybe train again.");
        return new SeasonModel(factors, settings, period, weekdays, thanksgiving, quantiles);
    }

    /// <summary>Whether other methods are to look at series without this season, which they cannot know.</summary>
    internal bool IsTakenOut => Weekdays;

    /// <summary>Whether the season is one of a series.</summary>
    internal bool Holds(TimeSeries series) => series.Period == (Weekdays ? WeekProfile.Days : Period);

    /// <summary>Mean of the series by bucket, each in units of its size.</summary>
    private static double[] Mean(IEnumerable<TimeSeries> series, int first, int end, bool weekdays)
    {
        var (sums, counts) = (new double[end - first], new int[end - first]);
        foreach (var one in series)
            if (SeasonFactors.ScaledSeries.Of(one, first, end, weekdays) is { Known: > 0 } scaled)
                for (var t = 0; t < sums.Length; t++)
                    (sums[t], counts[t]) = double.IsNaN(scaled.Values[t]) ? (sums[t], counts[t]) : (sums[t] + scaled.Values[t], counts[t] + 1);
        return [.. sums.Select((sum, t) => counts[t] > 0 ? sum / counts[t] : double.NaN)];
    }

    /// <summary>As many as asked for, evenly spaced.</summary>
    internal static IEnumerable<TimeSeries> Spread(TimeSeries[] series, int most)
    {
        var count = Math.Min(most, series.Length);
        return Enumerable.Range(0, count).Select(i => series[(int)((long)i * series.Length / count)]);
    }
}
