namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>A fitted order.</summary>
/// <param name="Order">The order.</param>
/// <param name="Parameters">Parameters as <see cref="ArmaProcess.Set"/> takes them.</param>
/// <param name="Mean">Mean of the differenced observations.</param>
/// <param name="LogLikelihood">Logarithm of the likelihood of the differenced observations.</param>
/// <param name="Aicc">Akaike's criterion, corrected for small samples.</param>
/// <param name="Variance">Variance of the one-step error, corrected for what was estimated.</param>
internal sealed record ArimaFit(ArimaOrder Order, double[] Parameters, double Mean, double LogLikelihood, double Aicc, double Variance)
{
    /// <summary>A root of a polynomial nearer to the unit circle than this makes a model useless.</summary>
    private const double NearestRoot = 1.01;

    /// <summary>Coefficients of past values.</summary>
    internal double[] Phi => Factor(0, Order.P);

    /// <summary>Coefficients of past errors.</summary>
    internal double[] Theta => Negated(Factor(Order.P, Order.Q));

    /// <summary>Coefficients of values whole cycles ago.</summary>
    internal double[] SeasonalPhi => Factor(Order.P + Order.Q, Order.SeasonalP);

    /// <summary>Coefficients of errors whole cycles ago.</summary>
    internal double[] SeasonalTheta => Negated(Factor(Order.P + Order.Q + Order.SeasonalP, Order.SeasonalQ));

    /// <summary>The parameter at a place as <see cref="ArimaOrder.PlaceOf"/> gives it; 0 where this order has none, which as a further parameter of another order changes nothing.</summary>
    internal double ParameterAt(int kind, int place) => Order.CoefficientAt(kind, place) is { } coefficient ? Parameters[coefficient] : 0;

    /// <summary>Whether all roots keep away from the unit circle.</summary>
    internal bool IsStable =>
        KeepsAway(Phi, 1) && KeepsAway(Negated(Theta), 1) && KeepsAway(SeasonalPhi, Order.Period) && KeepsAway(Negated(SeasonalTheta), Order.Period);

    private static double[] Negated(double[] values) => Array.ConvertAll(values, v => -v);

    private double[] Factor(int from, int count)
    {
        var factor = new double[count];
        for (var k = 0; k < count; k++)
        {
            var u = Parameters[from + k];
            var partial = u / Math.Sqrt(1 + u * u);
            for (int i = 0, j = k - 1; i <= j; i++, j--)
                (factor[i], factor[j]) = (factor[i] - partial * factor[j], factor[j] - partial * factor[i]);
            factor[k] = partial;
        }

        return factor;
    }

    /// <summary>Shrinks the roots by the nearest one allowed and asks whether the process is still stationary, by Durbin's recursion backwards.</summary>
    private static bool KeepsAway(double[] factor, int period)
    {
        var level = new double[factor.Length];
        for (var i = 0; i < level.Length; i++)
            level[i] = factor[i] * Math.Pow(NearestRoot, (i + 1) * period);
        for (var k = level.Length; k >= 1; k--)
        {
            var partial = level[k - 1];
            if (Math.Abs(partial) >= 1)
                return false;
            for (int i = 0, j = k - 2; i <= j; i++, j--)
                (level[i], level[j]) = ((level[i] + partial * level[j]) / (1 - partial * partial), (level[j] + partial * level[i]) / (1 - partial * partial));
        }

        return true;
    }
}
