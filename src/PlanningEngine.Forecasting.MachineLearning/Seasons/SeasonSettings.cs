namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>How a season is carried forward; chosen on the training values of all series.</summary>
/// <param name="Memory">Weight of a bucket in the level, over that of the bucket after it.</param>
/// <param name="Damping">How much of a change of level is left one bucket later.</param>
/// <param name="Pooled">Share of what all series say of an earlier bucket; the rest is the series' own value.</param>
internal sealed record SeasonSettings(double Memory, double Damping, double Pooled)
{
    /// <summary>Where there is nothing to choose by.</summary>
    internal static SeasonSettings Usual { get; } = new(0.88, 0.985, 0.6);

    /// <summary>The same of days.</summary>
    internal static SeasonSettings UsualOfDays { get; } = Usual.OfDay(0.85);

    /// <summary>All that are tried.</summary>
    internal static SeasonSettings[] All { get; } =
        [.. from memory in (double[])[0.7, 0.88, 0.95, 0.98] from damping in (double[])[0.9, 0.97, 0.985, 1] from pooled in (double[])[0.3, 0.6, 0.85] select new SeasonSettings(memory, damping, pooled)];

    /// <summary>All that are tried of days: memories and damping of weeks, as much a week later; a day alone says less than a week, so that more is left to what all series say.</summary>
    internal static SeasonSettings[] OfDays { get; } = [.. from week in All.DistinctBy(s => (s.Memory, s.Damping)) from pooled in (double[])[0.6, 0.85, 1] select week.OfDay(pooled)];

    private SeasonSettings OfDay(double pooled) => new(Math.Pow(Memory, 1.0 / WeekProfile.Days), Math.Pow(Damping, 1.0 / WeekProfile.Days), pooled);
}
