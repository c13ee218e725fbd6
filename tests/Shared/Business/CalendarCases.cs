using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Calendar;

namespace PlanningEngine.Tests.Business;

/// <summary>What calendars do to demand.</summary>
internal static class CalendarCases
{
    private const int Months = 60;
    private const int Horizon = 12;

    internal static IReadOnlyList<(string Name, Func<int, BusinessCase> Create)> All { get; } =
    [
        ("trading-days", TradingDays),
        ("moving-holiday", MovingHoliday),
        ("4-4-5 with a 53rd week", FourFourFive),
        ("53rd week", FiftyThirdWeek),
    ];

    private static ForecastRequest Request { get; } = new(Horizon) { NonNegative = true };

    /// <summary>Demand comes on working days; months have 18 to 23 of them.</summary>
    private static BusinessCase TradingDays(int seed)
    {
        var dates = BucketDates.Months(new DateOnly(2018 + seed % 4, 1, 1), Months + Horizon);
        var closed = new[] { -2, 1, 39, 50 }.SelectMany(offset => Easter.Days(dates, offset))
            .Concat(Enumerable.Range(2018, 12).SelectMany(y => new DateOnly[] { new(y, 1, 1), new(y, 5, 1), new(y, 12, 25), new(y, 12, 26) })).ToHashSet();
        return Sized(seed, dates.TradingDays(closed), variation: 0.03);
    }

    /// <summary>Fiscal months of four, four and five weeks; one year has a 53rd week, in the last month.</summary>
    private static BusinessCase FourFourFive(int seed) =>
        Sized(seed, BucketDates.FourFourFive(new DateOnly(2018, 1, 29), [.. Enumerable.Range(0, 6).Select(year => year == 4 - seed % 2 ? 53 : 52)]).Lengths(), variation: 0.05);

    /// <summary>Sales double and more in the week before Easter, which falls into another week each year.</summary>
    private static BusinessCase MovingHoliday(int seed)
    {
        var demand = new GeneratedDemand(seed);
        var years = demand.Random.Next(2014, 2018);
        var dates = BucketDates.Weeks(new DateOnly(years, 4, 28), 209);
        var easter = dates.Holiday("easter", Easter.Days(dates), before: 6);
        var effect = demand.Between(0.7, 1.1);
        // The history ends in late winter, so that Easter lies ahead.
        var length = Enumerable.Range(0, 209).Last(i => dates.StartOf(i) < new DateOnly(years + 4, 3, 8));
        var expectation = demand.Expectation(209, 52).Select((e, t) => e * Math.Exp(effect * easter.Values[t] / 7)).ToArray();
        var values = demand.Counts(expectation);
        var bare = new TimeSeries("item", values[..length], 52);
        var request = Request with { Horizon = Math.Min(Horizon, 209 - length) };
        return BusinessCase.Of(bare with { Regressors = [easter] }, bare, request, expectation[length..(length + request.Horizon)], values[length..(length + request.Horizon)]);
    }

    /// <summary>Weeks of fiscal years with a sharp peak before the year's end; the year before last has 53.</summary>
    private static BusinessCase FiftyThirdWeek(int seed)
    {
        var demand = new GeneratedDemand(seed);
        var dates = BucketDates.FiscalWeeks(new DateOnly(2016, 2, 1), [52, 52, 53, 52, 52]);
        var level = demand.Between(100, 500);
        var expectation = new double[dates.Count];
        for (int t = 0, week = 0; t < expectation.Length; t++)
        {
            expectation[t] = level * (week is >= 46 and <= 47 ? 2.5 : week is >= 44 and <= 49 ? 1.6 : 1);
            week = dates.LeapBuckets.Contains(t + 1) ? week : (week + 1) % 52;
        }

        var values = demand.Counts(expectation);
        var length = values.Length - 12;
        var bare = new TimeSeries("item", values[..length], 52);
        return BusinessCase.Of(bare with { LeapBuckets = dates.LeapBuckets }, bare, Request, expectation[length..], values[length..]);
    }

    private static BusinessCase Sized(int seed, Regressor size, double variation)
    {
        var demand = new GeneratedDemand(seed);
        var mean = size.Values.Average();
        var expectation = demand.Expectation(Months + Horizon, 12).Select((e, t) => e * size.Values[t] / mean).ToArray();
        var values = demand.Counts(expectation, variation);
        var bare = new TimeSeries("item", values[..Months], 12);
        return BusinessCase.Of(bare with { Regressors = [size] }, bare, Request, expectation[Months..], values[Months..]);
    }
}
