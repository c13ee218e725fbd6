namespace PlanningEngine.Allocation.Quotas;

/// <summary>Why one quota is what it is, for programs and for people.</summary>
/// <param name="Code">Code of the node.</param>
/// <param name="Label">What a planner calls it.</param>
/// <param name="Amount">The quota.</param>
/// <param name="Limit">What holds it there.</param>
/// <param name="LimitAmount">The limit; null where none binds.</param>
/// <param name="Without">What the node would get without the limit; null where none binds or where it was not computed (<see cref="QuotaSolverOptions.CounterfactualNodes"/>).</param>
/// <param name="Price">What raising the limit by 1 does to the objective (<see cref="QuotaPrice.LimitPrice"/>).</param>
/// <param name="Reference">Amount that its reference share gives.</param>
/// <param name="Change">What changed against the last version, and why.</param>
public sealed record QuotaReason(
    string Code, string Label, decimal Amount, QuotaLimit Limit, decimal? LimitAmount, decimal? Without, double Price, decimal Reference, QuotaChange Change)
{
    /// <summary>The reason in words a planner reads, invariant number format.</summary>
    public string Sentence => QuotaWords.Say(this);
}

/// <summary>The change of one quota against the last version, in parts that add up exactly to <see cref="Total"/>.</summary>
/// <remarks>
/// Each part is the step from one plan to the next: last version -> its shares of the new targets -> reference shares -> with fairness -> with locks and bounds -> each amount rounded by itself
/// -> rounded so that all sums hold. The order is a convention, as in any such bridge. Parts are kept to a ten-thousandth of the unit.
/// </remarks>
/// <param name="Last">Amount in the last version; null for a new node, which counts as 0.</param>
/// <param name="Target">Because targets changed, at the shares of the last version.</param>
/// <param name="Reference">Because history, potential or capacity, the blend or over-assignment give other shares.</param>
/// <param name="Fairness">Because quota per potential is evened out.</param>
/// <param name="Limits">Because of locks and bounds, here or elsewhere.</param>
/// <param name="Rounding">Rounding to the unit.</param>
/// <param name="AddingUp">A unit up or down so that children sum to what is handed down.</param>
public sealed record QuotaChange(decimal? Last, decimal Target, decimal Reference, decimal Fairness, decimal Limits, decimal Rounding, decimal AddingUp)
{
    /// <summary>The whole change.</summary>
    public decimal Total => Target + Reference + Fairness + Limits + Rounding + AddingUp;
}
