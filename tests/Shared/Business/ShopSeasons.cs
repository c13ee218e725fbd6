using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Calendar;
using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Tests.Business;

/// <summary>
/// Items of shops by day or week with a week, a year, a movable Easter, a rise before Christmas by item, and closed days; noise is independent. Histories end some days before Christmas of 2024, which
/// they saw once or three times before.
/// </summary>
/// <param name="Seed">Seed of all of them.</param>
/// <param name="FirstYear">Year whose first day is the first one.</param>
/// <param name="End">First day that is not known.</param>
/// <param name="Horizon">Buckets to forecast.</param>
/// <param name="Weeks">Whether days are summed to weeks.</param>
/// <param name="Season">Whether there is a season of the year at all.</param>
internal sealed record ShopSeasons(int Seed, int FirstYear, DateOnly End, int Horizon, bool Weeks, bool Season = true)
{
    private const int Week = 7;
    private const int Advent = 28;
    private const double Variation = 0.29;
    private static readonly double[] Weekdays = [0.8, 0.85, 0.9, 1, 1.3, 1.6, 0.55];

    /// <summary>The first bucket's first day: weeks begin on Mondays.</summary>
    private DateOnly First => new DateOnly(FirstYear, 1, 1) is var first && Weeks ? first.AddDays((8 - (int)first.DayOfWeek) % Week) : first;

    /// <summary>Dates of the ordinals.</summary>
    public TimeAxis Axis => new(First, AxisUnit.Days, Weeks ? Week : 1);

    /// <summary>Buckets known.</summary>
    public int Known => (End.DayNumber - First.DayNumber) / Axis.Length;

    /// <summary>Draws items.</summary>
    /// <param name="shops">Number of shops.</param>
    /// <param name="items">Items in each.</param>
    /// <param name="periods">Their cycles.</param>
    /// <returns>Series that reach over history and horizon.</returns>
    public TimeSeries[] Draw(int shops, int items, params int[] periods) => Draw(shops, items, isExpectation: false, periods);

    /// <summary>What is expected of the same items.</summary>
    public TimeSeries[] Expected(int shops, int items) => Draw(shops, items, isExpectation: true, 1);

    private TimeSeries[] Draw(int shops, int items, bool isExpectation, params int[] periods)
    {
        var drawn = Enumerable.Range(0, items).Select(i => new Item(new GeneratedDemand(Seed * 1_000 + i))).ToArray();
        return [.. Enumerable.Range(0, shops).SelectMany(shop =>
        {
            var demand = new GeneratedDemand(Seed * 1_000_003 + shop);
            var (size, sundays) = (Math.Exp(0.5 * demand.Normal()), demand.Chance(0.7));
            var week = Weekdays.Select((w, d) => d == Week - 1 && !sundays ? 0 : w * Math.Exp(0.08 * demand.Normal())).ToArray();
            return drawn.Select((item, i) => new TimeSeries($"shop {shop:00} item {i:00}", Values(item, size, week, demand, isExpectation), periods[0]) { FurtherPeriods = [.. periods.Skip(1)] });
        })];
    }

    private double[] Values(Item item, double size, double[] week, GeneratedDemand demand, bool isExpectation)
    {
        var values = new double[Known + Horizon];
        for (var day = 0; day < values.Length * Axis.Length; day++)
        {
            var date = First.AddDays(day);
            var mean = size * item.Level * week[((int)date.DayOfWeek + 6) % Week] * Math.Pow(1.04, day / 365.0) * (Season ? item.Year(date) : 1);
            var count = demand.Count(mean * demand.Rate(Variation));
            values[day / Axis.Length] += isExpectation ? mean : count;
        }

        return values;
    }

    private sealed class Item(GeneratedDemand demand)
    {
        private readonly double _amplitude = demand.Between(0, 0.4);
        private readonly double _phase = demand.Between(0, 2 * Math.PI);
        private readonly double _christmas = new[] { 0, 0.3, 0.8, 1.5 }[demand.Random.Next(4)];
        private readonly double _easter = new[] { 0, 0, 0.5 }[demand.Random.Next(3)];

        internal double Level { get; } = Math.Exp(1.5 + demand.Normal());

        internal double Year(DateOnly date)
        {
            if ((date.Month, date.Day) is (12, 25) or (12, 26) or (1, 1))
                return 0;
            var before = new DateOnly(date.Year, 12, 24).DayNumber - date.DayNumber;
            var easter = Easter.Sunday(date.Year).DayNumber - date.DayNumber;
            return Math.Exp(_amplitude * Math.Sin(2 * Math.PI * date.DayOfYear / 365 + _phase) + (before is >= 0 and < Advent ? _christmas * (1 - before / (double)Advent) : 0) + (easter is >= 0 and < Week ? _easter : 0));
        }
    }
}
