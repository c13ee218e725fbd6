namespace PlanningEngine.Planning.Series;

/// <summary>One regular series, ready to forecast.</summary>
/// <typeparam name="TKey">Key of a series.</typeparam>
/// <param name="Key">Key.</param>
/// <param name="FirstPeriod">Ordinal of the first value in the bucket of the options.</param>
/// <param name="Values">One value per period, NaN where demand is unknown; at least one.</param>
/// <param name="ForecastUntil">Ordinal of the last period that may be forecast, from the product's end date; null when open.</param>
/// <param name="Notes">What was done to the series.</param>
public sealed record PreparedSeries<TKey>(TKey Key, int FirstPeriod, double[] Values, int? ForecastUntil, IReadOnlyList<PreparationNote> Notes)
    where TKey : notnull
{
    /// <summary>Periods in which stock limited sales, ascending; their values are NaN.</summary>
    public IReadOnlyList<LimitedSale> Limited { get; init; } = [];

    /// <summary>Ordinal of the last value.</summary>
    public int LastPeriod => FirstPeriod + Values.Length - 1;
}

/// <summary>What was sold in a period in which stock limited sales.</summary>
/// <param name="Period">Ordinal of the period.</param>
/// <param name="Sold">What was sold, at least 0.</param>
/// <param name="Share">Share of the period in which it could be sold, at least 0 and below 1; 0: it ran out, and nobody knows when.</param>
public sealed record LimitedSale(int Period, double Sold, double Share);

/// <summary>Something that preparation did, and how often.</summary>
/// <param name="Code">One of <see cref="PreparationNotes"/>.</param>
/// <param name="Count">Rows or periods concerned; 1 for a note on the whole series. A report sums them over all series.</param>
public sealed record PreparationNote(string Code, int Count);

/// <summary>The codes of preparation notes, with what each counts.</summary>
public static class PreparationNotes
{
    /// <summary>Rows with a negative quantity or revenue, netted inside their period.</summary>
    public const string ReturnsNetted = "returns-netted";

    /// <summary>Periods whose net was negative, set to zero; what was beyond was taken off earlier ones.</summary>
    public const string NegativePeriodsZeroed = "negative-periods-zeroed";

    /// <summary>Periods without rows inside the series, taken for zero; those in which stock limited sales are <see cref="StockOuts"/> alone.</summary>
    public const string GapsAsZero = "gaps-as-zero";

    /// <summary>Periods without rows inside the series, taken for unknown.</summary>
    public const string GapsAsUnknown = "gaps-as-unknown";

    /// <summary>Periods in which stock limited sales.</summary>
    public const string StockOuts = "stock-outs";

    /// <summary>Rows in the incomplete last period, left out.</summary>
    public const string IncompletePeriodDropped = "incomplete-period-dropped";

    /// <summary>Rows whose quantity or revenue is not a finite number, left out.</summary>
    public const string NotANumberDropped = "not-a-number-dropped";

    /// <summary>The product is discontinued by the end of the data: nothing is forecast.</summary>
    public const string Discontinued = "discontinued";

    /// <summary>The product ends after the data: the forecast stops there.</summary>
    public const string EndsSoon = "ends-soon";

    /// <summary>Rows of series that never sold (only returns or zeros), left out with the series.</summary>
    public const string NeverSold = "never-sold";
}
