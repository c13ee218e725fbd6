namespace PlanningEngine.Allocation.Budgets;

/// <summary>What every item and group of a subtree takes at one price of money.</summary>
internal sealed class SpendAtPrice(BudgetTree tree)
{
    public double Price { get; private set; }

    /// <summary>[place of the item].</summary>
    public double[] Items { get; } = new double[tree.Demands.Length];

    /// <summary>[group]: sum of what is below it, kept within its limits but for the group that was asked about.</summary>
    public double[] Groups { get; } = new double[tree.Parent.Length];

    /// <summary>Evaluates a subtree.</summary>
    /// <returns>What the group takes in all, not kept within its own limits; it falls as the price rises.</returns>
    public double Evaluate(int group, double price)
    {
        Price = price;
        Array.Clear(Groups, group, tree.End[group] - group);
        for (var at = tree.End[group] - 1; at >= group; at--)
        {
            var sum = Groups[at];
            for (var item = tree.FirstItem[at]; item < OwnEnd(at); item++)
                sum += Items[item] = tree.Demands[item].At(price);
            Groups[at] = at == group ? sum : Math.Clamp(sum, tree.Least[at], tree.Most[at]);
            if (at != group)
                Groups[tree.Parent[at]] += Groups[at];
        }

        return Groups[group];
    }

    private int OwnEnd(int group) => tree.FirstItem[group + 1];
}
