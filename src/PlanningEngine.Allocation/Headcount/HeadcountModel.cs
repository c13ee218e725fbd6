using Google.OrTools.LinearSolver;

namespace PlanningEngine.Allocation.Headcount;

/// <summary>What a model minimises.</summary>
/// <param name="Hires">Whether hires cost what they cost, or nothing.</param>
/// <param name="Shortfall">[work]: money per unit missing, or null where nothing may be missing.</param>
/// <param name="OnlyMonth">The one month in which a shortfall counts; null for all.</param>
internal sealed record HeadcountObjective(bool Hires, double?[] Shortfall, int? OnlyMonth = null);

/// <summary>The problem as a (mixed-integer) linear program; each instance is solved once.</summary>
/// <remarks>
/// Hires of a role up to each month are whole, the rest is continuous: y[role, work, month] is capacity a role that can do several kinds of work gives to one, s[work, month] is what is missing. A role with a single
/// kind of work needs no y. Capacity depends far more on how many have been hired by a month than on when: branching on these sums moves the bound where branching on single months only moves hires to the next one.
/// </remarks>
internal sealed class HeadcountModel : IDisposable
{
    private readonly HeadcountProblem _problem;
    private readonly CapacityTable _table;
    private readonly Solver _solver;
    private readonly Variable[][] _hiredBy;
    private readonly Variable?[,,] _given;
    private readonly Variable?[,] _missing;
    private readonly Constraint[,] _required;

    public HeadcountModel(HeadcountProblem problem, CapacityTable table, HeadcountObjective objective, bool integer = true)
    {
        (_problem, _table) = (problem, table);
        _solver = Solver.CreateSolver(integer ? "SCIP" : "GLOP") ?? throw new InvalidOperationException("OR-Tools has no such solver here.");
        var (roles, works, months) = (problem.Roles.Count, problem.Work.Count, problem.Months.Count);
        _given = new Variable?[roles, works, months];
        _missing = new Variable?[works, months];
        _required = new Constraint[works, months];
        var cost = _solver.Objective();
        cost.SetMinimization();
        _hiredBy = [.. Enumerable.Range(0, roles).Select(_ => Enumerable.Range(0, months).Select(_ => _solver.MakeVar(0, double.PositiveInfinity, integer, "")).ToArray())];
        for (var work = 0; work < works; work++)
        {
            for (var month = 0; month < months; month++)
                AddRequirement(work, month, objective, cost);
        }

        for (var role = 0; role < roles; role++)
            AddCapacity(role, objective.Hires, cost);
        AddMonthLimits();
    }

    /// <summary>Limits what may be missing in total; used after the least total is known.</summary>
    public void LimitMissing(bool[] counted, double most)
    {
        var limit = _solver.MakeConstraint(double.NegativeInfinity, most, "");
        foreach (var (work, month) in Requirements())
        {
            if (counted[work] && _missing[work, month] is { } missing)
                limit.SetCoefficient(missing, 1);
        }
    }

