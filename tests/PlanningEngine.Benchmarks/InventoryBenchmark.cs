using System.Globalization;
using PlanningEngine.Allocation.Inventory;

namespace PlanningEngine.Benchmarks;

/// <summary>
/// Service that inventory policies achieve in simulation against the textbook's z sqrt(L sd^2 + d^2 sL^2), on generated demand. In each of five worlds both see the same
/// 4,800 periods and are played against the same 100,000 others with the same lead times of 1 to 3 periods and order quantities.
/// </summary>
internal static class InventoryBenchmark
{
    private const string Textbook = "d L + z sqrt(L sd^2 + d^2 sL^2)";
    private const int Season = 12;
    private const int Review = 1;
    private const int Learned = 4_800;
    private const int Played = 100_000;
    private const int Worlds = 5;
    private const double Within = 2;
    private static readonly int[] LeadTimes = [1, 2, 3];
    private static readonly InventoryCosts Costs = new(Holding: 1, Shortage: 19, Order: 0);
    private static readonly (string Name, Func<int, int, double[]> Draw)[] Kinds = [("skewed", Skewed), ("intermittent", Intermittent), ("seasonal", Seasonal), ("autocorrelated", Autocorrelated)];

    public static void Run(Report report, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (name, draw) in Kinds)
        {
            Report.Progress($"inventory under {name} demand");
            var worlds = Enumerable.Range(1, Worlds).Select(world => new World(draw(Learned, 10 * world), draw(Played, (10 * world) + 1), name == "seasonal" ? Season : 1)).ToArray();
            // Quantiles of the normal distribution; the last at the textbook's fractile of least cost for orders of Q, 1 - h Q / (p d) = 1 - 4 / 19 (Hadley and Whitin 1963).
            foreach (var (goal, target, z) in new[] { (ServiceGoal.CycleService, 0.95, 1.6448536), (ServiceGoal.FillRate, 0.98, 2.0537489), (ServiceGoal.LeastCost, double.NaN, 0.8045964) })
            {
                ct.ThrowIfCancellationRequested();
                var own = worlds.Select(world => world.Play(Own(world, goal, target))).ToArray();
                var other = worlds.Select(world => world.Play(ByTextbook(world, z))).ToArray();
                rows.Add(Row(name, goal, target, "paths", own));
                rows.Add(Row(name, goal, target, "z", other));
                report.Add(goal == ServiceGoal.LeastCost ? Cost($"inventory.{name}-cost", own, other) : Miss($"inventory.{name}-{(goal == ServiceGoal.FillRate ? "fill" : "cycle")}-miss", goal, target, own, other));
            }
        }

