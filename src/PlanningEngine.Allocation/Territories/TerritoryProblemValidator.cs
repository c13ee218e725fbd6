using System.Globalization;

namespace PlanningEngine.Allocation.Territories;

/// <summary>Finds everything that is wrong with a <see cref="TerritoryProblem"/> at once.</summary>
public static class TerritoryProblemValidator
{
    /// <summary>Largest size, cost or coordinate.</summary>
    public const double Largest = 1e12;

    private const int MostPairs = 20_000_000;

    /// <summary>Checks a problem.</summary>
    /// <param name="problem">The problem to check.</param>
    /// <returns>All violations in the order of the input; empty when the problem can be solved.</returns>
    /// <exception cref="ArgumentNullException">The problem or one of its required lists is null.</exception>
    public static IReadOnlyList<Violation> Validate(TerritoryProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(problem.Accounts);
        ArgumentNullException.ThrowIfNull(problem.Reps);
        var found = new List<Violation>();
        if (problem.Accounts.Count == 0)
            found.Add(new("EMPTY", "accounts", "The accounts (0) of the problem must be at least one. Maybe the filter that selected them is too narrow."));
        if (problem.Reps.Count == 0)
            found.Add(new("EMPTY", "reps", "The reps (0) of the problem must be at least one. Maybe the filter that selected them is too narrow."));
        if ((long)problem.Accounts.Count * problem.Reps.Count > MostPairs)
            found.Add(new("TOO_LARGE", "accounts", $"The pairs ({(long)problem.Accounts.Count * problem.Reps.Count}) of accounts and reps must be at most {MostPairs}. Maybe divide the problem by region."));
        if (!Enum.IsDefined(problem.Distances))
            found.Add(new("UNKNOWN_KIND", "distances", $"The distance kind ({(int)problem.Distances}) must be Planar or GreatCircle. Maybe leave it out to get Planar."));
        CheckNumber(problem.WorkloadTolerance, "workload tolerance", "the problem", "workloadTolerance", 0, 1e6, found);
        if (problem.PotentialTolerance is { } tolerance)
            CheckNumber(tolerance, "potential tolerance", "the problem", "potentialTolerance", 0, 1e6, found);
        var reps = CheckReps(problem, found);
        var accounts = CheckAccounts(problem, reps, found);
        CheckPairs(problem, accounts, reps, found);
        return found;
    }

