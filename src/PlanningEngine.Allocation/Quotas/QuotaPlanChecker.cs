using System.Globalization;

namespace PlanningEngine.Allocation.Quotas;

/// <summary>What <see cref="QuotaPlanChecker"/> found.</summary>
/// <param name="Violations">Everything that is wrong; empty when the answer holds.</param>
/// <param name="KktResidual">Largest scaled violation of the Karush-Kuhn-Tucker conditions, worked out anew.</param>
/// <param name="RoundingError">Largest distance of an amount from the continuous one, in money.</param>
/// <param name="SumError">Largest distance of a sum of children from amount x (1 + over-assignment), in money: below one unit, and 0 where that is whole.</param>
public sealed record QuotaCheck(IReadOnlyList<Violation> Violations, double KktResidual, double RoundingError, decimal SumError);

/// <summary>Verifies an answer from the problem alone: sums and limits of the plan in exact decimals, optimality of the continuous solution by the Karush-Kuhn-Tucker conditions.</summary>
/// <remarks>It shares no code with the solver but the validation. The problem is convex and its constraints linear, so the conditions are sufficient (Boyd and Vandenberghe 2004, section 5.5.3).</remarks>
public static class QuotaPlanChecker
{
    /// <summary>Largest scaled residual of an optimal answer.</summary>
    public const double Tolerance = 1e-8;

    /// <summary>Checks an answer.</summary>
    /// <param name="problem">A valid problem.</param>
    /// <param name="result">The answer to it.</param>
    /// <exception cref="InvalidProblemException">The problem breaks rules.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static QuotaCheck Check(QuotaProblem problem, QuotaResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var invalid = QuotaProblemValidator.Validate(problem);
        if (invalid.Count > 0)
            throw new InvalidProblemException(invalid);
        var check = new Answer(problem, result);
        if (check.HasAllNodes())
        {
            check.Amounts();
            check.Periods();
            if (result.Status == SolveStatus.Optimal && result.Certificate is { } certificate)
                check.Optimality(certificate, new ReferenceCheck(problem, certificate, check.Found));
        }

