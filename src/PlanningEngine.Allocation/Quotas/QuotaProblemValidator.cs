using System.Globalization;

namespace PlanningEngine.Allocation.Quotas;

/// <summary>Finds everything that is wrong with a <see cref="QuotaProblem"/> at once.</summary>
public static class QuotaProblemValidator
{
    /// <summary>Largest amount in units: a quadrillion, so that ten trillion in cents.</summary>
    public const decimal MostUnits = 1_000_000_000_000_000m;

    /// <summary>Largest history, potential or capacity.</summary>
    public const double Largest = 1e15;

    /// <summary>Most levels of the tree.</summary>
    public const int MostLevels = 1_000;

    /// <summary>Most periods.</summary>
    public const int MostPeriods = 120;

    /// <summary>Checks a problem.</summary>
    /// <param name="problem">The problem to check.</param>
    /// <returns>All violations in the order of the input; empty when the problem can be solved.</returns>
    /// <exception cref="ArgumentNullException">The problem or one of its parts is null.</exception>
    public static IReadOnlyList<Violation> Validate(QuotaProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(problem.Nodes);
        ArgumentNullException.ThrowIfNull(problem.Blend);
        ArgumentNullException.ThrowIfNull(problem.Relaxation);
        var check = new Check(problem);
        check.Whole();
        for (var i = 0; i < problem.Nodes.Count; i++)
            check.Node(i);
        check.Tree();
        return check.Found;
    }

    private sealed class Check(QuotaProblem problem)
    {
        private readonly HashSet<string> _codes = new(problem.Nodes.Count, StringComparer.Ordinal);
        private readonly bool[] _isParent = new bool[problem.Nodes.Count];
        private decimal _largestAmount;

        public List<Violation> Found { get; } = [];

        private decimal Largest => problem.Unit > 0 ? MostUnits * problem.Unit : MostUnits;

        public void Whole()
        {
            if (problem.Nodes.Count == 0)
                Add("EMPTY", "nodes", "The nodes (0) of the problem must be at least one. Maybe the filter that selected them is too narrow.");
            Require(problem.Unit is > 0 and <= 1_000_000m, "OUT_OF_RANGE", "unit", $"The unit ({Show(problem.Unit)}) must be above 0 and at most 1,000,000. Maybe use 0.01 for cents.");
            Require(problem.Fairness is >= 0 and <= 1, "OUT_OF_RANGE", "fairness", $"The fairness ({Show(problem.Fairness)}) must be between 0 and 1. Maybe a percentage was given: 30 % is 0.3.");
            Weight(problem.Blend.History, "History");
            Weight(problem.Blend.Potential, "Potential");
            Weight(problem.Blend.Capacity, "Capacity");
            Require(!(problem.Blend.History == 0 && problem.Blend.Potential == 0 && problem.Blend.Capacity == 0), "OUT_OF_RANGE", "blend", "One weight of the blend must be above 0. Maybe leave it out for history and potential alike.");
            foreach (var (name, weight) in new[] { ("Bound", problem.Relaxation.Bound), ("Lock", problem.Relaxation.Lock), ("Target", problem.Relaxation.Target) })
                Require(weight is > 0 and <= 1_000, "OUT_OF_RANGE", $"relaxation.{name}", $"The relaxation weight ({Show(weight)}) of {name} must be above 0 and at most 1,000. Maybe leave it out.");
            if (problem.Seasonality is not { } season)
                return;
            Require(season.Count is >= 1 and <= MostPeriods, "OUT_OF_RANGE", "seasonality", $"The periods ({season.Count}) of the seasonality must be 1 to {MostPeriods}. Maybe leave it out for one period.");
            for (var p = 0; p < season.Count; p++)
                Measure(season[p], "seasonality", $"period {p + 1}", $"seasonality[{p}]");
            Require(season.Count == 0 || season.Any(s => s != 0), "OUT_OF_RANGE", "seasonality", "One period of the seasonality must be above 0. Maybe leave it out for equal periods.");
        }

