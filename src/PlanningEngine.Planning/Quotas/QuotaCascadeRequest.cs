using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quotas;

/// <summary>Everything a quota cascade needs. All money is in company currency, in whole cents.</summary>
public sealed record QuotaCascadeRequest
{
    /// <summary>Company target over all periods, not negative, whole cents, at most 10^13.</summary>
    public required decimal CompanyTarget { get; init; }

    /// <summary>Length of a period. Default quarter.</summary>
    public TimeBucket Bucket { get; init; } = TimeBucket.Quarter;

    /// <summary>A day in the first period.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>Number of periods, 1 to 120. Default 4.</summary>
    public int Periods { get; init; } = 4;

    /// <summary>The territory tree. Several roots are put under one company node with code "*".</summary>
    public required IReadOnlyList<TerritoryRow> Territories { get; init; }

    /// <summary>The sales force. Reps of leaf territories carry quotas; those of inner nodes (managers) and of none do not.</summary>
    public IReadOnlyList<SalesRepRow> SalesReps { get; init; } = [];

    /// <summary>History and forecast per territory; inner nodes sum what lies below. Several entries of one territory are added.</summary>
    public IReadOnlyList<TerritoryBasis> TerritoryBasis { get; init; } = [];

    /// <summary>History per rep. Several entries of one rep are added.</summary>
    public IReadOnlyList<RepBasis> RepBasis { get; init; } = [];

    /// <summary>Weight of the forecast against the history in a territory's share, 0 to 1. Default 0.5.</summary>
    public double Alpha { get; init; } = 0.5;

    /// <summary>Relative size of each period, as many as <see cref="Periods"/>; null for equal periods.</summary>
    public IReadOnlyList<double>? Seasonality { get; init; }

    /// <summary>Over-assignment from territories of depth 0, 1, ... to the territories below them, 0 to 1 (0.1 is 10 %); depths beyond the list have none.</summary>
    public IReadOnlyList<decimal> TerritoryOverAssignment { get; init; } = [];

    /// <summary>Over-assignment from a leaf territory to its reps, 0 to 1. Default 0.</summary>
    public decimal RepOverAssignment { get; init; }

    /// <summary>Amounts that the cascade must not change.</summary>
    public IReadOnlyList<QuotaLock> Locks { get; init; } = [];

    /// <summary>First and last day of the reps' history. When given, reps are compared by history per active day, and who was active for less than 90 days counts as new.</summary>
    public (DateOnly First, DateOnly Last)? HistoryWindow { get; init; }
}

/// <summary>What a territory's share is drawn from.</summary>
/// <param name="TerritoryCode">Territory.</param>
/// <param name="History">Past sales; a negative sum counts as zero.</param>
/// <param name="Forecast">Forecast sales; a negative sum counts as zero.</param>
public sealed record TerritoryBasis(string TerritoryCode, double History, double Forecast);

/// <summary>What a rep's share is drawn from.</summary>
/// <param name="SalesRepCode">Rep.</param>
/// <param name="History">Past sales; a negative sum counts as zero.</param>
public sealed record RepBasis(string SalesRepCode, double History);

/// <summary>An amount that the cascade must not change.</summary>
/// <param name="Kind">Territory or rep.</param>
/// <param name="Code">Code of the node.</param>
/// <param name="PeriodStart">First day of the period; null locks the sum over all periods, which is then spread by seasonality.</param>
/// <param name="Amount">The amount, not negative, whole cents.</param>
public sealed record QuotaLock(QuotaNodeKind Kind, string Code, DateOnly? PeriodStart, decimal Amount);
