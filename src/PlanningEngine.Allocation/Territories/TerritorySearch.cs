namespace PlanningEngine.Allocation.Territories;

/// <summary>The phases of one solve: prices, annealing, regions, bound, and for small problems everything.</summary>
internal sealed class TerritorySearch
{
    private const double WarmHeat = 0.1;
    private const double ReheatHeat = 0.3;
    private const int Reheats = 3;
    private const int SmallProblem = 300;
    private const int SmallestPairs = 1_000;
    private const int MovesPerStep = 150;
    private const int MostSteps = 400;
    private const int LargestRegion = 4;
    private const int RegionShare = 9;
    private const int SearchShare = 20;
    private const double NearBound = 0.02;

    private readonly TerritoryModel _model;
    private readonly TerritorySolverOptions _options;
    private readonly long _work;

    /// <param name="model">The problem.</param>
    /// <param name="options">Limits.</param>
    /// <param name="proven">Whether it is known that no plan keeps every rule, so that only a near one is looked for.</param>
    public TerritorySearch(TerritoryModel model, TerritorySolverOptions options, bool proven)
    {
        (_model, _options, IsImpossible, Prices) = (model, options, proven, new BalancePrices(model));
        _work = (long)options.MovesPerAccount * model.Accounts;
        Bound = Prices.Bound;
    }

    /// <summary>Prices of the bands in the linear relaxation.</summary>
    public BalancePrices Prices { get; }

    /// <summary>The cheapest plan found that keeps every rule; null when there is none.</summary>
    public int[]? Best { get; private set; }

    /// <summary>The plan that breaks the rules least.</summary>
    public int[] Nearest { get; private set; } = [];

    /// <summary>No plan costs less.</summary>
    public double Bound { get; private set; }

    /// <summary>What proves the bound.</summary>
    public TerritoryProof Proof { get; private set; } = TerritoryProof.ByBandPrices;

    /// <summary>Whether it is proven that no plan keeps every rule.</summary>
    public bool IsImpossible { get; private set; }

    /// <summary>Why there is no plan, in words.</summary>
    public string WhyNone { get; private set; } = "No plan that keeps every rule was found";

    public void Run(CancellationToken cancellationToken)
    {
        var previous = _options.Previous is { } earlier ? EarlierPlan(earlier) : null;
        if (!IsImpossible)
        {
            Prices.Raise(previous is null ? 1 : WarmHeat, cancellationToken);
            Prove(Prices.Bound, TerritoryProof.ByBandPrices, "No plan keeps every band, not even when accounts could be divided");
        }

        Anneal(previous, cancellationToken);
        if (IsImpossible || _work == 0)
            return;
        ImproveRegions(cancellationToken);
        if (Prices.Bound < BestCost)
            RaiseBound(cancellationToken);
        if (Bound < BestCost && _model.Accounts * _model.Reps <= SmallestPairs)
            SearchAll(cancellationToken);
    }

    private double BestCost => Best is null ? double.PositiveInfinity : _model.CostOf(Best);

    private void Anneal(int[]? previous, CancellationToken cancellationToken)
    {
        var annealing = new TerritoryAnnealing(_model, Prices, _options.Seed);
        var moves = _work / (IsImpossible ? 10 : 1);
        annealing.Run(previous ?? Prices.Choice, moves / 2, previous is null ? 1 : WarmHeat, freely: false, cancellationToken);
        var freely = _model.Accounts <= SmallProblem;
        for (var reheat = 0; reheat < Reheats; reheat++)
        {
            annealing.Run(
                annealing.Best.Length > 0 ? annealing.Best : annealing.Nearest, moves / (2 * Reheats), freely ? 4 : previous is null ? ReheatHeat : WarmHeat, freely, cancellationToken);
        }

        (Best, Nearest) = (annealing.Best.Length > 0 ? annealing.Best : null, annealing.Nearest);
    }

    private void ImproveRegions(CancellationToken cancellationToken)
    {
        var regions = new TerritoryRegions(_model, Prices, (int[])(Best ?? Nearest).Clone());
        if (Best is null && !regions.Repair(_work, cancellationToken))
            return;
        for (var size = 2; size <= LargestRegion; size++)
            regions.Improve(size, _work * (size - 1) / RegionShare, cancellationToken);
        Best = regions.Plan;
    }

    private void RaiseBound(CancellationToken cancellationToken)
    {
        var accounts = new AccountPrices(_model, Prices, EarlierPrices());
        accounts.Raise((int)Math.Min(MostSteps, 1 + _options.MovesPerAccount / MovesPerStep), _work / 2, Best is null ? Prices.Bound + NearBound * Math.Abs(Prices.Bound) : BestCost, cancellationToken);
        Prove(accounts.Bound, new TerritoryProof(ProofKind.AccountPrices, accounts.Prices, accounts.Floors, accounts.RepPrices), "No plan keeps every band with whole accounts");
    }

    /// <summary>Looks at every plan that could be cheaper.</summary>
    private void SearchAll(CancellationToken cancellationToken)
    {
        var search = new DeviationSearch();
        var pieces = _model.Neighbours is { } links ? new TerritoryPieces(links, new int[_model.Accounts]) : null;
        search.Run(_model, Prices.Prices, BestCost, SearchShare * _work, pieces is null ? null : pieces.HangTogether, cancellationToken);
        Best = search.Plan ?? Best;
        Prove(search.Floor, TerritoryProof.BySearch, "No plan keeps every rule: all were looked at");
    }

    private void Prove(double bound, TerritoryProof proof, string whyNone)
    {
        if (Best is null && bound > _model.LargestCost * (1 + 1e-9))
            (IsImpossible, WhyNone) = (true, whyNone);
        if (bound > Bound)
            (Bound, Proof) = (Math.Min(bound, BestCost), proof);
    }

    /// <summary>Price of each account in an earlier proof, not a number where unknown.</summary>
    private double[] EarlierPrices()
    {
        var known = new Dictionary<string, double>(StringComparer.Ordinal);
        if (_options.Previous is { Proof.AccountPrices: { Count: > 0 } prices, Plan: { } plan })
        {
            foreach (var (assignment, price) in plan.Assignments.Zip(prices))
                known[assignment.AccountId] = price;
        }

        return [.. _model.Problem.Accounts.Select(account => known.GetValueOrDefault(account.Id, double.NaN))];
    }

    /// <summary>Rep of each account in an earlier plan, -1 where unknown; its prices are offered.</summary>
    private int[] EarlierPlan(TerritoryResult earlier)
    {
        var offered = new double[_model.Reps * _model.Measured];
        foreach (var price in earlier.Prices)
        {
            var m = Array.IndexOf(_model.Measures, price.Measure);
            if (m >= 0 && _model.RepIndex.TryGetValue(price.RepId, out var rep))
                offered[m * _model.Reps + rep] = price.Price;
        }

        Prices.Offer(offered);
        var known = (earlier.Plan?.Assignments ?? []).ToDictionary(assignment => assignment.AccountId, assignment => assignment.RepId, StringComparer.Ordinal);
        return [.. _model.Problem.Accounts.Select(account => known.TryGetValue(account.Id, out var id) && _model.RepIndex.TryGetValue(id, out var rep) ? rep : -1)];
    }
}