        public void Node(int position)
        {
            if (problem.Nodes[position] is not { } node || string.IsNullOrWhiteSpace(node.Code))
            {
                Add("EMPTY", $"nodes[{position}].Code", $"The code of the node at position {position} must not be empty. Maybe use its key.");
                return;
            }

            if (!_codes.Add(node.Code))
                Add("DUPLICATE", $"nodes[{node.Code}].Code", $"The code ({node.Code}) of the node at position {position} must be unique. Maybe put the kind of node before it.");
            if (node.Parent >= 0 && node.Parent < problem.Nodes.Count)
                _isParent[node.Parent] = true;
            else if (node.Parent != -1)
                Add(node, "Parent", "UNKNOWN_PARENT", $"The parent ({node.Parent}) of node ({node.Code}) must be -1 or a position below {problem.Nodes.Count}. Maybe positions were counted from 1.");
            Measure(node, node.History, "history", "History");
            Measure(node, node.Potential, "potential", "Potential");
            if (!(node.Weight is >= 0.001 and <= 1_000))
                Add(node, "Weight", "OUT_OF_RANGE", $"The weight ({Show(node.Weight)}) of node ({node.Code}) must be between 0.001 and 1,000. Maybe leave it out for 1.");
            if (node.OverAssignment is < 0 or >= 1)
                Add(node, "OverAssignment", "OUT_OF_RANGE", $"The over-assignment ({Show(node.OverAssignment)}) of node ({node.Code}) must be from 0 to below 1. Maybe a percentage was given: 10 % is 0.1.");
            Amounts(node);
            Change(node, node.MinimumChange, "least change", "MinimumChange");
            Change(node, node.MaximumChange, "largest change", "MaximumChange");
            if (node.Capacity is { } capacity)
                Capacity(node, capacity);
        }

        /// <summary>One root, no cycles, not too deep; and what can be said of leaves and inner nodes only then.</summary>
        public void Tree()
        {
            var nodes = problem.Nodes;
            var roots = Enumerable.Range(0, nodes.Count).Count(i => nodes[i]?.Parent == -1);
            Require(nodes.Count == 0 || roots == 1, "ROOTS", "nodes", $"The roots ({roots}) of the tree must be one. Maybe put a company node above them.");
            if (nodes.Any(n => n is null || n.Parent < -1 || n.Parent >= nodes.Count))
                return;
            Require(nodes.Count == 0 || nodes.Any(n => n.Target is not null), "NO_TARGET", "nodes", "One node at least must have a target. Maybe give the root the company's target.");
            var level = new int[nodes.Count];
            var growth = Enumerable.Repeat(1.0, nodes.Count).ToArray();
            for (var i = 0; i < nodes.Count; i++)
            {
                if (Level(i, level, growth) is { } onCycle)
                    Add("CYCLE", $"nodes[{nodes[onCycle].Code}].Parent", $"The parents of node ({nodes[onCycle].Code}) must lead to the root and lead back to it. Maybe one parent is the wrong position.");
                Activity(i);
                LockedPeriods(i);
            }

            var deepest = level.DefaultIfEmpty().Max();
            Require(deepest <= MostLevels, "TOO_DEEP", "nodes", $"The levels ({deepest}) of the tree must be at most {MostLevels}. Maybe leave out nodes with one child.");
            var most = growth.DefaultIfEmpty(1).Max();
            Require(most * (double)_largestAmount <= 4 * (double)Largest, "TOO_LARGE", "nodes", $"Over-assignment must not multiply to ({Show(most)}) times an amount of {Show(_largestAmount)}. Maybe it was given on every level.");
        }

