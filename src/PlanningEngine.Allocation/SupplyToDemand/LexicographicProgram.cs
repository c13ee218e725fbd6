using Google.OrTools.LinearSolver;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Bounds of the columns and rows of a program; infinite where there is none.</summary>
internal sealed record ProgramBounds(double[] Least, double[] Most, double[] RowLeast, double[] RowMost)
{
    public ProgramBounds Copy() => new([.. Least], [.. Most], [.. RowLeast], [.. RowMost]);
}

/// <summary>A lexicographic optimum.</summary>
/// <param name="Columns">Value of each column.</param>
/// <param name="Goals">Value of each goal.</param>
/// <param name="Prices">Per goal the dual price of each row.</param>
internal sealed record ProgramSolution(double[] Columns, double[] Goals, double[][] Prices);

/// <summary>A linear program with several goals, minimised one after the other by the simplex method of GLOP.</summary>
/// <remarks>
/// After each goal the columns with a reduced cost are fixed at their bound and the rows with a price at theirs: complementary slackness says that these are exactly the optimal solutions of the goal, so
/// later goals choose among them without a tolerance on its value, and the prices of all goals together prove the lexicographic optimum (Isermann 1982, "Linear lexicographic optimization").
/// </remarks>
internal sealed class LexicographicProgram : IDisposable
{
    /// <summary>Reduced costs and prices below this are zero; coefficients are of size 1.</summary>
    public const double Zero = 1e-9;

    private readonly Solver _solver = Solver.CreateSolver("GLOP") ?? throw new InvalidOperationException("OR-Tools has no such solver here.");
    private readonly Variable[] _columns;
    private readonly Constraint[] _rows;
    private readonly double[][] _goals;

    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Per column its coefficients.</param>
    /// <param name="goals">Per goal the cost of each column.</param>
    public LexicographicProgram(int rows, IReadOnlyList<IReadOnlyList<(int Row, double Coefficient)>> columns, double[][] goals)
    {
        _goals = goals;
        _rows = new Constraint[rows];
        for (var row = 0; row < rows; row++)
            _rows[row] = _solver.MakeConstraint();
        _columns = new Variable[columns.Count];
        for (var column = 0; column < columns.Count; column++)
        {
            _columns[column] = _solver.MakeNumVar(0, 0, "");
            foreach (var (row, coefficient) in columns[column])
                _rows[row].SetCoefficient(_columns[column], coefficient);
        }

        _solver.SetSolverSpecificParametersAsString("primal_feasibility_tolerance: 1e-10 dual_feasibility_tolerance: 1e-10");
    }

    /// <summary>Minimises the goals in turn; null when it was stopped or no solution keeps the bounds.</summary>
    public ProgramSolution? Minimise(ProgramBounds bounds, CancellationToken cancellationToken)
    {
        for (var column = 0; column < _columns.Length; column++)
            _columns[column].SetBounds(bounds.Least[column], bounds.Most[column]);
        for (var row = 0; row < _rows.Length; row++)
            _rows[row].SetBounds(bounds.RowLeast[row], bounds.RowMost[row]);
        using var stop = cancellationToken.Register(() => _solver.InterruptSolve());
        var (goals, prices, values) = (new double[_goals.Length], new double[_goals.Length][], Array.Empty<double>());
        for (var goal = 0; goal < _goals.Length; goal++)
        {
            SetGoal(_goals[goal]);
            if (cancellationToken.IsCancellationRequested || _solver.Solve() != Solver.ResultStatus.OPTIMAL)
                return null;
            goals[goal] = _solver.Objective().Value();
            values = Array.ConvertAll(_columns, column => column.SolutionValue());
            prices[goal] = Array.ConvertAll(_rows, row => Clean(row.DualValue()));
            Fix(bounds, prices[goal], Array.ConvertAll(_columns, column => Clean(column.ReducedCost())));
        }

        return new ProgramSolution(values, goals, prices);
    }

    public void Dispose() => _solver.Dispose();

    private static double Clean(double value) => Math.Abs(value) <= Zero ? 0 : value;

    private void SetGoal(double[] costs)
    {
        var objective = _solver.Objective();
        objective.Clear();
        objective.SetMinimization();
        for (var column = 0; column < costs.Length; column++)
        {
            if (costs[column] != 0)
                objective.SetCoefficient(_columns[column], costs[column]);
        }
    }

    /// <summary>Fixes what is not fixed yet: what an earlier goal fixed may have any reduced cost in a later one.</summary>
    private void Fix(ProgramBounds bounds, double[] prices, double[] reduced)
    {
        for (var column = 0; column < reduced.Length; column++)
        {
            var bound = reduced[column] > 0 ? bounds.Least[column] : bounds.Most[column];
            if (reduced[column] != 0 && double.IsFinite(bound) && _columns[column].Lb() < _columns[column].Ub())
                _columns[column].SetBounds(bound, bound);
        }

        for (var row = 0; row < prices.Length; row++)
        {
            var bound = prices[row] > 0 ? bounds.RowLeast[row] : bounds.RowMost[row];
            if (prices[row] != 0 && double.IsFinite(bound) && _rows[row].Lb() < _rows[row].Ub())
                _rows[row].SetBounds(bound, bound);
        }
    }
}
