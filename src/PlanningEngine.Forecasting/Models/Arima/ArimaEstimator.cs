using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>
/// Maximum likelihood of one order by the method of Levenberg and Marquardt on the exact residuals: one evaluation of eight points gives value and derivatives, a second one
/// tries eight dampings.
/// </summary>
internal sealed class ArimaEstimator
{
    private const int Width = 8;
    private const int MostSteps = 40;
    private const double Difference = 1e-6;

    /// <summary>Starts from which a maximum is sought.</summary>
    private const int Climbs = 2;

    private const double Farthest = 300;

    /// <summary>A step that gains less log-likelihood than this is the last.</summary>
    private const double Negligible = 1e-6;

    private static readonly double[] Dampings = [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000];

    /// <summary>First parameters of the starts that are compared: past values, past errors, seasonal past values, seasonal past errors.</summary>
    private static readonly double[][] Starts =
    [
        [0.1, 0.1, 0.1, 0.1], [0.8, 0.1, 0.3, 0.1], [0.1, 0.8, 0.1, 0.8], [0.8, 0.8, 0.3, 0.8],
        [-0.5, 0.1, 0.1, 0.1], [0.1, -0.5, 0.8, 0.1], [2, 1, 0.8, 1], [2, 1, 0.1, 0.1],
    ];

    private readonly ArimaOrder _order;
    private readonly int _observations;
    private readonly ArmaLikelihood _likelihood;
    private readonly Lanes[] _points;
    private readonly double[][] _columns;
    private double[] _best;

    /// <summary>Prepares.</summary>
    /// <param name="w">Observations, differenced as the order says.</param>
    /// <param name="order">The order.</param>
    internal ArimaEstimator(double[] w, ArimaOrder order)
    {
        (_order, _observations) = (order, w.Length);
        _likelihood = new ArmaLikelihood(w, order);
        _points = new Lanes[order.Coefficients];
        _columns = [.. Enumerable.Range(0, order.Coefficients).Select(_ => new double[w.Length])];
        _best = new double[order.Coefficients];
    }

    /// <summary>Fits.</summary>
    /// <returns>The fit; null when no start has a finite likelihood.</returns>
    internal ArimaFit? Fit()
    {
        var starts = Begin();
        var (sum, best) = (double.PositiveInfinity, _best);
        foreach (var start in starts)
        {
            _best = start.Point;
            var reached = Climb(start.Sum);
            if (reached < sum)
                (sum, best) = (reached, _best);
        }

        _best = best;
        return double.IsFinite(sum) && sum > 0 ? Finish() : null;
    }

    /// <summary>The best of the starts.</summary>
    private (double Sum, double[] Point)[] Begin()
    {
        Span<double> values = stackalloc double[Width];
        for (var i = 0; i < _points.Length; i++)
        {
            var (kind, first) = Kind(i);
            for (var lane = 0; lane < Width; lane++)
                values[lane] = first ? Starts[lane][kind] : 0.05;
            _points[i] = Vector512.Create<double>(values);
        }

        _likelihood.Evaluate(_points);
        return [.. Enumerable.Range(0, _points.Length == 0 ? 1 : Width)
            .Select(lane => (Sum: _likelihood.SumOfSquares[lane], Point: Array.ConvertAll(_points, p => p[lane])))
            .Where(s => double.IsFinite(s.Sum)).OrderBy(s => s.Sum).Take(Climbs)];
    }

    private double Climb(double sum)
    {
        var damping = 0.01;
        for (var step = 0; step < MostSteps && _points.Length > 0 && sum > 0; step++)
        {
            var before = sum;
            Differentiate();
            (sum, damping) = TryDampings(sum, damping);
            if (_observations / 2.0 * Math.Log(before / sum) < Negligible)
                break;
        }

        return sum;
    }

