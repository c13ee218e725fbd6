namespace PlanningEngine.Planning.Quality;

/// <summary>Every data-quality rule. The two unreadable rules are for readers of files: a row that exists here has been read.</summary>
public static class QualityRules
{
    /// <summary>A row without its code or key.</summary>
    public const string MissingCode = "missing-code";

    /// <summary>A product code that is neither known nor in the load.</summary>
    public const string UnknownProduct = "unknown-product";

    /// <summary>A location code that is neither known nor in the load.</summary>
    public const string UnknownLocation = "unknown-location";

    /// <summary>A territory code that is neither known nor in the load.</summary>
    public const string UnknownTerritory = "unknown-territory";

    /// <summary>A channel code that is neither known nor in the load.</summary>
    public const string UnknownChannel = "unknown-channel";

    /// <summary>An account code that is neither known nor in the load.</summary>
    public const string UnknownAccount = "unknown-account";

    /// <summary>A rep code that is neither known nor in the load.</summary>
    public const string UnknownSalesRep = "unknown-sales-rep";

    /// <summary>A driver code that is neither known nor in the load.</summary>
    public const string UnknownDriver = "unknown-driver";

    /// <summary>A level that no product has, or levels that none has together.</summary>
    public const string UnknownProductLevel = "unknown-product-level";

    /// <summary>A driver's value that names a product and a level of products.</summary>
    public const string DriverProductAndLevel = "driver-product-and-level";

    /// <summary>A value that its driver cannot take: not above zero where the driver is not linear.</summary>
    public const string DriverValueOutOfRange = "driver-value-out-of-range";

    /// <summary>A driver that is not linear, and zero where nothing is said.</summary>
    public const string DriverDefaultZero = "driver-default-zero";

    /// <summary>A driver's value that ends before it begins, or whose number of days is negative.</summary>
    public const string DriverEndsBeforeStart = "driver-ends-before-start";

    /// <summary>Two values of one driver that say different things of the same days of the same products, territories and channels.</summary>
    public const string DriverOverlap = "driver-overlap";

    /// <summary>A value of a driver that lies far beyond all others of it, in the load and in the store.</summary>
    public const string DriverValueFarOff = "driver-value-far-off";

    /// <summary>A row key that comes twice in one load.</summary>
    public const string DuplicateRowKey = "duplicate-row-key";

    /// <summary>A code that comes twice in one load with different content.</summary>
    public const string DuplicateCode = "duplicate-code";

    /// <summary>A quantity that is NaN or infinite.</summary>
    public const string NotANumber = "not-a-number";

    /// <summary>A quantity or an amount beyond <see cref="NumberLimits"/>.</summary>
    public const string NumberOutOfRange = "number-out-of-range";

    /// <summary>A number that cannot be read; raised by readers.</summary>
    public const string UnreadableNumber = "unreadable-number";

    /// <summary>A date that cannot be read; raised by readers.</summary>
    public const string UnreadableDate = "unreadable-date";

    /// <summary>A date before 1900 or after 2200.</summary>
    public const string DateOutOfRange = "date-out-of-range";

    /// <summary>Territories or reps that are each other's parents.</summary>
    public const string ParentCycle = "parent-cycle";

    /// <summary>Products that replace themselves or each other.</summary>
    public const string PredecessorCycle = "predecessor-cycle";

    /// <summary>A predecessor's share that is not above 0 and at most 1, or that has no predecessor.</summary>
    public const string ShareOutOfRange = "share-out-of-range";

    /// <summary>A product whose successors together take more than all of its demand.</summary>
    public const string SharesAboveOne = "shares-above-one";

    /// <summary>A price or cost below zero.</summary>
    public const string NegativePrice = "negative-price";

    /// <summary>A probability outside 0 to 1.</summary>
    public const string ProbabilityOutOfRange = "probability-out-of-range";

    /// <summary>A sale with negative quantity or revenue.</summary>
    public const string Returns = "returns";

    /// <summary>A series with periods without rows between its first and last.</summary>
    public const string Gaps = "gaps";

    /// <summary>A period without any row in the whole company, or in a channel while others sold.</summary>
    public const string MissingPeriods = "missing-periods";

    /// <summary>A period far from its neighbours.</summary>
    public const string SuspiciousJumps = "suspicious-jumps";

    /// <summary>A sale after the day of the load.</summary>
    public const string FutureDate = "future-date";

    /// <summary>Revenue on a row whose quantity is zero.</summary>
    public const string RevenueWithoutQuantity = "revenue-without-quantity";

    /// <summary>A sale after the end date of its product.</summary>
    public const string SaleAfterDiscontinuation = "sale-after-discontinuation";

