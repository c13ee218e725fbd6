using System.Globalization;

namespace PlanningEngine.Allocation.Budgets;

/// <summary>Money, returns and reasons as a planner reads them, in the invariant format.</summary>
internal static class BudgetWords
{
    public static string Money(double value) => value.ToString("#,0.00", CultureInfo.InvariantCulture);

    public static string Name(BudgetItem item) => string.IsNullOrWhiteSpace(item.Label) ? item.Id : item.Label;

    public static string Name(BudgetGroup group) => string.IsNullOrWhiteSpace(group.Label) ? group.Id : group.Label;

    /// <summary>Why an item gets what it gets.</summary>
    /// <param name="item">The item.</param>
    /// <param name="plan">What it gets.</param>
    /// <param name="group">The group whose limit sets the price, or null for the whole budget.</param>
    public static string Reason(BudgetItem item, ItemBudget plan, BudgetGroup? group)
    {
        var place = group is null ? "elsewhere" : $"elsewhere in {Name(group)}";
        return (plan.Binding, plan.Spend > 0) switch
        {
            (BudgetBinding.Most, _) => $"{Name(item)} stays at its most of {Money(plan.Spend)}: the last unit returns {Rate(plan.Last)}, a unit is worth {Rate(plan.Price)} {place}.",
            (BudgetBinding.Least, true) => $"{Name(item)} keeps its least of {Money(plan.Spend)}: the next unit would return {Rate(plan.Next)}, a unit is worth {Rate(plan.Price)} {place}.",
            (BudgetBinding.Least, false) => $"{Name(item)} gets nothing: the first unit would return {Rate(plan.Next)}, a unit is worth {Rate(plan.Price)} {place}.",
            _ when plan.Price == 0 => $"{Name(item)} gets {Money(plan.Spend)}: beyond it nothing more comes back, and the budget is not used up.",
            _ => $"{Name(item)} gets {Money(plan.Spend)}: there the next unit returns {Rate(plan.Next)}, as much as a unit is worth {place}.",
        };
    }

    private static string Rate(double value) =>
        double.IsPositiveInfinity(value) ? "more than any price" : Math.Abs(value) is 0 or >= 0.01 ? value.ToString("#,0.00##", CultureInfo.InvariantCulture) : value.ToString("G3", CultureInfo.InvariantCulture);
}
