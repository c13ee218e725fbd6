using Google.OrTools.LinearSolver;

namespace PlanningEngine.Allocation.Headcount;

/// <summary>Prices of required capacity in the relaxation that allows fractions of people; 0 everywhere when it has no solution.</summary>
internal sealed class LinearPrices
{
    private readonly double[,] _price;

    public LinearPrices(HeadcountProblem problem, CapacityTable table)
    {
        _price = new double[problem.Work.Count, problem.Months.Count];
        using var relaxed = new HeadcountModel(problem, table, HeadcountSolver.Costs(problem), integer: false);
        if (relaxed.Solve(1, CancellationToken.None).Status != Solver.ResultStatus.OPTIMAL)
            return;
        for (var work = 0; work < problem.Work.Count; work++)
        {
            for (var month = 0; month < problem.Months.Count; month++)
                _price[work, month] = Math.Max(0, relaxed.Price(work, month));
        }
    }

    public double Of(int work, int month) => _price[work, month];
}