    /// <summary>A product whose price is zero.</summary>
    public const string ZeroPrice = "zero-price";

    /// <summary>A stock, capacity, quota or potential below zero.</summary>
    public const string NegativeAmount = "negative-amount";

    /// <summary>A last day before the first, for example leave before hire.</summary>
    public const string DatesReversed = "dates-reversed";

    /// <summary>A date more than twenty years after the day of the load, which probably stands for none.</summary>
    public const string DateFarOff = "date-far-off";

    /// <summary>Amounts in another currency than the company's.</summary>
    public const string ForeignCurrency = "foreign-currency";

    /// <summary>All rules, errors first.</summary>
    public static IReadOnlyList<QualityRule> All { get; } =
    [
        new(MissingCode, Severity.Error, "A row without its code or key."),
        new(UnknownProduct, Severity.Error, "A product code that is neither known nor in the load."),
        new(UnknownLocation, Severity.Error, "A location code that is neither known nor in the load."),
        new(UnknownTerritory, Severity.Error, "A territory code that is neither known nor in the load."),
        new(UnknownChannel, Severity.Error, "A channel code that is neither known nor in the load."),
        new(UnknownAccount, Severity.Error, "An account code that is neither known nor in the load."),
        new(UnknownSalesRep, Severity.Error, "A rep code that is neither known nor in the load."),
        new(UnknownDriver, Severity.Error, "A driver code that is neither known nor in the load."),
        new(UnknownProductLevel, Severity.Error, "A level that no product has, or levels that no product has together, neither known ones nor those in the load."),
        new(DriverProductAndLevel, Severity.Error, "A driver's value that names a product and a level of products."),
        new(DriverValueOutOfRange, Severity.Error, "A value that its driver cannot take: not above zero where the driver is not linear."),
        new(DriverDefaultZero, Severity.Error, "A driver that is not linear, and zero where nothing is said."),
        new(DriverEndsBeforeStart, Severity.Error, "A driver's value that ends before it begins, or whose number of days is negative."),
        new(DuplicateRowKey, Severity.Error, "A row key that comes twice in one load."),
        new(DuplicateCode, Severity.Error, "A code that comes twice in one load with different content."),
        new(NotANumber, Severity.Error, "A quantity that is NaN or infinite."),
        new(NumberOutOfRange, Severity.Error, "A quantity, stock, capacity or driver's value beyond 10^12, or an amount of money from 10^11 on, either way."),
        new(UnreadableNumber, Severity.Error, "A number that cannot be read."),
        new(UnreadableDate, Severity.Error, "A date that cannot be read."),
        new(DateOutOfRange, Severity.Error, "A date before 1900 or after 2200."),
        new(ParentCycle, Severity.Error, "Territories or reps that are each other's parents."),
        new(PredecessorCycle, Severity.Error, "Products that replace themselves or each other."),
        new(ShareOutOfRange, Severity.Error, "A predecessor's share that is not above 0 and at most 1, or that has no predecessor."),
        new(SharesAboveOne, Severity.Error, "A product whose successors together take more than all of its demand."),
        new(NegativePrice, Severity.Error, "A price or cost below zero."),
        new(ProbabilityOutOfRange, Severity.Error, "A probability outside 0 to 1."),
        new(Returns, Severity.Warning, "A sale with negative quantity or revenue."),
        new(Gaps, Severity.Warning, "A series with periods without rows between its first and last."),
        new(MissingPeriods, Severity.Warning, "A period without any row in the whole company, or in a channel while others sold."),
        new(SuspiciousJumps, Severity.Warning, "A period far from its neighbours."),
        new(FutureDate, Severity.Warning, "A sale after the day of the load."),
        new(RevenueWithoutQuantity, Severity.Warning, "Revenue on a row whose quantity is zero."),
        new(SaleAfterDiscontinuation, Severity.Warning, "A sale after the end date of its product."),
        new(ZeroPrice, Severity.Warning, "A product whose price is zero."),
        new(NegativeAmount, Severity.Warning, "A stock, capacity, quota or potential below zero."),
        new(DriverOverlap, Severity.Warning, "Two values of one driver with an end that say different things of the same days, in the load or against what is current."),
        new(DriverValueFarOff, Severity.Warning, "A value of a driver far beyond all others of it, in the load and in what is current."),
        new(DateFarOff, Severity.Warning, "A date more than twenty years after the day of the load, such as 2099-12-31 for no end."),
        new(ForeignCurrency, Severity.Warning, "Sales in another currency than the company's, whose amounts are added as they are."),
        new(DatesReversed, Severity.Warning, "A last day before the first, for example leave before hire."),
    ];
}
