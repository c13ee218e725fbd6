using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Demo;

/// <summary>The opportunity pipeline of the last two years: won, lost and open, with stages and probabilities.</summary>
internal static class DemoPipeline
{
    private const int Count = 950;

    private static readonly (string Stage, double Probability)[] OpenStages =
        [("Prospecting", 0.1), ("Qualification", 0.25), ("Proposal", 0.5), ("Negotiation", 0.75)];

    private static readonly string[] Kinds = ["range listing", "season pre-order", "framework", "store opening", "re-order", "rental fleet"];

    public static IReadOnlyList<OpportunityRow> Create(DemoOptions options, DateOnly start, DateOnly end, IReadOnlyList<DemoProduct> products, DemoTeam team)
    {
        var random = new DemoRandom(options.Seed, 8);
        var live = products.Where(p => p.Row.EndDate is null).ToList();
        var window = Math.Min(730, end.DayNumber - start.DayNumber);
        var rows = new List<OpportunityRow>(Count);
        for (var i = 0; i < Count; i++)
        {
            var created = end.AddDays(-random.Between(0, window));
            var account = random.Pick(team.Accounts);
            var product = random.Pick(live);
            var cycle = Math.Clamp((int)(70 * random.LogNormal(0.55)), 8, 420);
            var amount = Math.Round((decimal)(90 * random.LogNormal(0.9))) * 100;
            var closed = created.AddDays(cycle);
            var expected = created.AddDays((int)Math.Max(10, cycle * random.Between(0.7, 1.15)));
            var isWon = random.Chance(0.38);
            var name = $"{account.Row.Name}: {product.Row.Level2}, {random.Pick(Kinds)}";
            var progress = (double)(end.DayNumber - created.DayNumber) / cycle;
            var (stage, probability) = closed <= end
                ? isWon ? ("Closed Won", 1.0) : ("Closed Lost", 0.0)
                : OpenStages[Math.Clamp((int)(progress * OpenStages.Length), 0, OpenStages.Length - 1)];
            rows.Add(new OpportunityRow(
                $"OPP-{20_001 + i}",
                name,
                account.Row.Code,
                product.Row.Code,
                team.RepOn(account, closed <= end ? closed : end),
                stage,
                Math.Max(500, amount),
                closed <= end ? probability : Math.Round(Math.Clamp(probability + random.Between(-0.08, 0.08), 0.05, 0.95), 2),
                created,
                expected,
                closed <= end ? closed : null));
        }

        return rows;
    }
}
