namespace PlanningEngine.Forecasting.MachineLearning.Regressors;

/// <summary>Gradient and curvature of a likelihood in each coefficient by itself: how a stretch, a series or a group asks to depart from it, and how surely.</summary>
internal readonly record struct Response(double[] Gradient, double[] Curvature)
{
    internal static Response Of(int count) => new(new double[count], new double[count]);

    internal static Response Sum(int count, IEnumerable<Response> parts)
    {
        var sum = Of(count);
        foreach (var (gradient, curvature) in parts)
            for (var k = 0; k < count; k++)
            {
                sum.Gradient[k] += gradient[k];
                sum.Curvature[k] += curvature[k];
            }

        return sum;
    }
}
