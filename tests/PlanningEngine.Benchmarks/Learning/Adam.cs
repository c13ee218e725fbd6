namespace PlanningEngine.Benchmarks;

/// <summary>Stochastic gradient steps of adaptive size (Kingma and Ba 2015), shrinking to none at the end.</summary>
internal sealed class Adam(int parameters, int steps)
{
    private const double First = 0.9;
    private const double Second = 0.99;
    private const double Rate = 0.02;
    private const double LeastRate = 1e-4;

    private readonly double[] _mean = new double[parameters];
    private readonly double[] _square = new double[parameters];
    private int _done;

    /// <summary>Moves values against a gradient.</summary>
    internal void Step(double[] values, double[] gradient)
    {
        var rate = Rate * (1 - _done / (double)steps) + LeastRate;
        _done++;
        var (first, second) = (1 - Math.Pow(First, _done), 1 - Math.Pow(Second, _done));
        for (var i = 0; i < values.Length; i++)
        {
            _mean[i] = First * _mean[i] + (1 - First) * gradient[i];
            _square[i] = Second * _square[i] + (1 - Second) * gradient[i] * gradient[i];
            values[i] -= rate * _mean[i] / first / (Math.Sqrt(_square[i] / second) + 1e-8);
        }
    }
}
