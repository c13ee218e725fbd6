namespace PlanningEngine.Allocation.Territories;

/// <summary>Accounts to reps at least cost, each rep's loads within bands: what is left of a territory problem without its words, its links and, for a part of it, everybody else.</summary>
internal class BandedAssignment
{
    public int Accounts { get; init; }

    public int Reps { get; init; }

    /// <summary>Number of balanced measures.</summary>
    public int Measured => Size.Length;

    /// <summary>Cost <c>[account * Reps + rep]</c>; infinite where the pair must not be.</summary>
    public double[] Cost { get; init; } = [];

    /// <summary>Size of each account, per measure.</summary>
    public double[][] Size { get; init; } = [];

    /// <summary>Target of each rep, per measure.</summary>
    public double[][] Target { get; init; } = [];

    /// <summary>Lower end of each rep's band, per measure.</summary>
    public double[][] Least { get; init; } = [];

    /// <summary>Upper end of each rep's band, per measure.</summary>
    public double[][] Most { get; init; } = [];

    /// <summary>No plan costs more.</summary>
    public double LargestCost
    {
        get
        {
            var total = 0.0;
            for (var account = 0; account < Accounts; account++)
            {
                var largest = 0.0;
                foreach (var cost in Cost.AsSpan(account * Reps, Reps))
                    largest = double.IsFinite(cost) ? Math.Max(largest, cost) : largest;
                total += largest;
            }

            return total;
        }
    }

    /// <summary>Total cost of a plan.</summary>
    public double CostOf(ReadOnlySpan<int> repOfAccount)
    {
        var total = 0.0;
        for (var account = 0; account < repOfAccount.Length; account++)
            total += Cost[account * Reps + repOfAccount[account]];
        return total;
    }

    /// <summary>The problem of some reps and some accounts alone; positions in the lists become the new indices.</summary>
    public BandedAssignment Part(int[] accounts, int[] reps)
    {
        var cost = new double[accounts.Length * reps.Length];
        for (var pair = 0; pair < cost.Length; pair++)
            cost[pair] = Cost[accounts[pair / reps.Length] * Reps + reps[pair % reps.Length]];
        double[][] Of(double[][] values, int[] places) => [.. values.Select(row => Array.ConvertAll(places, place => row[place]))];
        return new BandedAssignment
        {
            Accounts = accounts.Length,
            Reps = reps.Length,
            Cost = cost,
            Size = Of(Size, accounts),
            Target = Of(Target, reps),
            Least = Of(Least, reps),
            Most = Of(Most, reps),
        };
    }
}
