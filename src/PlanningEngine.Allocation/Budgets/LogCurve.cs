namespace PlanningEngine.Allocation.Budgets;

/// <summary><c>scale x ln(1 + spend / unit)</c>: each doubling of a large spend brings the same again.</summary>
/// <param name="Scale">Response per factor e, 0 .. 1e15.</param>
/// <param name="Unit">Spend around which returns begin to fall, above 0.</param>
public sealed record LogCurve(double Scale, double Unit) : ResponseCurve
{
    /// <inheritdoc />
    public override double Response(double spend) => Scale * Math.Log(1 + (spend / Unit));

    /// <inheritdoc />
    public override double Marginal(double spend) => Scale / (Unit + spend);

    internal override double SpendAt(double price) => Scale == 0 ? 0 : Math.Max(0, (Scale / price) - Unit);

    internal override void Check(InputCheck check, string owner, string subject)
    {
        check.Number(Scale, "scale", owner, subject + ".Scale");
        check.Number(Unit, "unit", owner, subject + ".Unit", 1e-9);
    }
}
