using System.Globalization;

namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>How often a history is differenced, which of its own past values and errors explain it, and whether it has a mean of its own (a mean level, or a drift after one difference).</summary>
/// <param name="P">Past values.</param>
/// <param name="D">Differences of neighbours.</param>
/// <param name="Q">Past errors.</param>
/// <param name="SeasonalP">Past values one or more cycles ago.</param>
/// <param name="SeasonalD">Differences of cycles, 0 or 1.</param>
/// <param name="SeasonalQ">Past errors one or more cycles ago.</param>
/// <param name="Period">Length of the cycle.</param>
/// <param name="Constant">Whether a mean is estimated.</param>
internal readonly record struct ArimaOrder(int P, int D, int Q, int SeasonalP, int SeasonalD, int SeasonalQ, int Period, bool Constant)
{
    /// <summary>Coefficients of past values and errors.</summary>
    internal int Coefficients => P + Q + SeasonalP + SeasonalQ;

    /// <summary>All that is estimated, with the variance.</summary>
    internal int Estimated => Coefficients + (Constant ? 1 : 0) + 1;

    /// <summary>Observations lost to differences.</summary>
    internal int Lost => D + SeasonalD * Period;

    /// <summary>Which of the four groups a coefficient is in (past values, past errors, seasonal past values, seasonal past errors), and its place there.</summary>
    /// <param name="coefficient">Less than <see cref="Coefficients"/>.</param>
    internal (int Kind, int Place) PlaceOf(int coefficient)
    {
        var kind = 0;
        while (coefficient >= SizeOf(kind))
            coefficient -= SizeOf(kind++);
        return (kind, coefficient);
    }

    /// <summary>Which coefficient has a place in a group, the inverse of <see cref="PlaceOf"/>; null where the group is smaller.</summary>
    internal int? CoefficientAt(int kind, int place)
    {
        var first = 0;
        for (var before = 0; before < kind; before++)
            first += SizeOf(before);
        return place < SizeOf(kind) ? first + place : null;
    }

    private int SizeOf(int kind) => kind switch { 0 => P, 1 => Q, 2 => SeasonalP, _ => SeasonalQ };

    /// <inheritdoc />
    public override string ToString()
    {
        var season = Period > 1 && SeasonalP + SeasonalD + SeasonalQ > 0 ? string.Create(CultureInfo.InvariantCulture, $"({SeasonalP},{SeasonalD},{SeasonalQ})[{Period}]") : "";
        return string.Create(CultureInfo.InvariantCulture, $"ARIMA({P},{D},{Q}){season}{(Constant ? D + SeasonalD > 0 ? " with drift" : " with mean" : "")}");
    }
}
