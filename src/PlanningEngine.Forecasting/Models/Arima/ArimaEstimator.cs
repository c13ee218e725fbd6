using System.Runtime.InteropServices;
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
    private const int PerBlock = Width - 1;
    private const int MostSteps = 40;
    private const int MostStepsToChoose = 12;
    private const double Difference = 1e-6;

    /// <summary>Starts from which a maximum is sought.</summary>
    private const int Climbs = 2;

    private const double Farthest = 300;

    /// <summary>A step that gains less log-likelihood than this is the last.</summary>
    private const double Negligible = 1e-6;

    private const double NegligibleToChoose = 1e-3;

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
    private readonly Lanes[][] _changes;
    private readonly double[] _offsets;
    private readonly double[] _products;
    private readonly double[] _gradient;
    private readonly double[] _system;
    private readonly double[] _move;
    private double[] _best;

    /// <summary>Prepares.</summary>
    /// <param name="w">Observations, differenced as the order says.</param>
    /// <param name="order">The order.</param>
    internal ArimaEstimator(double[] w, ArimaOrder order)
    {
        (_order, _observations) = (order, w.Length);
        _likelihood = new ArmaLikelihood(w, order);
        _points = new Lanes[order.Coefficients];
        _changes = [.. Enumerable.Range(0, (order.Coefficients + PerBlock - 1) / PerBlock).Select(_ => new Lanes[w.Length])];
        (_best, _offsets, _gradient, _move) = (new double[order.Coefficients], new double[order.Coefficients], new double[order.Coefficients], new double[order.Coefficients]);
        (_products, _system) = (new double[order.Coefficients * order.Coefficients], new double[order.Coefficients * order.Coefficients]);
    }

    /// <summary>Fits.</summary>
    /// <param name="toChoose">Whether a likelihood good enough to compare orders will do: from one start, and not to the last digit.</param>
    /// <returns>The fit; null when no start has a finite likelihood.</returns>
    internal ArimaFit? Fit(bool toChoose = false)
    {
        var starts = Begin();
        var (sum, best) = (double.PositiveInfinity, _best);
        foreach (var start in starts.Take(toChoose ? 1 : Climbs))
        {
            _best = start.Point;
            var reached = Climb(start.Sum, toChoose ? MostStepsToChoose : MostSteps, toChoose ? NegligibleToChoose : Negligible);
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
            .Where(s => double.IsFinite(s.Sum)).OrderBy(s => s.Sum)];
    }

    private double Climb(double sum, int steps, double negligible)
    {
        var damping = 0.01;
        for (var step = 0; step < steps && _points.Length > 0 && sum > 0; step++)
        {
            var before = sum;
            Differentiate();
            NormalEquations();
            (sum, damping) = TryDampings(sum, damping);
            if (_observations / 2.0 * Math.Log(before / sum) < negligible)
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

    /// <summary>Differences of the residuals for a small change of each parameter, seven parameters at a time; the first lane stays at the point.</summary>
    private void Differentiate()
    {
        for (var i = 0; i < _best.Length; i++)
        {
            _offsets[i] = Difference * (1 + Math.Abs(_best[i]));
            _points[i] = Vector512.Create(_best[i]);
        }

        for (var block = 0; block < _changes.Length; block++)
        {
            var parameters = _points.AsSpan(block * PerBlock, Math.Min(PerBlock, _best.Length - block * PerBlock));
            for (var i = 0; i < parameters.Length; i++)
                parameters[i] = parameters[i].WithElement(i + 1, _best[block * PerBlock + i] + _offsets[block * PerBlock + i]);
            _likelihood.Evaluate(_points);
            var residuals = MemoryMarshal.Cast<Lanes, double>(_likelihood.Residuals);
            for (var t = 0; t < _observations; t++)
                _changes[block][t] = _likelihood.Residuals[t] - Vector512.Create(residuals[t * Width]);
            for (var i = 0; i < parameters.Length; i++)
                parameters[i] = Vector512.Create(_best[block * PerBlock + i]);
        }
    }

    /// <summary>The normal equations of the derivatives: their products, and their products with the residuals.</summary>
    private void NormalEquations()
    {
        var size = _best.Length;
        var residuals = MemoryMarshal.Cast<Lanes, double>(_likelihood.Residuals);
        for (var column = 0; column < _changes.Length; column++)
        {
            var count = Math.Min(PerBlock, size - column * PerBlock);
            var gradient = Products(residuals, 0, _changes[column]);
            for (var j = 0; j < count; j++)
                _gradient[column * PerBlock + j] = -gradient[j + 1] / _offsets[column * PerBlock + j];
            for (var row = 0; row < size; row++)
            {
                var products = Products(MemoryMarshal.Cast<Lanes, double>(_changes[row / PerBlock]), row % PerBlock + 1, _changes[column]);
                for (var j = 0; j < count; j++)
                    _products[row * size + column * PerBlock + j] = products[j + 1] / (_offsets[row] * _offsets[column * PerBlock + j]);
            }
        }
    }

    /// <summary>One lane of vectors times all lanes of others, summed over time.</summary>
    private static Lanes Products(ReadOnlySpan<double> values, int lane, Lanes[] others)
    {
        var (even, odd) = (Lanes.Zero, Lanes.Zero);
        for (var t = 0; t + 1 < others.Length; t += 2)
        {
            even = Vector512.FusedMultiplyAdd(Vector512.Create(values[t * Width + lane]), others[t], even);
            odd = Vector512.FusedMultiplyAdd(Vector512.Create(values[(t + 1) * Width + lane]), others[t + 1], odd);
        }

        if (others.Length % 2 == 1)
            even = Vector512.FusedMultiplyAdd(Vector512.Create(values[(others.Length - 1) * Width + lane]), others[^1], even);
        return even + odd;
    }

    private (double Sum, double Damping) TryDampings(double sum, double damping)
    {
        var size = _best.Length;
        var trials = MemoryMarshal.Cast<Lanes, double>(_points.AsSpan());
        for (var lane = 0; lane < Width; lane++)
        {
            _products.CopyTo(_system, 0);
            _gradient.CopyTo(_move, 0);
            for (var i = 0; i < size; i++)
                _system[i * size + i] += damping * Dampings[lane] * Math.Max(_products[i * size + i], 1e-12 * sum);
            var solved = LeastSquares.Solve(_system, _move);
            for (var i = 0; i < size; i++)
                trials[i * Width + lane] = Math.Clamp(_best[i] + (solved ? _move[i] : 0), -Farthest, Farthest);
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
