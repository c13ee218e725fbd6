namespace PlanningEngine.Allocation.Budgets;

/// <summary>A point of a response curve.</summary>
/// <param name="Spend">Money.</param>
/// <param name="Response">What it brings.</param>
public readonly record struct ResponsePoint(double Spend, double Response);

/// <summary>Straight lines between points, flat after the last one.</summary>
/// <param name="Points">At least one; spends start at 0 and ascend, responses do not descend, slopes do not rise.</param>
public sealed record PiecewiseLinearCurve(IReadOnlyList<ResponsePoint> Points) : ResponseCurve
{
    /// <inheritdoc />
    public override double Response(double spend)
    {
        var at = After(spend);
        return at == Points.Count ? Points[^1].Response : Points[at - 1].Response + (Slope(at) * (spend - Points[at - 1].Spend));
    }

    /// <inheritdoc />
    public override double Marginal(double spend) => Slope(After(spend));

    /// <inheritdoc />
    public override double MarginalBefore(double spend)
    {
        var at = After(spend);
        return Slope(Points[at - 1].Spend == spend ? at - 1 : at);
    }

    internal override double SpendAt(double price)
    {
        var (low, high) = (1, Points.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Slope(middle) <= price)
                high = middle;
            else
                low = middle + 1;
        }

        return Points[low - 1].Spend;
    }

    /// <summary>Adds the slopes strictly between two prices.</summary>
    internal void AddSlopes(double low, double high, List<double> slopes)
    {
        for (var point = 1; point < Points.Count && Slope(point) is var slope && slope > low; point++)
        {
            if (slope < high)
                slopes.Add(slope);
        }
    }

    internal override void Check(InputCheck check, string owner, string subject)
    {
        if (!check.Require(Points is { Count: > 0 }, "EMPTY", subject + ".Points", $"The points of the curve of {owner} must be at least one. Maybe start with (0, 0)."))
            return;
        for (var i = 0; i < Points.Count; i++)
        {
            var at = $"{subject}.Points[{i}]";
            var right = check.Number(Points[i].Spend, $"spend of point {i}", owner, at + ".Spend") & check.Number(Points[i].Response, $"response of point {i}", owner, at + ".Response", -InputCheck.Largest);
            if (!right)
                return;
            if (i == 0)
                check.Require(Points[0].Spend == 0, "OUT_OF_RANGE", at, $"The first point of {owner} must have a spend of 0, not {Points[0].Spend:R}. Maybe add what comes without spending.");
            else if (check.Require(Points[i].Spend > Points[i - 1].Spend, "NOT_ASCENDING", at, $"The spend ({Points[i].Spend:R}) of point {i} of {owner} must be above the one before ({Points[i - 1].Spend:R}). Maybe sort the points and merge equal spends."))
                CheckSlope(check, owner, at, i);
        }
    }

    private void CheckSlope(InputCheck check, string owner, string at, int i)
    {
        check.Require(Slope(i) >= 0, "DESCENDING", at, $"The response ({Points[i].Response:R}) of point {i} of {owner} must not be below the one before ({Points[i - 1].Response:R}). Maybe fit a curve to the points.");
        check.Require(i < 2 || Slope(i) <= Slope(i - 1) * (1 + 1e-12), "NOT_CONCAVE", at, $"The slope to point {i} of {owner} ({Slope(i):R}) must not be above the one before ({Slope(i - 1):R}). Maybe fit a concave curve to the points, or use a Hill curve for an S-shape.");
    }

    /// <summary>Slope of the line that ends at a point; 0 after the last.</summary>
    private double Slope(int point) => point == 0 ? double.PositiveInfinity : point >= Points.Count ? 0
        : (Points[point].Response - Points[point - 1].Response) / (Points[point].Spend - Points[point - 1].Spend);

    /// <summary>The first point beyond a spend.</summary>
    private int After(double spend)
    {
        var (low, high) = (1, Points.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Points[middle].Spend > spend)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
