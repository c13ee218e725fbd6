namespace PlanningEngine.Allocation.Territories;

/// <summary>Verifies a bound from its proof: prices of the bands, prices of the accounts with the floor of each rep, or a search that is done again.</summary>
internal static class TerritoryBoundChecker
{
    /// <summary>Whether the proof shows that no plan costs less than a limit.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="result">The answer.</param>
    /// <param name="bandOf">Band of a rep in a measure.</param>
    /// <param name="costOf">Cost of a pair, or null where it must not be.</param>
    /// <param name="limit">The bound, less what rounding may take.</param>
    /// <param name="connected">Whether every territory of a plan, the rep of every account, hangs together.</param>
    public static bool Proves(
        TerritoryProblem problem,
        TerritoryResult result,
        Func<TerritoryProblem, Rep, BalanceMeasure, (double Least, double Most, double Target)> bandOf,
        Func<Account, string, double?> costOf,
        double limit,
        Func<Dictionary<string, string>, bool> connected)
    {
        BalanceMeasure[] measures = problem.PotentialTolerance is null ? [BalanceMeasure.Workload] : [BalanceMeasure.Workload, BalanceMeasure.Potential];
        double[][] cost = [.. problem.Accounts.Select(account => problem.Reps.Select(rep => costOf(account, rep.Id) ?? double.PositiveInfinity).ToArray())];
        double[][] size = [.. measures.Select(measure => problem.Accounts.Select(account => measure == BalanceMeasure.Workload ? account.Workload : account.Potential).ToArray())];
        (double Least, double Most)[][] bands = [.. measures.Select(measure => problem.Reps.Select(rep => bandOf(problem, rep, measure)).Select(band => (band.Least, band.Most)).ToArray())];
        var given = result.Prices.ToDictionary(price => (price.RepId, price.Measure), price => price.Price);
        double[][] prices = [.. measures.Select(measure => problem.Reps.Select(rep => given.GetValueOrDefault((rep.Id, measure))).ToArray())];
        switch (result.Proof?.Kind ?? ProofKind.BandPrices)
        {
            case ProofKind.BandPrices:
                return ByBandPrices(cost, size, bands, prices) >= limit;
            case ProofKind.AccountPrices:
                return result.Proof!.AccountPrices.Sum() + result.Proof.RepFloors.Sum() >= limit
                    && Enumerable.Range(0, problem.Reps.Count).All(rep => FloorHolds(result.Proof, rep, cost, size, bands));
            default:
                var search = new TerritoryBoundSearch(cost, size, bands, prices);
                var found = search.FindsBelow(limit, at => connected(Enumerable.Range(0, at.Length).ToDictionary(i => problem.Accounts[i].Id, i => problem.Reps[at[i]].Id, StringComparer.Ordinal)));
                return search.Completed && !found;
        }
    }

    /// <summary>Weak duality: the least priced costs, less what the prices charge for the ends of the bands.</summary>
    private static double ByBandPrices(double[][] cost, double[][] size, (double Least, double Most)[][] bands, double[][] prices)
    {
        var bound = cost.Select((paid, account) => paid.Select((pair, rep) => pair + size.Select((of, m) => prices[m][rep] * of[account]).Sum()).Min()).Sum();
        for (var m = 0; m < bands.Length; m++)
        {
            for (var rep = 0; rep < bands[m].Length; rep++)
                bound -= Math.Max(prices[m][rep] * bands[m][rep].Least, prices[m][rep] * bands[m][rep].Most);
        }

        return bound;
    }

    /// <summary>Whether no set of accounts within the bands of a rep costs less, its prices taken off, than the floor.</summary>
    private static bool FloorHolds(TerritoryProof proof, int rep, double[][] cost, double[][] size, (double Least, double Most)[][] bands)
    {
        // The second place is nobody, who takes everything for nothing.
        double[][] taken = [.. cost.Select((paid, account) => new[] { paid[rep] - proof.AccountPrices[account], 0 })];
        (double, double)[][] two = [.. bands.Select(band => new[] { band[rep], (0, double.PositiveInfinity) })];
        double[][] prices = [.. bands.Select((band, m) => new[] { proof.RepPrices[m * band.Length + rep], 0 })];
        var search = new TerritoryBoundSearch(taken, size, two, prices);
        var floor = proof.RepFloors[rep];
        return !search.FindsBelow(floor - 1e-9 * Math.Max(1, Math.Abs(floor))) && search.Completed;
    }
}
