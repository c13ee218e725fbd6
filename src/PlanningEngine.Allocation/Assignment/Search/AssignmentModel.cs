namespace PlanningEngine.Allocation.Assignment.Search;

/// <summary>Jobs to agents at least cost, where at most a given number of agents is open; compiled for the search.</summary>
/// <remarks>
/// The generalised assignment problem opens all agents, the capacitated p-median opens p of them. Knapsacks are solved over whole units of capacity. Where the numbers are
/// too large for that, loads and capacities are divided and rounded down: what fits, fits after rounding too, so a bound stays a bound.
/// </remarks>
internal sealed class AssignmentModel
{
    /// <summary>Most units of one knapsack.</summary>
    private const int MostUnits = 10_000;

    public AssignmentModel(int agents, int jobs, int openLimit, double[] cost, long[] load, long[] capacity)
    {
        (Agents, Jobs, OpenLimit, Cost, Load, Capacity) = (agents, jobs, openLimit, cost, load, capacity);
        Room = new int[agents];
        Units = new int[cost.Length];
        for (var agent = 0; agent < agents; agent++)
        {
            var needed = 0L;
            for (var job = 0; job < jobs; job++)
            {
                var taken = load[agent * jobs + job];
                if (taken <= capacity[agent])
                    needed = Math.Min(capacity[agent], needed + taken);
            }

            var divisor = needed / MostUnits + 1;
            Room[agent] = (int)(needed / divisor);
            for (var job = 0; job < jobs; job++)
                Units[agent * jobs + job] = (int)Math.Min(int.MaxValue, load[agent * jobs + job] / divisor);
        }

        var total = 0.0;
        for (var job = 0; job < jobs; job++)
        {
            var largest = 0.0;
            for (var agent = 0; agent < agents; agent++)
                largest = Math.Max(largest, Math.Abs(cost[agent * jobs + job]));
            total += largest;
        }

        CostRange = total;
        Grid = Math.ScaleB(1, Math.Max(-10, total > 0 ? Math.ILogB(total) - 48 : -10));
    }

    public int Agents { get; }

    public int Jobs { get; }

    /// <summary>Most agents that may have a job.</summary>
    public int OpenLimit { get; }

    /// <summary>Whole numbers, <c>[agent * Jobs + job]</c>.</summary>
    public double[] Cost { get; }

    /// <summary>As given, <c>[agent * Jobs + job]</c>.</summary>
    public long[] Load { get; }

    /// <summary>As given, one per agent.</summary>
    public long[] Capacity { get; }

    /// <summary>Loads in units of the agent's knapsack, rounded down.</summary>
    public int[] Units { get; }

    /// <summary>Capacities in units of the agent's knapsack, rounded down.</summary>
    public int[] Room { get; }

    /// <summary>No plan costs more than this, nor less than its negative.</summary>
    public double CostRange { get; }

    /// <summary>Multipliers are whole multiples of this power of two, so that every sum of costs and multipliers is exact in a double and no tolerance is needed.</summary>
    public double Grid { get; }

    /// <summary>Whether not every agent may be open.</summary>
    public bool LimitsOpen => OpenLimit < Agents;
}
