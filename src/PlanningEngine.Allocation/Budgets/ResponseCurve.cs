namespace PlanningEngine.Allocation.Budgets;

/// <summary>What spending on one item brings: never decreasing, and concave from its inflection on.</summary>
/// <remarks>Spend is at least 0. Every family gives its marginal return and the inverse of it in closed form or by a monotone iteration.</remarks>
public abstract record ResponseCurve
{
    private protected ResponseCurve()
    {
    }

    /// <summary>Spend up to which the curve is convex; 0 for curves that are concave throughout.</summary>
    public virtual double Inflection => 0;

    /// <summary>Response to a spend.</summary>
    /// <param name="spend">Money, at least 0.</param>
    public abstract double Response(double spend);

    /// <summary>Return of the next unit of spend: the right derivative; infinite at 0 for power curves.</summary>
    /// <param name="spend">Money, at least 0.</param>
    public abstract double Marginal(double spend);

    /// <summary>Return of the last unit of spend: the left derivative, which differs from <see cref="Marginal"/> at kinks only.</summary>
    /// <param name="spend">Money, above 0.</param>
    public virtual double MarginalBefore(double spend) => Marginal(spend);

    /// <summary>Least spend, beyond the inflection, from which the next unit returns at most a price; infinite when that never happens.</summary>
    internal abstract double SpendAt(double price);

    /// <summary>Finds what is wrong with the parameters.</summary>
    internal abstract void Check(InputCheck check, string owner, string subject);
}
