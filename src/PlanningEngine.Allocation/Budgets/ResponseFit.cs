namespace PlanningEngine.Allocation.Budgets;

/// <summary>Family of a response curve.</summary>
public enum ResponseFamily
{
    /// <summary>The best concave, never falling curve of any shape: straight lines between the observed spends.</summary>
    PiecewiseLinear,

    /// <summary><see cref="PowerCurve"/>.</summary>
    Power,

    /// <summary><see cref="LogCurve"/>.</summary>
    Logarithm,

    /// <summary><see cref="SaturationCurve"/>.</summary>
    Saturation,

    /// <summary><see cref="HillCurve"/>, S-shapes included.</summary>
    Hill,
}

/// <summary>A curve fitted to observations.</summary>
/// <param name="Curve">The curve.</param>
/// <param name="Family">Its family.</param>
/// <param name="Points">Observations it was fitted to.</param>
/// <param name="FitError">Root of the mean squared residual, in units of response.</param>
/// <param name="HeldOutError">The same on observations left out of the fit in turn (at most 20 parts); what a new observation will miss it by.</param>
/// <param name="Explained">Share of the variance of the responses that the curve explains; can be negative, and is not a number for constant responses.</param>
public sealed record FittedCurve(ResponseCurve Curve, ResponseFamily Family, int Points, double FitError, double HeldOutError, double Explained);

/// <summary>Fits response curves to observed pairs of spend and response, by least squares.</summary>
/// <remarks>
/// Parametric families: the scale has a closed form, the other parameters are searched on a grid that golden sections refine (variable projection; Golub and
/// Pereyra 1973). Any shape: non-negative least squares over hinges (Lawson and Hanson 1974), which is exact for concave regression (Hildreth 1954).
/// </remarks>
public static class ResponseFit
{
    /// <summary>Most observations of one fit.</summary>
    public const int MostPoints = 500;

    private const int MostParts = 20;

    /// <summary>Fits one family.</summary>
    /// <param name="family">The family.</param>
    /// <param name="points">Observations, between 3 and 500; spends at least 0, responses at least 0. Order and ties do not matter.</param>
    /// <exception cref="InvalidProblemException">The observations break rules; holds all violations.</exception>
    public static FittedCurve Of(ResponseFamily family, IReadOnlyList<ResponsePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        InputCheck.ThrowIfAny(Validate(points));
        ResponsePoint[] sorted = [.. points.OrderBy(point => point.Spend).ThenBy(point => point.Response)];
        var curve = Curve(family, sorted);
        var mean = sorted.Average(point => point.Response);
        var squares = Squares(curve, sorted);
        var parts = Math.Min(MostParts, sorted.Length);
        var heldOut = 0.0;
        for (var part = 0; part < parts; part++)
            heldOut += Squares(Curve(family, [.. sorted.Where((_, i) => i % parts != part)]), [.. sorted.Where((_, i) => i % parts == part)]);
        var variance = sorted.Sum(point => (point.Response - mean) * (point.Response - mean));
        return new(curve, family, sorted.Length, Math.Sqrt(squares / sorted.Length), Math.Sqrt(heldOut / sorted.Length), variance > 0 ? 1 - (squares / variance) : double.NaN);
    }

    /// <summary>Fits every family and keeps the one that misses held-out observations by least.</summary>
    /// <param name="points">Observations, as for <see cref="Of"/>.</param>
    /// <exception cref="InvalidProblemException">The observations break rules; holds all violations.</exception>
    public static FittedCurve Best(IReadOnlyList<ResponsePoint> points) =>
        Enum.GetValues<ResponseFamily>().Select(family => Of(family, points)).MinBy(fit => fit.HeldOutError)!;

    private static IReadOnlyList<Violation> Validate(IReadOnlyList<ResponsePoint> points)
    {
        var check = new InputCheck();
        check.Require(points.Count is >= 3 and <= MostPoints, "OUT_OF_RANGE", "points", $"The observations ({points.Count}) must be between 3 and {MostPoints}. Maybe average them by week, or wait for more.");
        for (var i = 0; i < points.Count; i++)
        {
            check.Number(points[i].Spend, "spend", $"observation {i}", $"points[{i}].Spend");
            check.Number(points[i].Response, "response", $"observation {i}", $"points[{i}].Response");
        }

        return check.Found;
    }

    private static ResponseCurve Curve(ResponseFamily family, ResponsePoint[] points)
    {
        if (family == ResponseFamily.PiecewiseLinear)
            return ConcaveRegression.Fit(points);
        var widest = points[^1].Spend > 0 ? points[^1].Spend : 1;
        ResponseCurve Scaled(Func<double, ResponseCurve> unit)
        {
            var (cross, square) = (0.0, 0.0);
            foreach (var point in points)
            {
                var response = unit(1).Response(point.Spend);
                (cross, square) = (cross + (response * point.Response), square + (response * response));
            }

            return unit(square > 0 ? Math.Max(0, cross / square) : 0);
        }

        ResponseCurve Of(double a, double b = 0) => family switch
        {
            ResponseFamily.Power => Scaled(scale => new PowerCurve(scale, a)),
            ResponseFamily.Logarithm => Scaled(scale => new LogCurve(scale, Math.Exp(a) * widest)),
            ResponseFamily.Saturation => Scaled(scale => new SaturationCurve(scale, Math.Exp(a) * widest)),
            _ => Scaled(scale => new HillCurve(scale, Math.Exp(a) * widest, Math.Exp(b))),
        };

        double Loss(ResponseCurve curve) => Squares(curve, points);
        var (low, high) = family == ResponseFamily.Power ? (0.01, 0.99) : (-6.0, 3.0);
        if (family != ResponseFamily.Hill)
            return Of(LineSearch.Minimum(a => Loss(Of(a)), low, high));
        double HalfFor(double b) => LineSearch.Minimum(a => Loss(Of(a, b)), low, high);
        var shape = LineSearch.Minimum(b => Loss(Of(HalfFor(b), b)), Math.Log(0.25), Math.Log(6));
        return Of(HalfFor(shape), shape);
    }

    private static double Squares(ResponseCurve curve, ResponsePoint[] points)
    {
        var sum = 0.0;
        foreach (var point in points)
            sum += (curve.Response(point.Spend) - point.Response) * (curve.Response(point.Spend) - point.Response);
        return sum;
    }
}
