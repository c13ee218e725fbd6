namespace PlanningEngine.Allocation.Budgets;

/// <summary><c>scale x spend ^ exponent</c>: never saturates; the first unit returns without bound.</summary>
/// <param name="Scale">Response to a spend of 1, 0 .. 1e15.</param>
/// <param name="Exponent">Elasticity, from 0.01 to 0.99.</param>
public sealed record PowerCurve(double Scale, double Exponent) : ResponseCurve
{
    /// <inheritdoc />
    public override double Response(double spend) => Scale * Math.Pow(spend, Exponent);

    /// <inheritdoc />
    public override double Marginal(double spend) => Scale == 0 ? 0 : Scale * Exponent * Math.Pow(spend, Exponent - 1);

    internal override double SpendAt(double price) => Scale == 0 ? 0 : Math.Pow(Scale * Exponent / price, 1 / (1 - Exponent));

    internal override void Check(InputCheck check, string owner, string subject)
    {
        check.Number(Scale, "scale", owner, subject + ".Scale");
        check.Number(Exponent, "exponent", owner, subject + ".Exponent", 0.01, 0.99);
    }
}
