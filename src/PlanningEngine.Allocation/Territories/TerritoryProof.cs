namespace PlanningEngine.Allocation.Territories;

/// <summary>What proves a bound.</summary>
public enum ProofKind
{
    /// <summary>Prices of the balance bands: each account goes by itself where cost and priced size are least (weak duality of the linear relaxation).</summary>
    BandPrices,

    /// <summary>Prices of the accounts: the bound is their sum and, per rep, the least cost less prices of any set of accounts within the rep's bands.</summary>
    AccountPrices,

    /// <summary>Every plan that the prices of the bands do not exclude was looked at.</summary>
    Search,
}

/// <summary>What a checker needs to verify the bound of an answer.</summary>
/// <param name="Kind">What proves it.</param>
/// <param name="AccountPrices">Price of serving each account, in the order of the problem; empty unless <see cref="ProofKind.AccountPrices"/>.</param>
/// <param name="RepFloors">Least cost less prices of each rep, in the order of the problem; empty likewise.</param>
/// <param name="RepPrices">Prices of each rep's bands, <c>[measure * reps + rep]</c>, that shorten the search for its least cost; they prove nothing by themselves. Empty likewise.</param>
public sealed record TerritoryProof(ProofKind Kind, IReadOnlyList<double> AccountPrices, IReadOnlyList<double> RepFloors, IReadOnlyList<double> RepPrices)
{
    /// <summary>The prices of the bands prove the bound.</summary>
    public static TerritoryProof ByBandPrices { get; } = new(ProofKind.BandPrices, [], [], []);

    /// <summary>A complete search proves it.</summary>
    public static TerritoryProof BySearch { get; } = new(ProofKind.Search, [], [], []);
}