        return new QuotaCheck(check.Found, check.Residual, check.RoundingError, check.SumError);
    }

    private sealed class Answer(QuotaProblem problem, QuotaResult result)
    {
        private readonly IReadOnlyList<QuotaNode> _nodes = problem.Nodes;
        private readonly IReadOnlyList<NodeQuota> _plan = result.Plan.Nodes;
        private readonly ILookup<int, int> _children = Enumerable.Range(0, problem.Nodes.Count).ToLookup(i => problem.Nodes[i].Parent);
        private readonly ILookup<string, QuotaRelaxation> _relaxed = result.Relaxations.ToLookup(r => r.Code, StringComparer.Ordinal);

        public List<Violation> Found { get; } = [];

        public double Residual { get; private set; }

        public double RoundingError { get; private set; }

        public decimal SumError { get; private set; }

        public bool HasAllNodes()
        {
            var same = _plan.Count == _nodes.Count && _plan.Zip(_nodes).All(pair => pair.First.Code == pair.Second.Code);
            if (!same)
                Found.Add(new("NODES", "plan", $"The nodes of the plan ({_plan.Count}) must be those of the problem ({_nodes.Count}) in its order. Maybe the answer belongs to another problem."));
            return same;
        }

        public void Amounts()
        {
            for (var i = 0; i < _nodes.Count; i++)
            {
                var (node, quota) = (_nodes[i], _plan[i]);
                if (quota.Amount < 0 || quota.Amount % problem.Unit != 0)
                    Add("NOT_WHOLE", node.Code, quota.Amount, $"be a whole multiple of {problem.Unit} and not negative");
                var (least, most) = Range(node);
                foreach (var relaxation in _relaxed[node.Code])
                    (least, most) = (Math.Min(least, relaxation.To), Math.Max(most, relaxation.To));
                if (quota.Amount < least || quota.Amount > most)
                    Add("OUT_OF_RANGE", node.Code, quota.Amount, FormattableString.Invariant($"lie between {least} and {most}"));
                RoundingError = Math.Max(RoundingError, Math.Abs((double)quota.Amount - quota.Continuous));
                if (_children.Contains(i))
                    Sum(i);
            }

            if (result.Status != SolveStatus.Infeasible && !(RoundingError < (double)problem.Unit * (1 + 1e-6)))
                Found.Add(new("ROUNDING", "plan", FormattableString.Invariant($"The rounding error ({RoundingError}) must be below the unit ({problem.Unit}). Maybe over-assignments on many levels leave no nearer whole amounts.")));
        }

        public void Periods()
        {
            for (var i = 0; i < _nodes.Count; i++)
            {
                var quota = _plan[i];
                if (quota.Periods.Count != (problem.Seasonality?.Count ?? 1) || quota.Periods.Sum() != quota.Amount || quota.Periods.Any(p => p < 0 || p % problem.Unit != 0))
                    Add("PERIODS", _nodes[i].Code, quota.Amount, "be the sum of its periods, each whole and not negative");
                if (result.Status != SolveStatus.Infeasible && _nodes[i].LockedPeriods is { } locked && locked.Zip(quota.Periods).Any(p => p.First is { } amount && amount != p.Second))
                    Add("PERIODS", _nodes[i].Code, quota.Amount, "keep its locked periods");
                for (var p = 0; p < quota.Periods.Count && _children.Contains(i); p++)
                {
                    var away = Math.Abs(_children[i].Sum(c => _plan[c].Periods[p]) - quota.Periods[p] * (1 + _nodes[i].OverAssignment));
                    if (_nodes[i].OverAssignment == 0 ? away != 0 : away >= 3 * problem.Unit)
                        Add("PERIODS", _nodes[i].Code, quota.Periods[p], $"be met in period {p + 1} by the nodes below");
                }
            }
        }

        public void Optimality(QuotaCertificate certificate, ReferenceCheck references)
        {
            var (unit, gap, isFixed) = ((double)problem.Unit, 0.0, Fixed());
            for (var i = 0; i < _nodes.Count; i++)
            {
                var (amount, price, isLeaf) = (_plan[i].Continuous / unit, certificate.Nodes[i], !_children.Contains(i));
                var (least, most) = Range(_nodes[i]);
                var (low, high) = ((double)(least / problem.Unit), most == decimal.MaxValue ? double.PositiveInfinity : (double)(most / problem.Unit));
                var (stiffness, centre) = references.Term(i);
                var ratio = isFixed[i] && _plan[i].Amount > 0 && !isLeaf ? (double)(_plan[i].HandedDown / _plan[i].Amount) : 1 + (double)_nodes[i].OverAssignment;
                var paid = _nodes[i].Parent < 0 ? 0 : certificate.Nodes[_nodes[i].Parent].SumPrice;
                var (own, below) = (stiffness * (amount - centre), isLeaf ? 0 : ratio * price.SumPrice);
                Raise(Math.Abs(own + below - paid - price.LimitPrice) / (1 + Math.Abs(own) + Math.Abs(below) + Math.Abs(paid)));
                Raise(Math.Max(low - amount, amount - high) / Math.Max(1, amount));
                if (price.LimitPrice < 0)
                    Raise(Math.Min(-price.LimitPrice, (high - amount) / Math.Max(1, amount)));
                else if (price.LimitPrice > 0 && low < high)
                    Raise(Math.Min(price.LimitPrice, (amount - low) / Math.Max(1, amount)));
                if (!isLeaf)
                    Raise(Math.Abs(_children[i].Sum(c => _plan[c].Continuous / unit) - ratio * amount) / Math.Max(1, ratio * amount));
                var best = Math.Clamp(centre - (below - paid) / stiffness, low, high);
                gap += Math.Max(0, (amount - best) * (stiffness * ((amount + best) / 2 - centre) + below - paid));
            }

            if (!(Residual <= Tolerance) || !(certificate.KktResidual <= Tolerance))
                Found.Add(new("NOT_OPTIMAL", "certificate", FormattableString.Invariant($"The residual ({Residual}, stated {certificate.KktResidual}) must be at most {Tolerance}. Maybe the answer belongs to another problem.")));
            if (!(Math.Abs(certificate.Gap - gap * unit) <= 1e-6 * (1 + gap * unit) + 1e-12 * certificate.Objective) || !(certificate.Bound <= certificate.Objective))
                Found.Add(new("GAP", "certificate.Gap", FormattableString.Invariant($"The gap ({certificate.Gap}) must be {gap * unit}. Maybe the certificate was changed.")));
        }

        private void Sum(int node)
        {
            var quota = _plan[node];
            var (sum, exact) = (_children[node].Sum(c => _plan[c].Amount), quota.Amount * (1 + _nodes[node].OverAssignment));
            SumError = Math.Max(SumError, Math.Abs(sum - exact));
            if (sum != quota.HandedDown)
                Add("SUM", _nodes[node].Code, quota.HandedDown, FormattableString.Invariant($"be what its children sum to, {sum}"));
            if (Math.Abs(sum - exact) >= problem.Unit || (exact % problem.Unit == 0 && sum != exact))
                Add("SUM", _nodes[node].Code, sum, FormattableString.Invariant($"be {exact} or a whole amount beside it"));
        }

        /// <summary>By node: a target, a lock, equal bounds, or nothing but these below.</summary>
        private bool[] Fixed()
        {
            var (level, isFixed) = (new int[_nodes.Count], new bool[_nodes.Count]);
            for (var i = 0; i < level.Length; i++)
            {
                for (var at = _nodes[i].Parent; at >= 0; at = _nodes[at].Parent)
                    level[i]++;
            }

            foreach (var i in Enumerable.Range(0, level.Length).OrderByDescending(i => level[i]))
                isFixed[i] = Range(_nodes[i]) is var (least, most) && least == most || (_children.Contains(i) && _children[i].All(c => isFixed[c]));
            return isFixed;
        }

        private (decimal Least, decimal Most) Range(QuotaNode node)
        {
            if ((node.Target ?? node.Locked) is { } given)
                return (given, given);
            var locked = node.LockedPeriods?.Sum() ?? 0;
            if (node.LockedPeriods?.All(p => p is not null) == true)
                return (locked, locked);
            var (least, most) = (Math.Max(locked, node.Minimum ?? 0), node.Maximum ?? decimal.MaxValue);
            if (node is { Last: { } last, MinimumChange: { } down })
                least = Math.Max(least, Math.Ceiling(decimal.Round(last * (1 + (decimal)down) / problem.Unit, 6)) * problem.Unit);
            if (node is { Last: { } before, MaximumChange: { } up })
                most = Math.Min(most, Math.Floor(decimal.Round(before * (1 + (decimal)up) / problem.Unit, 6)) * problem.Unit);
            return (least, most);
        }

        private void Raise(double residual) => Residual = residual <= Residual ? Residual : residual;

        private void Add(string code, string subject, decimal amount, string must) =>
            Found.Add(new(code, subject, $"The amount ({amount.ToString(CultureInfo.InvariantCulture)}) of node ({subject}) must {must}. Maybe the answer belongs to another problem."));
    }

    /// <summary>The objective, worked out anew: reference and fair amounts must be those the shares give.</summary>
    private sealed class ReferenceCheck
    {
        private readonly QuotaProblem _problem;
        private readonly QuotaCertificate _certificate;
        private readonly ILookup<int, int> _children;
        private readonly (double History, double Potential, double Capacity)[] _measures;
        private readonly bool[] _hasTarget;
        private readonly List<Violation> _found;
        private readonly Dictionary<int, double> _least;

        public ReferenceCheck(QuotaProblem problem, QuotaCertificate certificate, List<Violation> found)
        {
            (_problem, _certificate, _found) = (problem, certificate, found);
            _children = Enumerable.Range(0, problem.Nodes.Count).ToLookup(i => problem.Nodes[i].Parent);
            _measures = new (double, double, double)[problem.Nodes.Count];
            _hasTarget = new bool[problem.Nodes.Count];
            for (var i = 0; i < _measures.Length; i++)
                AddUpwards(i);
            for (var i = 0; i < _measures.Length; i++)
                CheckShares(i);
            _least = LeastReferences();
        }

        /// <summary>Second derivative and minimum of the objective of one node, in units.</summary>
        public (double Stiffness, double Centre) Term(int node)
        {
            var (unit, fairness) = ((double)_problem.Unit, _problem.Fairness);
            var (reference, fair) = (_certificate.Nodes[node].Reference / unit, _certificate.Nodes[node].Fair / unit);
            var least = _least[_problem.Nodes[node].Parent];
            var (a, b) = (_problem.Nodes[node].Weight * (1 - fairness) / Math.Max(reference, least), _problem.Nodes[node].Weight * fairness / Math.Max(fair, least));
            return (a + b, (a * reference + b * fair) / (a + b));
        }

        /// <summary>What the smallest references of the children of a node, or of the root (-1), count as.</summary>
        private Dictionary<int, double> LeastReferences()
        {
            var (unit, terms, root) = ((double)_problem.Unit, _certificate.Nodes, _children[-1].First());
            double Larger(int node) => Math.Max(terms[node].Reference, terms[node].Fair) / unit;
            var company = Math.Max(1, 1e-9 * terms[root].Reference / unit);
            var least = new Dictionary<int, double> { [-1] = company };
            var open = new Queue<int>([root]);
            while (open.TryDequeue(out var node))
            {
                if (!_children.Contains(node))
                    continue;
                var (mean, counts) = (_children[node].Average(Larger), Math.Max(Larger(node), least[_problem.Nodes[node].Parent]));
                least[node] = Math.Max(company, mean > 0 ? 1e-3 * mean : counts * (1 + (double)_problem.Nodes[node].OverAssignment) / _children[node].Count());
                foreach (var child in _children[node])
                    open.Enqueue(child);
            }

            return least;
        }

        private void AddUpwards(int node)
        {
            var own = _problem.Nodes[node];
            var periods = _problem.Seasonality?.Count ?? 1;
            var capacity = own.Capacity is { } c ? Enumerable.Range(0, periods).Sum(p => c.PerPeriod * c.Share(p) * (own.Activity?[p] ?? 1)) : 0;
            for (var at = node; at >= 0; at = _problem.Nodes[at].Parent)
            {
                var (h, p, k) = _measures[at];
                _measures[at] = (h + own.History, p + own.Potential, k + capacity);
                _hasTarget[at] |= own.Target is not null;
            }
        }

        private void CheckShares(int parent)
        {
            var children = _children[parent].ToList();
            if (children.Count == 0 || children.Any(c => _hasTarget[c]))
                return;
            var sums = children.Aggregate((H: 0.0, P: 0.0, K: 0.0), (s, c) => (s.H + _measures[c].History, s.P + _measures[c].Potential, s.K + _measures[c].Capacity));
            var blend = _problem.Blend;
            var (h, p, k) = (sums.H > 0 ? blend.History : 0, sums.P > 0 ? blend.Potential : 0, sums.K > 0 ? blend.Capacity : 0);
            var ratio = 1 + (double)_problem.Nodes[parent].OverAssignment;
            foreach (var child in children)
            {
                var (history, potential, capacity) = _measures[child];
                var share = h + p + k == 0 ? 1.0 / children.Count : (Part(h, history, sums.H) + Part(p, potential, sums.P) + Part(k, capacity, sums.K)) / (h + p + k);
                var fair = sums.P > 0 ? potential / sums.P : share;
                Same(child, _certificate.Nodes[child].Reference, share * ratio * _certificate.Nodes[parent].Reference);
                if (_problem.Fairness > 0)
                    Same(child, _certificate.Nodes[child].Fair, fair * ratio * _certificate.Nodes[parent].Fair);
            }
        }

        private static double Part(double weight, double part, double whole) => weight > 0 ? weight * part / whole : 0;

        private void Same(int node, double stated, double expected)
        {
            if (!(Math.Abs(stated - expected) <= 1e-9 * Math.Max(1, expected)))
                _found.Add(new("REFERENCE", _problem.Nodes[node].Code, FormattableString.Invariant($"The reference ({stated}) of node ({_problem.Nodes[node].Code}) must be {expected}, its share. Maybe the answer belongs to another problem.")));
        }
    }
}