        /// <summary>Levels and growth from the nearest known ancestor down; the position where the walk met itself, or null.</summary>
        private int? Level(int start, int[] level, double[] growth)
        {
            const int OnTheWay = -1;
            var path = new Stack<int>();
            var at = start;
            while (at >= 0 && level[at] == 0)
            {
                level[at] = OnTheWay;
                path.Push(at);
                at = problem.Nodes[at].Parent;
            }

            int? onCycle = at >= 0 && level[at] == OnTheWay ? at : null;
            foreach (var node in path)
            {
                var parent = problem.Nodes[node].Parent;
                var isRoot = parent < 0 || onCycle is not null;
                level[node] = isRoot ? 1 : level[parent] + 1;
                growth[node] = isRoot ? 1 : growth[parent] * (1 + Math.Clamp((double)problem.Nodes[parent].OverAssignment, 0, 1));
            }

            return onCycle;
        }

        private void Activity(int position)
        {
            var node = problem.Nodes[position];
            if (node.Activity is not { } activity)
                return;
            var (field, periods) = ($"nodes[{node.Code}].Activity", problem.Seasonality?.Count ?? 1);
            Require(!_isParent[position], "NOT_A_LEAF", field, $"The activity of node ({node.Code}) must be left out, since it has children. Maybe give it to the leaves below.");
            if (activity.Count != periods)
                Add("LENGTH", field, $"The activity ({activity.Count} values) of node ({node.Code}) must have one value per period ({periods}). Maybe leave it out for always.");
            else if (activity.Any(a => !(a is >= 0 and <= 1)))
                Add("OUT_OF_RANGE", field, $"The activity of node ({node.Code}) must be between 0 and 1 in every period. Maybe percentages were given.");
            else if (!Enumerable.Range(0, periods).Any(p => activity[p] > 0 && (problem.Seasonality is not { } season || season[p] > 0)))
                Add("INACTIVE", field, $"The node ({node.Code}) must be active in a period that has a season. Maybe leave it out of the tree.");
        }

        private void LockedPeriods(int position)
        {
            var node = problem.Nodes[position];
            if (node.LockedPeriods is not { } locked)
                return;
            var periods = problem.Seasonality?.Count ?? 1;
            if (_isParent[position])
                Add(node, "LockedPeriods", "NOT_A_LEAF", $"The locked periods of node ({node.Code}) must be left out, since it has children. Maybe lock its total.");
            if (locked.Count != periods)
            {
                Add(node, "LockedPeriods", "LENGTH", $"The locked periods ({locked.Count} values) of node ({node.Code}) must have one value per period ({periods}). Maybe leave periods empty that are free.");
                return;
            }

            for (var p = 0; p < periods; p++)
            {
                Money(node, locked[p], $"locked amount of period {p + 1}", $"LockedPeriods[{p}]");
                if (locked[p] > 0 && node.Activity is { } activity && activity.Count == periods && activity[p] == 0)
                    Add(node, $"LockedPeriods[{p}]", "INACTIVE", $"The node ({node.Code}) must be active in period {p + 1} to have ({Show(locked[p]!.Value)}) locked there. Maybe lock another period.");
            }

            if ((node.Target ?? node.Locked) is { } total && (locked.Sum() > total || (locked.All(l => l is not null) && locked.Sum() != total)))
                Add(node, "LockedPeriods", "OUT_OF_RANGE", $"The locked periods of node ({node.Code}) sum to ({Show(locked.Sum()!.Value)}) and must fit its total {Show(total)}. Maybe unlock a period.");
        }

        private void Amounts(QuotaNode node)
        {
            Money(node, node.Target, "target", "Target");
            Money(node, node.Locked, "locked amount", "Locked");
            Money(node, node.Minimum, "minimum", "Minimum");
            Money(node, node.Maximum, "maximum", "Maximum");
            Money(node, node.Last, "last amount", "Last");
            if (node is { Target: not null, Locked: not null })
                Add(node, "Locked", "TWICE_FIXED", $"The node ({node.Code}) must have a target or a lock, not both. Maybe drop the lock.");
        }

