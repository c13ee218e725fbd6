namespace PlanningEngine.Allocation.Budgets;

/// <summary><c>ceiling x (1 - exp(-spend / unit))</c>: exponential saturation.</summary>
/// <param name="Ceiling">Response that no spend exceeds, 0 .. 1e15.</param>
/// <param name="Unit">Spend that reaches 63 % of the ceiling, above 0.</param>
public sealed record SaturationCurve(double Ceiling, double Unit) : ResponseCurve
{
    /// <inheritdoc />
    public override double Response(double spend) => -Ceiling * (spend / Unit < 1e-5 ? -spend / Unit * (1 - (spend / Unit / 2)) : Math.Exp(-spend / Unit) - 1);

    /// <inheritdoc />
    public override double Marginal(double spend) => Ceiling / Unit * Math.Exp(-spend / Unit);

    internal override double SpendAt(double price) => Ceiling == 0 ? 0 : Math.Max(0, Unit * Math.Log(Ceiling / Unit / price));

    internal override void Check(InputCheck check, string owner, string subject)
    {
        check.Number(Ceiling, "ceiling", owner, subject + ".Ceiling");
        check.Number(Unit, "unit", owner, subject + ".Unit", 1e-9);
    }
}
