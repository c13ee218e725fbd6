namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>How a season is carried forward; chosen on the training values of all series.</summary>
/// <param name="Memory">Weight of a bucket in the level, over that of the bucket after it.</param>
/// <param name="Damping">How much of a change of level is left one bucket later.</param>
/// <param name="Seen">How the season of an earlier year is looked at.</param>
internal sealed record SeasonSettings(double Memory, double Damping, SeenSeason Seen)
{
    private static readonly double[] Shares = [0, 0.5, 1];

    /// <summary>Where there is nothing to choose by.</summary>
    internal static SeasonSettings Usual { get; } = new(0.88, 0.985, new SeenSeason(0.6, 1));

    /// <summary>The same of days.</summary>
    internal static SeasonSettings UsualOfDays { get; } = OfDay(0.88, 0.985, new SeenSeason(0.85, 1));

    /// <summary>All that are tried.</summary>
    internal static SeasonSettings[] All { get; } = [.. from way in Ways([0.3, 0.6, 0.85]) select new SeasonSettings(way.Memory, way.Damping, way.Seen)];

    /// <summary>All that are tried of days: memories and damping of weeks, as much a week later; a day alone says less than a week, so that more is left to what all series say.</summary>
    internal static SeasonSettings[] OfDays { get; } = [.. from way in Ways([0.6, 0.85, 1]) select OfDay(way.Memory, way.Damping, way.Seen)];

    /// <summary>The same with another share of swings kept.</summary>
    internal SeasonSettings With(double kept) => this with { Seen = Seen with { Kept = kept } };

    private static IEnumerable<(double Memory, double Damping, SeenSeason Seen)> Ways(double[] pooled) =>
        from memory in (double[])[0.7, 0.88, 0.95, 0.98]
        from damping in (double[])[0.9, 0.97, 0.985, 1]
        from share in pooled
        from kept in Shares
        select (memory, damping, new SeenSeason(share, kept));

    private static SeasonSettings OfDay(double memory, double damping, SeenSeason seen) => new(Math.Pow(memory, 1.0 / WeekProfile.Days), Math.Pow(damping, 1.0 / WeekProfile.Days), seen);
}

/// <summary>How the season of an earlier year is looked at.</summary>
/// <param name="Pooled">Share of what all series say of an earlier bucket; the rest is the series' own value.</param>
/// <param name="Kept">How much of the swings around the mean of the year come back: 1 of a season, 0 where all series were only hit by the same things once.</param>
internal readonly record struct SeenSeason(double Pooled, double Kept);