        SharedLimit(report, ct);
        Report.Table($"Means of {Worlds} worlds, {Played} periods each, lead times 1 to 3, orders of four periods' demand", ["demand", "goal", "level by", "cycle service", "fill rate", "stock", "cost"], rows);
    }

    /// <summary>300 items, half of them in whole units, whose stock is limited to 60 % of what they would hold: how far the plan can be above the cheapest one, proven.</summary>
    private static void SharedLimit(Report report, CancellationToken ct)
    {
        var random = new Random(1);
        InventoryItem[] items =
        [
            .. Enumerable.Range(0, 300).Select(i => new InventoryItem(
                $"{i}", "", DemandPaths.FromHistory([.. Skewed(240, i).Select(value => i % 2 == 0 ? value : value * 0.37)], LeadTimes.Max() + Review), LeadTimes,
                HoldingCost: 0.2 + random.NextDouble(), ShortageCost: 2 + (20 * random.NextDouble()), OrderCost: 40 * random.NextDouble(), UnitValue: 1 + (9 * random.NextDouble()))),
        ];
        var limit = 0.6 * InventoryPlanner.Plan(new(items), ct).StockUsed;
        var (result, seconds) = Measure.Cpu(() => InventoryPlanner.Plan(new(items, limit), ct));
        var gap = 100 * result.Gap / result.Items.Sum(item => item.Expected.CostPerPeriod);
        report.Add(new Figure("inventory.shared-limit-gap", gap, "percent") { Goal = "<=0.1", Holds = result.StockUsed <= limit * (1 + 1e-9) && gap <= 0.1 });
        report.Add(new Figure("inventory.shared-limit-300", seconds, "CPU-s"));
    }

    private static Figure Miss(string name, ServiceGoal goal, double target, SimulatedService[] own, SimulatedService[] other)
    {
        double Of(SimulatedService[] seen) => 100 * seen.Average(s => Math.Abs((goal == ServiceGoal.FillRate ? s.FillRate : s.CycleService) - target));
        return new Figure(name, Of(own), "points") { Peer = Of(other), PeerName = Textbook, Goal = FormattableString.Invariant($"<={Within}"), Holds = Of(own) <= Within };
    }

    private static Figure Cost(string name, SimulatedService[] own, SimulatedService[] other)
    {
        var (cost, peer) = (own.Average(seen => seen.CostPerPeriod), other.Average(seen => seen.CostPerPeriod));
        return new Figure(name, cost, "money/period") { Peer = peer, PeerName = Textbook, Goal = "ratio<=1", Holds = cost <= peer };
    }

    private static IReadOnlyList<string> Row(string name, ServiceGoal goal, double target, string by, SimulatedService[] seen) =>
    [
        name, goal == ServiceGoal.LeastCost ? "least cost" : $"{goal} {Percent(target)}", by, Percent(seen.Average(s => s.CycleService)), Percent(seen.Average(s => s.FillRate)),
        Figure.Text(seen.Average(s => s.AverageStock)), Figure.Text(seen.Average(s => s.CostPerPeriod)),
    ];

    private static ReorderPolicy[] Own(World world, ServiceGoal goal, double target) =>
    [
        .. Enumerable.Range(0, world.Season).Select(phase => InventoryPlanner.Plan(new(
        [
            new InventoryItem("A", "", DemandPaths.FromHistory(world.History, LeadTimes.Max() + Review, world.Season, phase), LeadTimes, goal, target, Costs.Holding, Costs.Shortage, Costs.Order, Review, MinimumOrder: world.Quantity),
        ])).Items[0].Policy),
    ];

    /// <summary>Mean demand by season, one standard deviation around it, lead time plus review period.</summary>
    private static ReorderPolicy[] ByTextbook(World world, double z)
    {
        var mean = Enumerable.Range(0, world.Season).Select(phase => world.History.Where((_, t) => t % world.Season == phase).Average()).ToArray();
        var variance = world.History.Select((value, t) => Math.Pow(value - mean[t % world.Season], 2)).Sum() / (world.History.Length - world.Season);
        var lead = LeadTimes.Average();
        var leadVariance = LeadTimes.Average(value => (value - lead) * (value - lead));
        return
        [
            .. Enumerable.Range(0, world.Season).Select(phase =>
            {
                var expected = Enumerable.Range(0, (int)lead + Review).Sum(k => mean[(phase + k) % world.Season]);
                var rate = expected / (lead + Review);
                return new ReorderPolicy(Math.Ceiling(expected + (z * Math.Sqrt(((lead + Review) * variance) + (rate * rate * leadVariance)))), world.Quantity, Review);
            }),
        ];
    }

    /// <summary>Demand that was seen, and demand that comes.</summary>
    private sealed record World(double[] History, double[] Future, int Season)
    {
        public double Quantity { get; } = Math.Max(1, Math.Round(4 * History.Average()));

        /// <summary>Plays one policy per season; that of the period after the review counts.</summary>
        public SimulatedService Play(ReorderPolicy[] byPhase) =>
            InventorySimulator.Run(Future, t => byPhase[(t + 1) % Season], LeadTimes, Costs, seed: 13, warmUp: 1000);
    }

    private static double[] Skewed(int count, int seed) => Draw(count, seed, (random, _) => Math.Exp(2.5 + random.Normal()));

    private static double[] Intermittent(int count, int seed) =>
        Draw(count, seed, (random, _) => random.NextDouble() < 0.75 ? 0 : 1 + Math.Floor(Math.Log(1 - random.NextDouble()) / Math.Log(0.8)));

    private static double[] Seasonal(int count, int seed) =>
        Draw(count, seed, (random, t) => 20 * (1 + (0.6 * Math.Sin(2 * Math.PI * t / Season))) * Math.Exp(0.4 * random.Normal()));

    private static double[] Autocorrelated(int count, int seed)
    {
        var state = 0.0;
        return Draw(count, seed, (random, _) => 20 * Math.Exp(state = (0.7 * state) + (0.4 * random.Normal())));
    }

    private static double[] Draw(int count, int seed, Func<Random, int, double> next)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(t => Math.Round(next(random, t)))];
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");
}
