using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<double>;

namespace PlanningEngine.Forecasting.Numerics;

/// <summary>A function of a few unknowns that a search makes small.</summary>
internal interface IObjective
{
    /// <summary>Values at four points at once, one per vector lane; positive infinity where a point is not allowed.</summary>
    /// <param name="points">Per unknown its four numbers.</param>
    Lanes Values(ReadOnlySpan<Lanes> points);
}

/// <summary>
/// Downhill simplex of Nelder and Mead (1965) inside a unit box: points outside are projected onto it. All points that a step may go to are tried at once, since a recursion over a history waits for
/// itself: four of them take as long as one. Works on buffers of its own, so that a search allocates nothing after the object was made.
/// </summary>
internal sealed class NelderMead(int largestDimension)
{
    private const int Reflected = 0;
    private const int Expanded = 1;
    private const int ContractedOutside = 2;
    private const int ContractedInside = 3;

    /// <summary>How far beyond the centre, in edges, each of the four points lies.</summary>
    private static readonly Lanes Steps = Vector256.Create(1, 2, 0.5, -0.5);

    private readonly double[][] _simplex = [.. Enumerable.Range(0, largestDimension + 1).Select(_ => new double[largestDimension])];
    private readonly double[] _values = new double[largestDimension + 1];
    private readonly double[] _centre = new double[largestDimension];
    private readonly Lanes[] _trials = new Lanes[largestDimension];

    /// <summary>Searches from a start; the best point found is written back over it.</summary>
    /// <param name="objective">What is made small.</param>
    /// <param name="point">Start inside the unit box, then the best point.</param>
    /// <param name="stepSize">Edge of the first simplex.</param>
    /// <param name="evaluations">Most evaluations.</param>
    /// <param name="tolerance">Stops when best and worst differ by less than this.</param>
    /// <param name="cancellationToken">Stops the search between two evaluations.</param>
    /// <returns>The value at the best point.</returns>
    internal double Minimise<TObjective>(TObjective objective, Span<double> point, double stepSize, int evaluations, double tolerance, CancellationToken cancellationToken)
        where TObjective : IObjective
    {
        var dimension = point.Length;
        Start(objective, point, stepSize);
        var used = dimension + 1;
        while (used < evaluations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (best, worst, secondWorst) = Order(dimension);
            if (_values[worst] - _values[best] < tolerance)
                break;
            Centre(dimension, worst);
            var tried = Try(objective, dimension, worst);
            var reflected = tried[Reflected];
            used++;
            if (reflected < _values[best])
            {
                used++;
                var lane = tried[Expanded] < reflected ? Expanded : Reflected;
                Replace(worst, lane, tried[lane], dimension);
            }
            else if (reflected < _values[secondWorst])
                Replace(worst, Reflected, reflected, dimension);
            else
            {
                var lane = reflected < _values[worst] ? ContractedOutside : ContractedInside;
                used++;
                if (tried[lane] < Math.Min(reflected, _values[worst]))
                    Replace(worst, lane, tried[lane], dimension);
                else
                    used += Shrink(objective, dimension, best);
            }
        }

        var winner = Order(dimension).Best;
        _simplex[winner].AsSpan(0, dimension).CopyTo(point);
        return _values[winner];
    }

    private void Start<TObjective>(TObjective objective, ReadOnlySpan<double> point, double stepSize)
        where TObjective : IObjective
    {
        for (var vertex = 0; vertex <= point.Length; vertex++)
        {
            var corner = _simplex[vertex].AsSpan(0, point.Length);
            point.CopyTo(corner);
            if (vertex > 0)
                corner[vertex - 1] += corner[vertex - 1] + stepSize <= 1 ? stepSize : -stepSize;
        }

        Evaluate(objective, point.Length);
    }

    /// <summary>Values of all corners.</summary>
    private void Evaluate<TObjective>(TObjective objective, int dimension)
        where TObjective : IObjective
    {
        for (var from = 0; from <= dimension; from += Lanes.Count)
        {
            for (var d = 0; d < dimension; d++)
                for (var lane = 0; lane < Lanes.Count; lane++)
                    _trials[d] = _trials[d].WithElement(lane, _simplex[Math.Min(from + lane, dimension)][d]);
            var values = objective.Values(_trials.AsSpan(0, dimension));
            for (var lane = 0; lane < Lanes.Count && from + lane <= dimension; lane++)
                _values[from + lane] = values[lane];
        }
    }

    private (int Best, int Worst, int SecondWorst) Order(int dimension)
    {
        int best = 0, worst = 0;
        for (var i = 1; i <= dimension; i++)
        {
            if (_values[i] < _values[best])
                best = i;
            if (_values[i] >= _values[worst])
                worst = i;
        }

        var second = best;
        for (var i = 0; i <= dimension; i++)
            if (i != worst && _values[i] >= _values[second])
                second = i;
        return (best, worst, second);
    }

    private void Centre(int dimension, int worst)
    {
        for (var d = 0; d < dimension; d++)
        {
            var sum = 0.0;
            for (var i = 0; i <= dimension; i++)
                if (i != worst)
                    sum += _simplex[i][d];
            _centre[d] = sum / dimension;
        }
    }

    private Lanes Try<TObjective>(TObjective objective, int dimension, int worst)
        where TObjective : IObjective
    {
        for (var d = 0; d < dimension; d++)
            _trials[d] = Vector256.Clamp(Vector256.Create(_centre[d]) + Steps * (_centre[d] - _simplex[worst][d]), Lanes.Zero, Lanes.One);
        return objective.Values(_trials.AsSpan(0, dimension));
    }

    private void Replace(int vertex, int lane, double value, int dimension)
    {
        for (var d = 0; d < dimension; d++)
            _simplex[vertex][d] = _trials[d][lane];
        _values[vertex] = value;
    }

    private int Shrink<TObjective>(TObjective objective, int dimension, int best)
        where TObjective : IObjective
    {
        for (var i = 0; i <= dimension; i++)
            for (var d = 0; i != best && d < dimension; d++)
                _simplex[i][d] = _simplex[best][d] + 0.5 * (_simplex[i][d] - _simplex[best][d]);
        Evaluate(objective, dimension);
        return dimension;
    }
}
