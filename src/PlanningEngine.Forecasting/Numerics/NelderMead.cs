namespace PlanningEngine.Forecasting.Numerics;

/// <summary>A function of a few unknowns that a search makes small.</summary>
internal interface IObjective
{
    /// <summary>Value at a point; positive infinity where the point is not allowed.</summary>
    double Value(ReadOnlySpan<double> point);
}

/// <summary>
/// Downhill simplex of Nelder and Mead (1965) inside a unit box: points outside are projected onto it. Works on buffers of its own, so that
/// a search allocates nothing after the object was made.
/// </summary>
internal sealed class NelderMead(int largestDimension)
{
    private readonly double[][] _simplex = [.. Enumerable.Range(0, largestDimension + 1).Select(_ => new double[largestDimension])];
    private readonly double[] _values = new double[largestDimension + 1];
    private readonly double[] _centre = new double[largestDimension];
    private readonly double[] _trial = new double[largestDimension];
    private readonly double[] _second = new double[largestDimension];

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
            var reflected = Try(objective, dimension, worst, 1, _trial);
            used++;
            if (reflected < _values[best])
            {
                var expanded = Try(objective, dimension, worst, 2, _second);
                used++;
                Replace(worst, expanded < reflected ? _second : _trial, Math.Min(expanded, reflected), dimension);
            }
            else if (reflected < _values[secondWorst])
                Replace(worst, _trial, reflected, dimension);
            else
            {
                var contracted = Try(objective, dimension, worst, reflected < _values[worst] ? 0.5 : -0.5, _second);
                used++;
                if (contracted < Math.Min(reflected, _values[worst]))
                    Replace(worst, _second, contracted, dimension);
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
            _values[vertex] = objective.Value(corner);
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

    private double Try<TObjective>(TObjective objective, int dimension, int worst, double factor, double[] target)
        where TObjective : IObjective
    {
        for (var d = 0; d < dimension; d++)
            target[d] = Math.Clamp(_centre[d] + factor * (_centre[d] - _simplex[worst][d]), 0, 1);
        return objective.Value(target.AsSpan(0, dimension));
    }

    private void Replace(int vertex, double[] by, double value, int dimension)
    {
        by.AsSpan(0, dimension).CopyTo(_simplex[vertex]);
        _values[vertex] = value;
    }

    private int Shrink<TObjective>(TObjective objective, int dimension, int best)
        where TObjective : IObjective
    {
        for (var i = 0; i <= dimension; i++)
        {
            if (i == best)
                continue;
            for (var d = 0; d < dimension; d++)
                _simplex[i][d] = _simplex[best][d] + 0.5 * (_simplex[i][d] - _simplex[best][d]);
            _values[i] = objective.Value(_simplex[i].AsSpan(0, dimension));
        }

        return dimension;
    }
}
