namespace PlanningEngine.Allocation.Budgets;

/// <summary>Least amounts that what is above them, or below them, does not allow.</summary>
internal static class BudgetConflicts
{
    /// <summary>Slack for sums of decimals.</summary>
    private const double Rounding = 1e-12;

    public static List<BudgetConflict> Find(BudgetProblem problem, BudgetTree tree)
    {
        var (least, most) = (new double[tree.Parent.Length], new double[tree.Parent.Length]);
        var conflicts = new List<BudgetConflict>();
        for (var group = tree.Parent.Length - 1; group >= 0; group--)
        {
            for (var item = tree.FirstItem[group]; item < tree.FirstItem[group + 1]; item++)
            {
                least[group] += tree.Demands[item].Least;
                most[group] += tree.Demands[item].Most;
            }

            var (inner, room) = (least[group], most[group]);
            if (inner > tree.Most[group] * (1 + Rounding))
                conflicts.Add(TooMuch(problem, tree, group, inner));
            if (room < tree.Least[group] * (1 - Rounding))
                conflicts.Add(TooLittle(problem, tree, group, room));
            if (group == 0)
                break;
            least[tree.Parent[group]] += Math.Max(inner, tree.Least[group]);
            most[tree.Parent[group]] += Math.Max(Math.Max(inner, tree.Least[group]), Math.Min(room, tree.Most[group]));
        }

        conflicts.Reverse();
        return conflicts;
    }

    private static BudgetConflict TooMuch(BudgetProblem problem, BudgetTree tree, int group, double required)
    {
        var (subject, name) = Named(problem, tree, group);
        var limit = tree.Most[group];
        return new(subject, required, limit, $"The least amounts in {name} add up to {BudgetWords.Money(required)} and exceed {(group == 0 ? "it" : "its most")} of {BudgetWords.Money(limit)}: they must give way by {BudgetWords.Money(required - limit)}.");
    }

    private static BudgetConflict TooLittle(BudgetProblem problem, BudgetTree tree, int group, double room)
    {
        var (subject, name) = Named(problem, tree, group);
        var required = tree.Least[group];
        return new(subject, required, room, $"What is in {name} may get {BudgetWords.Money(room)} at most, below its least amount of {BudgetWords.Money(required)}: that must give way by {BudgetWords.Money(required - room)}.");
    }

    private static (string Subject, string Name) Named(BudgetProblem problem, BudgetTree tree, int group) =>
        group == 0 ? ("", "the budget") : (problem.Groups![tree.Group[group]].Id, $"group {BudgetWords.Name(problem.Groups[tree.Group[group]])}");
}
