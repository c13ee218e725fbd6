namespace PlanningEngine.Allocation.Territories;

/// <summary>How coordinates become distances.</summary>
public enum DistanceKind
{
    /// <summary>X and Y are lengths in a plane; the distance is Euclidean, in the same unit.</summary>
    Planar,

    /// <summary>X is longitude and Y latitude in degrees; the distance is the great circle's, in kilometres.</summary>
    GreatCircle,
}

/// <summary>A customer to look after.</summary>
/// <param name="Id">Unique among the accounts (ordinal comparison), not empty.</param>
/// <param name="Workload">Time it takes, in any unit, 0 .. 1e12.</param>
/// <param name="Potential">What can be sold to it, in any unit, 0 .. 1e12.</param>
/// <param name="X">Longitude or length; see <see cref="DistanceKind"/>.</param>
/// <param name="Y">Latitude or length.</param>
/// <param name="CurrentRepId">Rep who has it today; null for none.</param>
/// <param name="LockedRepId">Rep who must have it; null for free.</param>
/// <param name="MoveCost">Cost of taking it from its current rep, in the unit of travel cost, 0 .. 1e12.</param>
/// <param name="Visits">Trips to it: its travel cost is distance times visits, 0 .. 1e6.</param>
/// <param name="Label">What a planner calls it; the id when empty.</param>
public sealed record Account(
    string Id,
    double Workload,
    double Potential = 0,
    double X = 0,
    double Y = 0,
    string? CurrentRepId = null,
    string? LockedRepId = null,
    double MoveCost = 0,
    double Visits = 1,
    string Label = "");

/// <summary>Somebody who looks after accounts.</summary>
/// <param name="Id">Unique among the reps (ordinal comparison), not empty.</param>
/// <param name="X">Where trips begin; see <see cref="DistanceKind"/>.</param>
/// <param name="Y">Where trips begin.</param>
/// <param name="Share">Size of the fair share against the other reps, for example 0.5 for half time; greater than 0, at most 1e6.</param>
/// <param name="Label">What a planner calls the rep; the id when empty.</param>
public sealed record Rep(string Id, double X = 0, double Y = 0, double Share = 1, string Label = "");

/// <summary>A pair of an account and a rep.</summary>
/// <param name="AccountId">Id of the account.</param>
/// <param name="RepId">Id of the rep.</param>
public sealed record AccountRep(string AccountId, string RepId);

/// <summary>What it costs when a rep looks after an account.</summary>
/// <param name="AccountId">Id of the account.</param>
/// <param name="RepId">Id of the rep.</param>
/// <param name="Cost">Cost, 0 .. 1e12.</param>
public sealed record TravelCost(string AccountId, string RepId, double Cost);

/// <summary>Two accounts that touch.</summary>
/// <param name="FirstId">Id of one account.</param>
/// <param name="SecondId">Id of the other.</param>
public sealed record AccountLink(string FirstId, string SecondId);

/// <summary>Accounts to be given to reps: little travel, little disruption, balanced workload and potential.</summary>
/// <remarks>A rep's target is its share of the total of all accounts. Every list may be in any order; it has no influence on what is allowed, only on which of equal plans comes back.</remarks>
/// <param name="Accounts">The accounts; at least one.</param>
/// <param name="Reps">The reps; at least one.</param>
/// <param name="WorkloadTolerance">Largest distance of a rep's workload from its target, as a part of it: 0.05 is 5 %. 0 .. 1e6.</param>
/// <param name="PotentialTolerance">The same for potential; null leaves potential free.</param>
/// <param name="Travel">Costs of the possible pairs, each once; a pair that is not listed is not possible. Null: all pairs, from coordinates.</param>
/// <param name="Distances">How coordinates become distances when <paramref name="Travel"/> is null.</param>
/// <param name="Forbidden">Pairs that must not be; null for none.</param>
/// <param name="Links">Accounts that touch: every rep's accounts must hang together over these links. Null: no such rule.</param>
public sealed record TerritoryProblem(
    IReadOnlyList<Account> Accounts,
    IReadOnlyList<Rep> Reps,
    double WorkloadTolerance = 0.05,
    double? PotentialTolerance = null,
    IReadOnlyList<TravelCost>? Travel = null,
    DistanceKind Distances = DistanceKind.Planar,
    IReadOnlyList<AccountRep>? Forbidden = null,
    IReadOnlyList<AccountLink>? Links = null);