    private static HashSet<string> CheckReps(TerritoryProblem problem, List<Violation> found)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < problem.Reps.Count; i++)
        {
            if (!CheckId(problem.Reps[i]?.Id, "rep", "reps", i, ids, found))
                continue;
            var (rep, owner, subject) = (problem.Reps[i], $"rep ({problem.Reps[i].Id})", $"reps[{problem.Reps[i].Id}]");
            CheckPosition(problem, rep.X, rep.Y, owner, subject, found);
            CheckNumber(rep.Share, "share", owner, subject + ".Share", 0, 1e6, found);
            if (rep.Share == 0)
                found.Add(new("OUT_OF_RANGE", subject + ".Share", $"The share (0) of {owner} must be greater than 0. Maybe leave out reps who take no accounts."));
        }

        return ids;
    }

    private static HashSet<string> CheckAccounts(TerritoryProblem problem, HashSet<string> reps, List<Violation> found)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < problem.Accounts.Count; i++)
        {
            if (!CheckId(problem.Accounts[i]?.Id, "account", "accounts", i, ids, found))
                continue;
            var (account, owner, subject) = (problem.Accounts[i], $"account ({problem.Accounts[i].Id})", $"accounts[{problem.Accounts[i].Id}]");
            CheckNumber(account.Workload, "workload", owner, subject + ".Workload", 0, Largest, found);
            CheckNumber(account.Potential, "potential", owner, subject + ".Potential", 0, Largest, found);
            CheckPosition(problem, account.X, account.Y, owner, subject, found);
            CheckNumber(account.MoveCost, "move cost", owner, subject + ".MoveCost", 0, Largest, found);
            CheckNumber(account.Visits, "visits", owner, subject + ".Visits", 0, 1e6, found);
            CheckRep(account.CurrentRepId, "current rep", owner, subject + ".CurrentRepId", reps, found);
            CheckRep(account.LockedRepId, "locked rep", owner, subject + ".LockedRepId", reps, found);
        }

        return ids;
    }

    private static void CheckPairs(TerritoryProblem problem, HashSet<string> accounts, HashSet<string> reps, List<Violation> found)
    {
        var pairs = new HashSet<(string, string)>();
        foreach (var travel in problem.Travel ?? [])
        {
            var subject = $"travel[{travel?.AccountId}->{travel?.RepId}]";
            if (!CheckPair(travel?.AccountId, travel?.RepId, subject, accounts, reps, found))
                continue;
            CheckNumber(travel!.Cost, "cost", subject, subject + ".Cost", 0, Largest, found);
            if (!pairs.Add((travel.AccountId, travel.RepId)))
                found.Add(new("DUPLICATE", subject, $"The travel cost of account ({travel.AccountId}) and rep ({travel.RepId}) must appear once. Maybe keep the smaller one."));
        }

        foreach (var pair in problem.Forbidden ?? [])
            CheckPair(pair?.AccountId, pair?.RepId, $"forbidden[{pair?.AccountId}->{pair?.RepId}]", accounts, reps, found);
        foreach (var link in problem.Links ?? [])
        {
            var subject = $"links[{link?.FirstId}-{link?.SecondId}]";
            CheckKnown(link?.FirstId, "account", subject, accounts, found);
            CheckKnown(link?.SecondId, "account", subject, accounts, found);
        }
    }

    private static bool CheckPair(string? account, string? rep, string subject, HashSet<string> accounts, HashSet<string> reps, List<Violation> found) =>
        CheckKnown(account, "account", subject, accounts, found) & CheckKnown(rep, "rep", subject, reps, found);

    private static bool CheckKnown(string? id, string kind, string subject, HashSet<string> known, List<Violation> found)
    {
        if (id is not null && known.Contains(id))
            return true;
        found.Add(new($"UNKNOWN_{kind.ToUpperInvariant()}", subject, $"The {kind} ({id}) of {subject} must be one of the {known.Count} {kind}s. Maybe add it or drop the entry."));
        return false;
    }

    private static void CheckRep(string? id, string name, string owner, string subject, HashSet<string> reps, List<Violation> found)
    {
        if (id is not null && !reps.Contains(id))
            found.Add(new("UNKNOWN_REP", subject, $"The {name} ({id}) of {owner} must be one of the {reps.Count} reps. Maybe leave it out when the rep has left."));
    }

    private static bool CheckId(string? id, string kind, string list, int position, HashSet<string> ids, List<Violation> found)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            found.Add(new("EMPTY", $"{list}[{position}].Id", $"The id ({id}) of the {kind} at position {position} must not be empty. Maybe use its key or code."));
            return false;
        }

        if (!ids.Add(id))
            found.Add(new("DUPLICATE", $"{list}[{id}].Id", $"The id ({id}) of the {kind} at position {position} must be unique. Maybe the list holds it twice."));
        return true;
    }

    private static void CheckPosition(TerritoryProblem problem, double x, double y, string owner, string subject, List<Violation> found)
    {
        var sphere = problem.Distances == DistanceKind.GreatCircle && problem.Travel is null;
        CheckNumber(x, sphere ? "longitude" : "x", owner, subject + ".X", sphere ? -180 : -Largest, sphere ? 180 : Largest, found);
        CheckNumber(y, sphere ? "latitude" : "y", owner, subject + ".Y", sphere ? -90 : -Largest, sphere ? 90 : Largest, found);
    }

    private static void CheckNumber(double value, string name, string owner, string subject, double least, double most, List<Violation> found)
    {
        if (!double.IsFinite(value))
            found.Add(new("NOT_FINITE", subject, $"The {name} ({Show(value)}) of {owner} must be a finite number. Maybe a missing value was read as a number."));
        else if (value < least && least == 0)
            found.Add(new("NEGATIVE", subject, $"The {name} ({Show(value)}) of {owner} must not be negative. Maybe set it to 0."));
        else if (value < least || value > most)
            found.Add(new("OUT_OF_RANGE", subject, $"The {name} ({Show(value)}) of {owner} must be between {Show(least)} and {Show(most)}. Maybe use another unit of measure."));
    }

    private static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