    /// <summary>Which of the four groups a parameter is in, and whether it is the group's first.</summary>
    private (int Kind, bool First) Kind(int parameter)
    {
        ReadOnlySpan<int> sizes = [_order.P, _order.Q, _order.SeasonalP, _order.SeasonalQ];
        var kind = 0;
        while (parameter >= sizes[kind])
            parameter -= sizes[kind++];
        return (kind, parameter == 0);
    }

    /// <summary>Moves to the best lane when it is better; its sum of squares and its number, else the old sum and -1.</summary>
    private (double Value, int Lane) Take(double sum)
    {
        var best = -1;
        for (var lane = 0; lane < Width; lane++)
            if (_likelihood.SumOfSquares[lane] < sum)
                (sum, best) = (_likelihood.SumOfSquares[lane], lane);
        for (var i = 0; i < _best.Length && best >= 0; i++)
            _best[i] = _points[i][best];
        return (sum, best);
    }

    /// <summary>Derivatives of the residuals by differences, seven parameters at a time; the first lane stays at the point.</summary>
    private void Differentiate()
    {
        for (var from = 0; from < _best.Length; from += Width - 1)
        {
            var count = Math.Min(Width - 1, _best.Length - from);
            for (var i = 0; i < _best.Length; i++)
                _points[i] = Vector512.Create(_best[i]);
            for (var i = 0; i < count; i++)
                _points[from + i] = _points[from + i].WithElement(i + 1, _best[from + i] + Offset(from + i));
            _likelihood.Evaluate(_points);
            for (var t = 0; t < _observations; t++)
                for (var i = 0; i < count; i++)
                    _columns[from + i][t] = (_likelihood.Residuals[t][i + 1] - _likelihood.Residuals[t][0]) / Offset(from + i);
        }
    }

    private double Offset(int parameter) => Difference * (1 + Math.Abs(_best[parameter]));

    private (double Sum, double Damping) TryDampings(double sum, double damping)
    {
        var size = _best.Length;
        var (products, gradient) = (new double[size * size], new double[size]);
        for (var i = 0; i < size; i++)
        {
            for (var t = 0; t < _observations; t++)
                gradient[i] -= _columns[i][t] * _likelihood.Residuals[t][0];
            for (var j = 0; j <= i; j++)
                products[i * size + j] = products[j * size + i] = LeastSquares.Dot(_columns[i], _columns[j]);
        }

        var (system, move) = (new double[size * size], new double[size]);
        for (var lane = 0; lane < Width; lane++)
        {
            products.CopyTo(system, 0);
            gradient.CopyTo(move, 0);
            for (var i = 0; i < size; i++)
                system[i * size + i] += damping * Dampings[lane] * Math.Max(products[i * size + i], 1e-12 * sum);
            var solved = LeastSquares.Solve(system, move);
            for (var i = 0; i < size; i++)
                _points[i] = _points[i].WithElement(lane, Math.Clamp(_best[i] + (solved ? move[i] : 0), -Farthest, Farthest));
        }

        _likelihood.Evaluate(_points);
        var (now, best) = Take(sum);
        return (now, best < 0 ? damping * 1000 : Math.Clamp(damping * Dampings[best], 1e-8, 1e8));
    }

    private ArimaFit Finish()
    {
        for (var i = 0; i < _best.Length; i++)
            _points[i] = Vector512.Create(_best[i]);
        _likelihood.Evaluate(_points);
        var n = _observations;
        var sum = _likelihood.SumOfSquares[0];
        var logLikelihood = -n / 2.0 * (Math.Log(2 * Math.PI * sum / n) + 1);
        var estimated = _order.Estimated;
        var aicc = n - estimated - 1 > 0 ? -2 * logLikelihood + 2.0 * estimated * n / (n - estimated - 1) : double.PositiveInfinity;
        return new ArimaFit(_order, _best, _likelihood.Mean[0], logLikelihood, aicc, _likelihood.Squares[0] / Math.Max(1, n - estimated + 1));
    }
}
