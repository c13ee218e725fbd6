using System.Globalization;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Verifies an answer from the problem alone: feasibility of the plan, and optimality by complementary slackness with the certificate's prices.</summary>
/// <remarks>
/// It shares no code with the solver. Prices are compared rank first, then money, so no large weight enters. Weak duality (Dantzig 1951; Ahuja, Magnanti and Orlin 1993,
/// theorem 9.4) then says that no plan is better, whatever found the prices. Where lanes take other than unit for unit, the first goal that prices a lane or node decides (Isermann 1982). Quantities are
/// compared to 1e-9 of the larger of the two and 2^-50 of the problem's largest (2e-9 of it with such lanes, which a linear program solves), money to 1e-9 of its largest.
/// </remarks>
public static class SupplyPlanChecker
{
    /// <summary>Checks an answer.</summary>
    /// <param name="problem">A valid problem.</param>
    /// <param name="result">The answer to it.</param>
    /// <returns>Everything that is wrong; empty when the answer holds.</returns>
    /// <exception cref="InvalidProblemException">The problem breaks rules.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IReadOnlyList<Violation> Check(SupplyProblem problem, SupplyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var invalid = SupplyProblemValidator.Validate(problem);
        if (invalid.Count > 0)
            throw new InvalidProblemException(invalid);
        if (result.Plan is null || result.Certificate is null)
            return result.Status == SolveStatus.NoSolutionFound ? [] : [new("NO_PLAN", "plan", $"The plan of status ({result.Status}) must not be null. Maybe the answer was cut.")];
        var check = new PlanCheck(problem, result.Plan, result.Certificate);
        check.Feasibility(minimumsHold: result.Status != SolveStatus.Infeasible);
        check.Totals();
        if (result.Status is SolveStatus.Optimal or SolveStatus.Infeasible)
            check.Slackness();
        check.Gap(proven: result.Status != SolveStatus.Feasible);
        return check.Found;
    }

    private sealed class PlanCheck
    {
        private readonly SupplyProblem _problem;
        private readonly SupplyPlan _plan;
        private readonly OptimalityCertificate _certificate;
        private readonly Dictionary<(string, string), double> _flow = [];
        private readonly Dictionary<string, double> _used = new(StringComparer.Ordinal);
        private readonly Dictionary<string, double> _served = new(StringComparer.Ordinal);
        private readonly Dictionary<string, NodePrice> _sourcePrice;
        private readonly Dictionary<string, NodePrice> _demandPrice;
        private readonly Dictionary<int, int> _rank = [];
        private readonly double _resolution;
        private readonly double _money;

        public PlanCheck(SupplyProblem problem, SupplyPlan plan, OptimalityCertificate certificate)
        {
            (_problem, _plan, _certificate) = (problem, plan, certificate);
            var ratio = problem.Lanes.Where(lane => lane.UnitsPerUnit != 1).ToDictionary(lane => (lane.SourceId, lane.DemandId), lane => lane.UnitsPerUnit);
            foreach (var shipment in plan.Shipments)
            {
                _flow[(shipment.SourceId, shipment.DemandId)] = _flow.GetValueOrDefault((shipment.SourceId, shipment.DemandId)) + shipment.Quantity;
                _used[shipment.SourceId] = _used.GetValueOrDefault(shipment.SourceId) + shipment.Quantity * ratio.GetValueOrDefault((shipment.SourceId, shipment.DemandId), 1);
                _served[shipment.DemandId] = _served.GetValueOrDefault(shipment.DemandId) + shipment.Quantity;
            }

            _sourcePrice = certificate.SourcePrices.ToDictionary(price => price.Id, StringComparer.Ordinal);
            _demandPrice = certificate.DemandPrices.ToDictionary(price => price.Id, StringComparer.Ordinal);
            var strict = problem.Rule == PriorityRule.Strict;
            foreach (var priority in problem.Demands.Where(demand => _demandPrice.ContainsKey(demand.Id)).Select(demand => demand.Priority).Distinct().OrderDescending())
                _rank.Add(priority, strict ? _rank.Count + 1 : 0);
            var total = problem.Demands.Sum(demand => demand.Quantity);
            var largest = Math.Max(problem.Demands.Max(demand => demand.Quantity), problem.Sources.Select(source => Math.Min(source.Available, 2 * total)).DefaultIfEmpty().Max());
            _resolution = ratio.Count > 0 ? 2e-9 * largest : Math.ScaleB(largest, -50);
            _money = 1e-9 * Math.Max(problem.Demands.Max(demand => Math.Abs(demand.UnitValue)), problem.Lanes.Select(lane => lane.UnitCost).DefaultIfEmpty().Max());
        }

        public List<Violation> Found { get; } = [];

        private int MinimumRank => _problem.Rule == PriorityRule.Strict ? _rank.Count + 1 : 1;

        public void Feasibility(bool minimumsHold)
        {
            var lanes = _problem.Lanes.ToDictionary(lane => (lane.SourceId, lane.DemandId));
            foreach (var ((source, demand), quantity) in _flow)
            {
                var subject = $"shipments[{source}->{demand}]";
                if (!lanes.TryGetValue((source, demand), out var lane))
                    Add("UNKNOWN_LANE", subject, quantity, "be on a lane of the problem");
                else if (Above(quantity, lane.Maximum ?? double.PositiveInfinity))
                    Add("OVER_LANE_MAXIMUM", subject, quantity, $"be at most {Show(lane.Maximum!.Value)}");
                if (!(quantity > 0) || double.IsInfinity(quantity))
                    Add("NOT_POSITIVE", subject, quantity, "be positive and finite");
            }

            foreach (var source in _problem.Sources)
            {
                if (Above(_used.GetValueOrDefault(source.Id), source.Available))
                    Add("OVER_AVAILABLE", $"sources[{source.Id}]", _used[source.Id], $"be at most {Show(source.Available)}");
            }

            foreach (var (demand, planned) in _problem.Demands.Zip(_plan.Demands))
            {
                var subject = $"demands[{demand.Id}]";
                if (demand.Id != planned.DemandId || !Same(planned.Served, _served.GetValueOrDefault(demand.Id)) || !Same(planned.Served + planned.Unmet, demand.Quantity) || planned.Unmet < 0)
                    Add("NOT_CONSERVED", subject, planned.Served, $"be its shipments and, with the unmet {Show(planned.Unmet)}, give {Show(demand.Quantity)}");
                if (minimumsHold && Above(demand.MinimumFill * demand.Quantity, planned.Served))
                    Add("BELOW_MINIMUM", subject, planned.Served, $"be at least {Show(demand.MinimumFill * demand.Quantity)}");
            }

            foreach (var (source, planned) in _problem.Sources.Zip(_plan.Sources))
            {
                if (source.Id != planned.SourceId || !Same(planned.Used, _used.GetValueOrDefault(source.Id)) || !Same(planned.Used + planned.Unused, source.Available))
                    Add("NOT_CONSERVED", $"sources[{source.Id}]", planned.Used, $"be its shipments and, with the unused {Show(planned.Unused)}, give {Show(source.Available)}");
            }
        }

        public void Totals()
        {
            double cost = 0, value = 0, objective = 0;
            foreach (var lane in _problem.Lanes)
                cost += lane.UnitCost * _flow.GetValueOrDefault((lane.SourceId, lane.DemandId));
            foreach (var demand in _problem.Demands)
            {
                value += demand.UnitValue * _served.GetValueOrDefault(demand.Id);
                if (_demandPrice.ContainsKey(demand.Id))
                    objective += UnmetArcs(demand).Sum(arc => (arc.Rank * _certificate.RankWeight + demand.UnitValue) * arc.Flow);
            }

            var size = _problem.Demands.Sum(demand => demand.Quantity) * _money;
            if (!(Math.Abs(_plan.Cost - cost) <= size))
                Add("TOTAL", "plan.Cost", _plan.Cost, $"be {Show(cost)}");
            if (!(Math.Abs(_plan.NetValue - (value - cost)) <= size))
                Add("TOTAL", "plan.NetValue", _plan.NetValue, $"be {Show(value - cost)}");
            if (!(Math.Abs(_certificate.Objective - (objective + cost)) <= size + ResolutionInObjective() + 1e-9 * Math.Abs(objective)))
                Add("TOTAL", "certificate.Objective", _certificate.Objective, $"be {Show(objective + cost)}");
        }

        public void Slackness()
        {
            if (_problem.Lanes.Any(lane => lane.UnitsPerUnit != 1))
            {
                GoalSlackness();
                return;
            }

            foreach (var lane in _problem.Lanes)
            {
                if (!_demandPrice.TryGetValue(lane.DemandId, out var to))
                    continue;
                var from = _sourcePrice[lane.SourceId];
                var flow = _flow.GetValueOrDefault((lane.SourceId, lane.DemandId));
                CheckArc($"lanes[{lane.SourceId}->{lane.DemandId}]", from.Rank - to.Rank, lane.UnitCost + from.Money - to.Money, flow, lane.Maximum ?? double.PositiveInfinity);
            }

            foreach (var source in _problem.Sources)
            {
                var price = _sourcePrice[source.Id];
                CheckArc($"sources[{source.Id}]", price.Rank, price.Money, source.Available - _used.GetValueOrDefault(source.Id), double.PositiveInfinity);
            }

            foreach (var demand in _problem.Demands)
            {
                if (!_demandPrice.TryGetValue(demand.Id, out var price))
                    continue;
                foreach (var (rank, flow, capacity) in UnmetArcs(demand))
                    CheckArc($"demands[{demand.Id}]", rank - price.Rank, demand.UnitValue - price.Money, flow, capacity);
            }
        }

        /// <summary>Complementary slackness goal by goal: the first goal in which a reduced cost is not zero says at which bound the flow must be.</summary>
        private void GoalSlackness()
        {
            var goals = _certificate.Goals;
            if (!GoalsFit(goals))
            {
                Add("GOALS", "certificate.Goals", goals.Count, "name minimum fills, every priority in turn under the strict rule, then money, with a price per source and demand");
                return;
            }

            var source = _problem.Sources.Select((input, i) => (input.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
            var demand = _problem.Demands.Select((input, i) => (input.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
            foreach (var lane in _problem.Lanes)
            {
                var sign = FirstSign(goal => (IsMoney(goal) ? lane.UnitCost : 0) + lane.UnitsPerUnit * goal.Sources[source[lane.SourceId]] - goal.Demands[demand[lane.DemandId]]);
                CheckSign($"lanes[{lane.SourceId}->{lane.DemandId}]", sign, _flow.GetValueOrDefault((lane.SourceId, lane.DemandId)), lane.Maximum ?? double.PositiveInfinity);
            }

            foreach (var input in _problem.Sources)
                CheckSign($"sources[{input.Id}]", FirstSign(goal => goal.Sources[source[input.Id]]), input.Available - _used.GetValueOrDefault(input.Id), double.PositiveInfinity);
            foreach (var input in _problem.Demands.Where(input => input.Quantity > 0))
            {
                double Cost(GoalPrices goal, bool below) => (IsMoney(goal) ? input.UnitValue : below ? goal.MinimumFills ? 1 : 0 : goal.Priority == input.Priority ? 1 : 0) - goal.Demands[demand[input.Id]];
                foreach (var (place, arc) in UnmetArcs(input).Index())
                    CheckSign($"demands[{input.Id}]", FirstSign(goal => Cost(goal, below: place > 0)), arc.Flow, arc.Capacity);
            }

            int FirstSign(Func<GoalPrices, double> reduced) => goals.Select(goal => (Reduced: reduced(goal), Least: IsMoney(goal) ? 10 * _money : 1e-8))
                .Where(pair => Math.Abs(pair.Reduced) > pair.Least).Select(pair => Math.Sign(pair.Reduced)).FirstOrDefault();
        }

        private static bool IsMoney(GoalPrices goal) => !goal.MinimumFills && goal.Priority is null;

        private bool GoalsFit(IReadOnlyList<GoalPrices> goals)
        {
            List<(bool, int?)> wanted = [(true, null)];
            if (_problem.Rule == PriorityRule.Strict)
                wanted.AddRange(_problem.Demands.Select(demand => demand.Priority).Distinct().Order().Select(priority => (false, (int?)priority)));
            wanted.Add((false, null));
            return goals.Select(goal => (goal.MinimumFills, goal.Priority)).SequenceEqual(wanted) && goals.All(goal => goal.Sources.Count == _problem.Sources.Count && goal.Demands.Count == _problem.Demands.Count);
        }

        /// <summary>The gap is recomputed from the prices as the sum of what contradicts complementary slackness.</summary>
        public void Gap(bool proven)
        {
            var gap = 0.0;
            if (!proven)
            {
                var sourceOf = _problem.Sources.ToDictionary(source => source.Id, StringComparer.Ordinal);
                var demandOf = _problem.Demands.ToDictionary(demand => demand.Id, StringComparer.Ordinal);
                foreach (var lane in _problem.Lanes)
                {
                    if (!_demandPrice.TryGetValue(lane.DemandId, out var to))
                        continue;
                    var most = Math.Min(lane.Maximum ?? double.PositiveInfinity, Math.Min(sourceOf[lane.SourceId].Available, demandOf[lane.DemandId].Quantity));
                    gap += Contradiction(lane.UnitCost + Composite(_sourcePrice[lane.SourceId]) - Composite(to), _flow.GetValueOrDefault((lane.SourceId, lane.DemandId)), most);
                }

                foreach (var source in _problem.Sources)
                    gap += Contradiction(Composite(_sourcePrice[source.Id]), source.Available - _used.GetValueOrDefault(source.Id), source.Available);
                foreach (var demand in _problem.Demands.Where(demand => _demandPrice.ContainsKey(demand.Id)))
                    gap += UnmetArcs(demand).Sum(arc => Contradiction(arc.Rank * _certificate.RankWeight + demand.UnitValue - Composite(_demandPrice[demand.Id]), arc.Flow, arc.Capacity));
            }

            var tolerance = 1e-6 * (gap + Math.Abs(_certificate.Objective)) + _problem.Demands.Sum(demand => demand.Quantity) * _money + ResolutionInObjective();
            if (!(Math.Abs(_certificate.Gap - gap) <= tolerance) || !(Math.Abs(_certificate.Objective - _certificate.Gap - _certificate.Bound) <= tolerance))
                Add("GAP", "certificate.Gap", _certificate.Gap, $"be {Show(gap)}, the objective less the bound");
        }

        /// <summary>What a quantity below the resolution at every demand can move, at the weight of the highest rank.</summary>
        private double ResolutionInObjective() => _resolution * _problem.Demands.Sum(demand => MinimumRank * _certificate.RankWeight + Math.Abs(demand.UnitValue));

        private static double Contradiction(double reduced, double flow, double most) => reduced > 0 ? reduced * flow : -reduced * Math.Max(0, most - flow);

        private double Composite(NodePrice price) => price.Rank * _certificate.RankWeight + price.Money;

        private IEnumerable<(int Rank, double Flow, double Capacity)> UnmetArcs(Demand demand)
        {
            var served = _served.GetValueOrDefault(demand.Id);
            var required = demand.MinimumFill * demand.Quantity;
            var above = demand.Quantity - required;
            if (required > 0 && Same(served, required))
                served = required;
            yield return (_rank[demand.Priority], Math.Clamp(demand.Quantity - served, 0, above), above);
            if (required > 0)
                yield return (MinimumRank, Math.Max(0, required - served), required);
        }

        private void CheckArc(string subject, int rank, double money, double flow, double capacity)
        {
            CheckSign(subject, rank != 0 ? rank : Math.Abs(money) <= _money ? 0 : Math.Sign(money), flow, capacity);
        }

        private void CheckSign(string subject, int reduced, double flow, double capacity)
        {
            if (reduced > 0 && Above(flow, 0))
                Add("NOT_OPTIMAL", subject, flow, "be 0, since its reduced cost is positive");
            if (reduced < 0 && Above(capacity, flow))
                Add("NOT_OPTIMAL", subject, flow, $"be its most {Show(capacity)}, since its reduced cost is negative");
        }

        private bool Above(double value, double limit) => value - limit > _resolution + (double.IsInfinity(limit) ? 0 : 1e-9 * Math.Min(Math.Abs(value), Math.Abs(limit)));

        private bool Same(double left, double right) => !(Math.Abs(left - right) > _resolution + 1e-9 * Math.Max(Math.Abs(left), Math.Abs(right)));

        private void Add(string code, string subject, double value, string must) =>
            Found.Add(new(code, subject, $"The quantity ({Show(value)}) of {subject} must {must}. Maybe the answer belongs to another problem."));

        private static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }
}
