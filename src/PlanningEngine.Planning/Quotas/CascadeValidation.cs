using PlanningEngine.Planning.Hierarchies;

namespace PlanningEngine.Planning.Quotas;

/// <summary>Checks a cascade request; every violation is reported, not the first alone.</summary>
internal static class CascadeValidation
{
    private const decimal LargestAmount = 10_000_000_000_000m;
    private const int MostPeriods = 120;

    public static List<Violation> Check(QuotaCascadeRequest request, TerritoryTree territories)
    {
        var violations = new List<Violation>(territories.Violations);
        if (territories.Nodes.Count == 0)
            Add("no-territories", "territories", $"The territories (none) must be at least one. Maybe load the sales tree first.");
        CheckMoney("target", "company", request.CompanyTarget, violations);
        if (request.Periods is < 1 or > MostPeriods)
            Add("periods-out-of-range", "periods", $"The number of periods ({request.Periods}) must be from 1 to {MostPeriods}. Maybe plan one year.");
        if (!(request.Alpha is >= 0 and <= 1))
            Add("alpha-out-of-range", "alpha", $"The weight of the forecast ({request.Alpha}) must be from 0 to 1. Maybe use 0.5.");
        CheckSeasonality(request, violations);
        foreach (var rate in request.TerritoryOverAssignment.Append(request.RepOverAssignment).Where(r => r is < 0 or > 1))
            Add("over-assignment-out-of-range", "over-assignment", $"The over-assignment ({rate}) must be from 0 to 1. Maybe 0.1 is meant, which is 10 %.");
        foreach (var basis in request.TerritoryBasis.Where(b => !double.IsFinite(b.History) || !double.IsFinite(b.Forecast)))
            Add("not-a-number", basis.TerritoryCode, $"The history ({basis.History}) and forecast ({basis.Forecast}) of territory ({basis.TerritoryCode}) must be numbers. Maybe leave the territory out.");
        foreach (var basis in request.TerritoryBasis.Where(b => territories.Find(b.TerritoryCode) is null))
            Add("unknown-territory", basis.TerritoryCode, $"The territory ({basis.TerritoryCode}) of a history is not in the tree. Maybe load it first.");
        foreach (var basis in request.RepBasis.Where(b => !double.IsFinite(b.History)))
            Add("not-a-number", basis.SalesRepCode, $"The history ({basis.History}) of rep ({basis.SalesRepCode}) must be a number. Maybe leave the rep out.");
        foreach (var given in request.Locks)
            CheckMoney("lock", given.Code, given.Amount, violations);
        if (request.HistoryWindow is { } window && window.Last < window.First)
            Add("history-window-reversed", "history window", $"The history window ({window.First:yyyy-MM-dd} to {window.Last:yyyy-MM-dd}) must not end before it starts. Maybe swap the days.");
        return violations;

        void Add(string code, string subject, FormattableString message) =>
            violations.Add(new Violation(code, subject, FormattableString.Invariant(message)));
    }

    private static void CheckMoney(string what, string subject, decimal amount, List<Violation> violations)
    {
        if (amount is < 0 or > LargestAmount)
            violations.Add(new Violation($"{what}-out-of-range", subject, FormattableString.Invariant($"The {what} of {subject} ({amount}) must be from 0 to {LargestAmount}. Maybe the sign is wrong.")));
        else if (decimal.Round(amount, 2) != amount)
            violations.Add(new Violation($"{what}-not-whole-cents", subject, FormattableString.Invariant($"The {what} of {subject} ({amount}) must be in whole cents. Maybe round it to {decimal.Round(amount, 2)}.")));
    }

    private static void CheckSeasonality(QuotaCascadeRequest request, List<Violation> violations)
    {
        if (request.Seasonality is not { } seasonality)
            return;
        if (seasonality.Count != request.Periods)
            violations.Add(new Violation("seasonality-length", "seasonality", FormattableString.Invariant($"The seasonality ({seasonality.Count} values) must have one value per period ({request.Periods}). Maybe leave it out for equal periods.")));
        if (seasonality.Any(s => !double.IsFinite(s) || s < 0))
            violations.Add(new Violation("seasonality-out-of-range", "seasonality", "The seasonality must be finite and not negative in each period. Maybe leave it out for equal periods."));
    }
}
