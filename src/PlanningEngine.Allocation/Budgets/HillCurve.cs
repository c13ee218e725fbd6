namespace PlanningEngine.Allocation.Budgets;

/// <summary><c>ceiling x spend ^ shape / (half ^ shape + spend ^ shape)</c>: concave up to a shape of 1, S-shaped above.</summary>
/// <param name="Ceiling">Response that no spend exceeds, 0 .. 1e15.</param>
/// <param name="HalfSpend">Spend that reaches half of the ceiling, above 0.</param>
/// <param name="Shape">Steepness, from 0.05 to 20.</param>
public sealed record HillCurve(double Ceiling, double HalfSpend, double Shape = 1) : ResponseCurve
{
    private const int MostSteps = 60;

    /// <inheritdoc />
    public override double Inflection => Shape <= 1 ? 0 : HalfSpend * Math.Pow((Shape - 1) / (Shape + 1), 1 / Shape);

    /// <inheritdoc />
    public override double Response(double spend) => spend == 0 ? 0 : Ceiling / (1 + Math.Pow(HalfSpend / spend, Shape));

    /// <inheritdoc />
    public override double Marginal(double spend)
    {
        if (Ceiling == 0 || (spend == 0 && Shape > 1))
            return 0;
        if (spend == 0)
            return Shape < 1 ? double.PositiveInfinity : Ceiling / HalfSpend;
        var u = Math.Log(spend / HalfSpend);
        return Ceiling * Shape / HalfSpend * Math.Exp(((Shape - 1) * u) - (2 * LogOnePlusExp(Shape * u)));
    }

    internal override double SpendAt(double price)
    {
        if (Ceiling == 0)
            return 0;
        if (price <= 0)
            return double.PositiveInfinity;
        if (Shape == 1)
            return Math.Max(0, Math.Sqrt(Ceiling * HalfSpend / price) - HalfSpend);
        var target = Math.Log(price) - Math.Log(Ceiling * Shape / HalfSpend);
        // ln of the marginal over u = ln(spend / half) is concave; from a point right of its larger root Newton descends to it monotonically.
        var u = -target / (Shape + 1);
        if (Shape < 1)
            u = Math.Min(u, -target / (1 - Shape));
        var turn = Shape > 1 ? Math.Log(Inflection / HalfSpend) : double.NegativeInfinity;
        for (var step = 0; step < MostSteps; step++)
        {
            var excess = ((Shape - 1) * u) - (2 * LogOnePlusExp(Shape * u)) - target;
            var slope = Shape - 1 - (2 * Shape / (1 + Math.Exp(-Shape * u)));
            if (slope >= 0)
                return Inflection;
            var next = u - (excess / slope);
            if (next <= turn)
                return Inflection;
            if (next >= u - (4e-16 * Math.Max(1, Math.Abs(u))))
                break;
            u = next;
        }

        return HalfSpend * Math.Exp(u);
    }

    internal override void Check(InputCheck check, string owner, string subject)
    {
        check.Number(Ceiling, "ceiling", owner, subject + ".Ceiling");
        check.Number(HalfSpend, "half spend", owner, subject + ".HalfSpend", 1e-9);
        check.Number(Shape, "shape", owner, subject + ".Shape", 0.05, 20);
    }

    private static double LogOnePlusExp(double x) => x > 40 ? x : Math.Log(1 + Math.Exp(x));
}
