using System.Globalization;

namespace PlanningEngine.Forecasting;

/// <summary>Rates that are within their range and very probably per cents: 8 where 0.08 is meant. They are used as they are, and warned of.</summary>
public static class ProbablePercent
{
    /// <summary>Rates from here on are doubted: 200 %.</summary>
    public const double From = 2;

    /// <summary>The warning, in one sentence and an advice; null where there is nothing to doubt.</summary>
    /// <param name="what">What the rate is, such as "growth".</param>
    /// <param name="rate">The rate: 0.08 is 8 %.</param>
    public static string? Warning(string what, double rate) => rate >= From
        ? string.Create(CultureInfo.InvariantCulture, $"The {what} ({rate}) is {100 * rate:#,0.##} %. Maybe it is in per cent: {rate:0.##} % is {rate / 100:0.####}.")
        : null;
}