    public (Solver.ResultStatus Status, double Bound) Solve(long nodeLimit, CancellationToken cancellationToken)
    {
        using var parameters = new MPSolverParameters();
        parameters.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 0);
        if (_solver.IsMip())
            _solver.SetSolverSpecificParametersAsString(FormattableString.Invariant($"limits/totalnodes = {nodeLimit}\nparallel/maxnthreads = 1\n"));
        using var stop = cancellationToken.Register(() => _solver.InterruptSolve());
        var status = cancellationToken.IsCancellationRequested ? Solver.ResultStatus.NOT_SOLVED : _solver.Solve(parameters);
        return (status, status is Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE ? _solver.IsMip() ? _solver.Objective().BestBound() : _solver.Objective().Value() : double.NaN);
    }

    public double Value => _solver.Objective().Value();

    /// <summary>[role][month], from sums rounded to the whole numbers they are within the solver's tolerance.</summary>
    public int[][] Hires() => [.. _hiredBy.Select(role => role.Select(sum => (int)Math.Round(sum.SolutionValue())).ToArray()).Select(sums => sums.Select((sum, month) => month == 0 ? sum : sum - sums[month - 1]).ToArray())];

    public double Price(int work, int month) => _required[work, month].DualValue();

    public double Missing(int work, int month) => _missing[work, month]?.SolutionValue() ?? 0;

    /// <summary>Capacity of the role for the work, in units of the work.</summary>
    public double Given(int role, int work, int month, double capacity)
    {
        var ratio = _table.Ratio[role][work];
        return ratio == 0 ? 0 : ratio * (_given[role, work, month]?.SolutionValue() ?? capacity);
    }

    public void Dispose() => _solver.Dispose();

    private void AddRequirement(int work, int month, HeadcountObjective objective, Objective cost)
    {
        _required[work, month] = _solver.MakeConstraint(_problem.Work[work].Required[month], double.PositiveInfinity, "");
        if (objective.Shortfall[work] is not { } price)
            return;
        var missing = _missing[work, month] = _solver.MakeNumVar(0, _problem.Work[work].Required[month], "");
        _required[work, month].SetCoefficient(missing, 1);
        cost.SetCoefficient(missing, objective.OnlyMonth is { } only && only != month ? 0 : price);
    }

    private void AddCapacity(int role, bool hiresCost, Objective cost)
    {
        var served = Enumerable.Range(0, _problem.Work.Count).Where(work => _table.Ratio[role][work] > 0).ToArray();
        var (months, prices) = (_problem.Months.Count, _table.CostOfHire[role]);
        for (var month = 0; month < months; month++)
        {
            cost.SetCoefficient(_hiredBy[role][month], hiresCost ? prices[month] - (month + 1 < months ? prices[month + 1] : 0) : 0);
            SetHires(_solver.MakeConstraint(0, _table.MostHires(role, month), ""), role, month, hired => hired == month ? 1 : 0);
            if (served.Length == 0)
                continue;
            var single = served.Length == 1;
            var ratio = single ? _table.Ratio[role][served[0]] : 1;
            var row = single ? _required[served[0], month] : _solver.MakeConstraint(-_table.OfStaff[role][month], double.PositiveInfinity, "");
            if (single)
                row.SetLb(row.Lb() - (ratio * _table.OfStaff[role][month]));
            SetHires(row, role, month, hired => ratio * _table.OfHire[role][month - hired]);
            if (single)
                continue;
            foreach (var work in served)
            {
                var given = _given[role, work, month] = _solver.MakeNumVar(0, double.PositiveInfinity, "");
                row.SetCoefficient(given, -1);
                _required[work, month].SetCoefficient(given, _table.Ratio[role][work]);
            }
        }
    }

    private void AddMonthLimits()
    {
        for (var month = 0; month < _problem.Months.Count; month++)
        {
            if (_problem.MostHires?[month] is not { } most)
                continue;
            var limit = _solver.MakeConstraint(double.NegativeInfinity, most, "");
            for (var role = 0; role < _hiredBy.Length; role++)
                SetHires(limit, role, month, hired => hired == month ? 1 : 0);
        }
    }

    /// <summary>Adds what hires of the months up to one count in a row: each sum counts by what its month's hires count more than the next month's.</summary>
    private void SetHires(Constraint row, int role, int last, Func<int, double> perHire)
    {
        for (var month = 0; month <= last; month++)
        {
            if (perHire(month) - (month < last ? perHire(month + 1) : 0) is var step && step != 0)
                row.SetCoefficient(_hiredBy[role][month], step);
        }
    }

    private IEnumerable<(int Work, int Month)> Requirements() =>
        from work in Enumerable.Range(0, _problem.Work.Count)
        from month in Enumerable.Range(0, _problem.Months.Count)
        select (work, month);
}
