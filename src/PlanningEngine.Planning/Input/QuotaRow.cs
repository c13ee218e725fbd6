namespace PlanningEngine.Planning.Input;

/// <summary>One rep's quota in one period, as the source system holds it.</summary>
/// <param name="SalesRepCode">Rep who carries the quota.</param>
/// <param name="TerritoryCode">Territory of the quota; null means the rep's own.</param>
/// <param name="PeriodStart">First day of the period.</param>
/// <param name="Amount">Quota in company currency, not negative.</param>
/// <param name="Locked">True when a cascade must not change it.</param>
public sealed record QuotaRow(string SalesRepCode, string? TerritoryCode, DateOnly PeriodStart, decimal Amount, bool Locked);
