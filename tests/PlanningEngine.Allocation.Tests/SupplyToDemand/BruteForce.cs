using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

/// <summary>Tries every integer plan of a tiny problem; flows over integers have integer optima.</summary>
internal static class BruteForce
{
    /// <summary>The lexicographically best score: breach of minimum fills, unmet by priority (when strict), minus the net value.</summary>
    public static double[] BestScore(SupplyProblem problem)
    {
        double[]? best = null;
        var flow = new int[problem.Lanes.Count];
        Try(0);
        return best!;

        void Try(int lane)
        {
            if (lane == flow.Length)
            {
                var score = Score(problem, i => flow[i]);
                if (best is null || Compare(score, best) < 0)
                    best = score;
                return;
            }

            var source = problem.Sources.Single(candidate => candidate.Id == problem.Lanes[lane].SourceId);
            var demand = problem.Demands.Single(candidate => candidate.Id == problem.Lanes[lane].DemandId);
            double given = 0, got = 0;
            for (var i = 0; i < lane; i++)
            {
                given += problem.Lanes[i].SourceId == source.Id ? flow[i] : 0;
                got += problem.Lanes[i].DemandId == demand.Id ? flow[i] : 0;
            }

            var most = Math.Min(problem.Lanes[lane].Maximum ?? double.PositiveInfinity, Math.Min(source.Available - given, demand.Quantity - got));
            for (flow[lane] = 0; flow[lane] <= most; flow[lane]++)
                Try(lane + 1);
            flow[lane] = 0;
        }
    }

    public static double[] Score(SupplyProblem problem, SupplyPlan plan)
    {
        var flow = plan.Shipments.ToDictionary(shipment => (shipment.SourceId, shipment.DemandId), shipment => shipment.Quantity);
        return Score(problem, i => flow.GetValueOrDefault((problem.Lanes[i].SourceId, problem.Lanes[i].DemandId)));
    }

    public static int Compare(double[] left, double[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            if (Math.Abs(left[i] - right[i]) > 1e-9 * (1 + Math.Abs(left[i])))
                return left[i].CompareTo(right[i]);
        }

        return 0;
    }

    private static double[] Score(SupplyProblem problem, Func<int, double> flow)
    {
        var served = problem.Demands.ToDictionary(demand => demand.Id, _ => 0.0);
        var net = 0.0;
        for (var i = 0; i < problem.Lanes.Count; i++)
        {
            served[problem.Lanes[i].DemandId] += flow(i);
            net -= flow(i) * problem.Lanes[i].UnitCost;
        }

        var breach = 0.0;
        var unmet = new SortedDictionary<int, double>();
        foreach (var demand in problem.Demands)
        {
            net += demand.UnitValue * served[demand.Id];
            breach += Math.Max(0, demand.MinimumFill * demand.Quantity - served[demand.Id]);
            unmet[demand.Priority] = unmet.GetValueOrDefault(demand.Priority) + demand.Quantity - served[demand.Id];
        }

        return problem.Rule == PriorityRule.Strict ? [breach, .. unmet.Values, -net] : [breach, -net];
    }
}