        private void Money(QuotaNode node, decimal? given, string name, string field)
        {
            if (given is not { } amount)
                return;
            if (amount < 0)
                Add(node, field, "NEGATIVE", $"The {name} ({Show(amount)}) of node ({node.Code}) must not be negative. Maybe set it to 0.");
            else if (amount > Largest)
                Add(node, field, "TOO_LARGE", $"The {name} ({Show(amount)}) of node ({node.Code}) must be at most {Show(Largest)}. Maybe use a larger unit.");
            else if (problem.Unit > 0 && amount % problem.Unit != 0)
                Add(node, field, "NOT_WHOLE", $"The {name} ({Show(amount)}) of node ({node.Code}) must be a whole multiple of {Show(problem.Unit)}. Maybe round it.");
            _largestAmount = Math.Max(_largestAmount, Math.Min(amount, Largest));
        }

        private void Change(QuotaNode node, double? given, string name, string field)
        {
            if (given is not { } change)
                return;
            if (!(change is >= -1 and <= 1_000_000))
                Add(node, field, "OUT_OF_RANGE", $"The {name} ({Show(change)}) of node ({node.Code}) must be between -1 and 1,000,000. Maybe a percentage was given: 10 % is 0.1.");
            if (node.Last is null)
                Add(node, field, "NO_LAST", $"The {name} of node ({node.Code}) needs its last amount. Maybe the node is new and the limit can go.");
        }

        private void Capacity(QuotaNode node, SellingCapacity capacity)
        {
            Measure(node, capacity.PerPeriod, "capacity per period", "Capacity.PerPeriod");
            Measure(node, capacity.RampPeriods, "ramp", "Capacity.RampPeriods");
            if (!(Math.Abs(capacity.TenurePeriods) <= VeryLong))
                Add(node, "Capacity.TenurePeriods", "OUT_OF_RANGE", $"The tenure ({Show(capacity.TenurePeriods)}) of node ({node.Code}) must be a number of periods up to {VeryLong}. Maybe leave it out for long on the job.");
            if (!(capacity.AttritionPerPeriod is >= 0 and < 1))
                Add(node, "Capacity.AttritionPerPeriod", "OUT_OF_RANGE", $"The attrition ({Show(capacity.AttritionPerPeriod)}) of node ({node.Code}) must be from 0 to below 1. Maybe a percentage was given: 2 % is 0.02.");
        }

        private void Measure(QuotaNode node, double value, string name, string field)
        {
            if (!(value is >= 0 and <= QuotaProblemValidator.Largest))
                Measure(value, name, $"node ({node.Code})", $"nodes[{node.Code}].{field}");
        }

        private void Add(QuotaNode node, string field, string code, string message) => Add(code, $"nodes[{node.Code}].{field}", message);

        private void Weight(double weight, string name) =>
            Require(weight is >= 0 and <= 1_000_000, "OUT_OF_RANGE", $"blend.{name}", $"The weight ({Show(weight)}) of {name} must be between 0 and 1,000,000. Maybe leave the blend out.");

        private void Measure(double value, string name, string owner, string subject)
        {
            if (!double.IsFinite(value))
                Add("NOT_FINITE", subject, $"The {name} ({Show(value)}) of {owner} must be a finite number. Maybe a missing value was read as a number.");
            else if (value < 0)
                Add("NEGATIVE", subject, $"The {name} ({Show(value)}) of {owner} must not be negative. Maybe set it to 0.");
            else
                Require(value <= QuotaProblemValidator.Largest, "TOO_LARGE", subject, $"The {name} ({Show(value)}) of {owner} must be at most {Show(QuotaProblemValidator.Largest)}. Maybe use a larger unit.");
        }

        private void Require(bool holds, string code, string subject, string message)
        {
            if (!holds)
                Add(code, subject, message);
        }

        private void Add(string code, string subject, string message) => Found.Add(new(code, subject, message));
    }

    private const int VeryLong = 100_000;

    private static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Show(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}
