namespace PlanningEngine.Allocation.Territories;

/// <summary>A <see cref="TerritoryProblem"/> over arrays: costs of pairs, sizes of accounts per balanced measure, bands of reps.</summary>
internal sealed class TerritoryModel : BandedAssignment
{
    private const double EarthRadiusKm = 6371.0088;

    public TerritoryModel(TerritoryProblem problem)
    {
        Problem = problem;
        (Accounts, Reps) = (problem.Accounts.Count, problem.Reps.Count);
        RepIndex = Index(problem.Reps.Select(rep => rep.Id));
        var accountIndex = Index(problem.Accounts.Select(account => account.Id));
        Current = [.. problem.Accounts.Select(account => account.CurrentRepId is { } rep ? RepIndex[rep] : -1)];
        Travel = TravelOf(problem, accountIndex);
        Forbid(problem, accountIndex);
        Cost = (double[])Travel.Clone();
        for (var account = 0; account < Accounts; account++)
        {
            for (var rep = 0; rep < Reps && Current[account] >= 0; rep++)
                Cost[account * Reps + rep] += rep == Current[account] ? 0 : problem.Accounts[account].MoveCost;
        }

        Measures = problem.PotentialTolerance is null ? [BalanceMeasure.Workload] : [BalanceMeasure.Workload, BalanceMeasure.Potential];
        Size = [.. Measures.Select(measure => problem.Accounts.Select(account => measure == BalanceMeasure.Workload ? account.Workload : account.Potential).ToArray())];
        var shares = problem.Reps.Sum(rep => rep.Share);
        Target = [.. Size.Select(size => problem.Reps.Select(rep => rep.Share / shares * size.Sum()).ToArray())];
        Least = [.. Target.Select((target, m) => target.Select(units => units * Math.Max(0, 1 - Tolerance(m))).ToArray())];
        Most = [.. Target.Select((target, m) => target.Select(units => units * (1 + Tolerance(m))).ToArray())];
        Neighbours = NeighboursOf(problem, accountIndex);
    }

    public TerritoryProblem Problem { get; }

    public Dictionary<string, int> RepIndex { get; }

    /// <summary>Current rep of each account, or -1.</summary>
    public int[] Current { get; }

    /// <summary>Travel cost <c>[account * Reps + rep]</c>; infinite where the pair must not be.</summary>
    public double[] Travel { get; }

    /// <summary>What is balanced.</summary>
    public BalanceMeasure[] Measures { get; }

    /// <summary>Accounts that touch each account; null when territories need not hang together.</summary>
    public int[][]? Neighbours { get; }

    public double Tolerance(int measure) => Measures[measure] == BalanceMeasure.Workload ? Problem.WorkloadTolerance : Problem.PotentialTolerance ?? 0;

    private static Dictionary<string, int> Index(IEnumerable<string> ids) =>
        ids.Select((id, position) => (id, position)).ToDictionary(pair => pair.id, pair => pair.position, StringComparer.Ordinal);

    private double[] TravelOf(TerritoryProblem problem, Dictionary<string, int> accountIndex)
    {
        var travel = new double[Accounts * Reps];
        if (problem.Travel is { } given)
        {
            Array.Fill(travel, double.PositiveInfinity);
            foreach (var pair in given)
                travel[accountIndex[pair.AccountId] * Reps + RepIndex[pair.RepId]] = pair.Cost;
            return travel;
        }

        for (var pair = 0; pair < travel.Length; pair++)
        {
            var (account, rep) = (problem.Accounts[pair / Reps], problem.Reps[pair % Reps]);
            travel[pair] = account.Visits * (problem.Distances == DistanceKind.Planar
                ? Math.Sqrt((account.X - rep.X) * (account.X - rep.X) + (account.Y - rep.Y) * (account.Y - rep.Y))
                : GreatCircle(account.X, account.Y, rep.X, rep.Y));
        }

        return travel;
    }

    /// <summary>The haversine formula.</summary>
    private static double GreatCircle(double fromX, double fromY, double toX, double toY)
    {
        var (north, east) = (Math.Sin(double.DegreesToRadians(toY - fromY) / 2), Math.Sin(double.DegreesToRadians(toX - fromX) / 2));
        var chord = north * north + Math.Cos(double.DegreesToRadians(fromY)) * Math.Cos(double.DegreesToRadians(toY)) * east * east;
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }

    private void Forbid(TerritoryProblem problem, Dictionary<string, int> accountIndex)
    {
        foreach (var pair in problem.Forbidden ?? [])
            Travel[accountIndex[pair.AccountId] * Reps + RepIndex[pair.RepId]] = double.PositiveInfinity;
        for (var account = 0; account < Accounts; account++)
        {
            if (problem.Accounts[account].LockedRepId is not { } locked)
                continue;
            for (var rep = 0; rep < Reps; rep++)
            {
                if (rep != RepIndex[locked])
                    Travel[account * Reps + rep] = double.PositiveInfinity;
            }
        }
    }

    private static int[][]? NeighboursOf(TerritoryProblem problem, Dictionary<string, int> accountIndex)
    {
        if (problem.Links is not { } links)
            return null;
        var lists = problem.Accounts.Select(_ => new List<int>()).ToArray();
        foreach (var link in links)
        {
            var (first, second) = (accountIndex[link.FirstId], accountIndex[link.SecondId]);
            lists[first].Add(second);
            lists[second].Add(first);
        }

        return [.. lists.Select(list => list.Distinct().Order().ToArray())];
    }
}
