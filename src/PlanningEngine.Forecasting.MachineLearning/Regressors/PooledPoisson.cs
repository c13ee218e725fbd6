using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.MachineLearning.Regressors;

/// <summary>Fits coefficients that all series share beside levels per stretch and effects per bucket: levels and bucket effects in closed form, coefficients by Newton's method, in turn.</summary>
internal sealed class PooledPoisson
{
    private const int Rounds = 60;
    private const double Settled = 1e-7;
    private const double LargestStep = 1;

    /// <summary>Largest logarithm of a factor: sales that were always zero under a promotion say no more than that.</summary>
    private const double LargestEffect = 3;

    /// <summary>Variance of what all series share in a bucket, before any was seen.</summary>
    private const double FirstVariance = 0.05;
    private const double SmallestVariance = 1e-4;

    private readonly SeriesRows[] _series;
    private readonly int _count;
    private readonly int _first;
    private readonly double[] _beta;
    private readonly double[] _shared;
    private readonly double[][] _expected;
    private readonly CommonRegressor?[] _common;
    private readonly double[] _widest;
    private double _variance = FirstVariance;

    /// <summary>Takes rows.</summary>
    /// <param name="series">Rows of each series, in a fixed order.</param>
    /// <param name="count">Number of coefficients.</param>
    internal PooledPoisson(SeriesRows[] series, int count)
    {
        (_series, _count) = (series, count);
        _first = series.Min(s => s.Buckets[0]);
        _shared = new double[series.Max(s => s.Buckets[^1]) - _first + 1];
        Array.Fill(_shared, 1);
        _beta = new double[count];
        _expected = Array.ConvertAll(series, s => new double[s.Demand.Length]);
        _common = [.. Enumerable.Range(0, count).Select(k => CommonRegressor.Of(series, k, _first, _shared.Length))];
        _widest = [.. Enumerable.Range(0, count).Select(k => series.Max(s => s.Columns[k] is { } x ? x.Max(Math.Abs) : 0))];
    }

    /// <summary>Ordinal of the first bucket.</summary>
    internal int First => _first;

    /// <summary>What all series share by bucket.</summary>
    internal double[] Shared => _shared;

    /// <summary>Coefficients and their standard errors; 0 and 0 where a regressor never varied.</summary>
    internal (double[] Coefficients, double[] StandardErrors) Fit(CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var before = (double[])_beta.Clone();
            Expect();
            Share();
            Expect();
            Step();
            Transfer();
            if (before.Zip(_beta, (a, b) => Math.Abs(a - b)).Max() < Settled)
                break;
        }

        Expect();
        var errors = Errors();
        return (_beta, errors);
    }

    /// <summary>Levels of the stretches, and with them what is expected of each row.</summary>
    private void Expect()
    {
        for (var s = 0; s < _series.Length; s++)
            _series[s].Expect(_beta, _shared, _first, _expected[s]);
    }

    /// <summary>What all series share in a bucket, drawn to nothing where few speak: a gamma prior of mean one and the variance that the buckets show (by expectation and maximisation).</summary>
    private void Share()
    {
        if (_series.Length < 2)
            return;
        var (demand, expected) = (new double[_shared.Length], new double[_shared.Length]);
        for (var s = 0; s < _series.Length; s++)
            for (var i = 0; i < _expected[s].Length; i++)
            {
                var at = _series[s].Buckets[i] - _first;
                demand[at] += _series[s].Weight * _series[s].Demand[i];
                expected[at] += _series[s].Weight * _expected[s][i] / _shared[at];
            }

        var (prior, squares) = (1 / _variance, 0.0);
        for (var t = 0; t < _shared.Length; t++)
        {
            _shared[t] = (demand[t] + prior) / (expected[t] + prior);
            squares += (_shared[t] - 1) * (_shared[t] - 1) + _shared[t] / (expected[t] + prior);
        }

        _variance = Math.Max(squares / _shared.Length, SmallestVariance);
    }

    /// <summary>One Newton step of the coefficients, the levels of stretches concentrated out.</summary>
    private void Step()
    {
        var (hessian, gradient) = (new double[_count * _count], new double[_count]);
        Visit((s, i, expected, centred) =>
        {
            for (var k = 0; k < _count; k++)
            {
                gradient[k] += _series[s].Weight * (_series[s].Demand[i] - expected) * centred[k];
                for (var l = 0; l <= k; l++)
                    hessian[k * _count + l] += _series[s].Weight * expected * centred[k] * centred[l];
            }
        });
        if (!Invert(hessian))
            return;
        for (var k = 0; k < _count; k++)
        {
            var limit = _widest[k] > 0 ? LargestEffect / _widest[k] : 0;
            var step = LeastSquares.Dot(hessian.AsSpan(k * _count, _count), gradient) * (_widest[k] > 0 ? _widest[k] : 0);
            if (_widest[k] > 0)
                _beta[k] = Math.Clamp(_beta[k] + Math.Clamp(step, -LargestStep, LargestStep) / _widest[k], -limit, limit);
        }
    }

    /// <summary>A regressor that is the same for all series in each bucket competes with what they share: it is given all of that which goes along with it.</summary>
    private void Transfer()
    {
        for (var k = 0; k < _count && _series.Length > 1; k++)
        {
            if (_common[k] is not { } common || common.SlopeOf(_shared) is not { Spread: > 0 } slope)
                continue;
            var limit = LargestEffect / _widest[k];
            var moved = Math.Clamp(_beta[k] + slope.Value, -limit, limit) - _beta[k];
            _beta[k] += moved;
            common.TakeFrom(_shared, moved);
        }
    }

    /// <summary>Standard errors from sums of squares of what each series, each bucket and each row adds to the gradient; the largest counts. Of a common regressor, from the buckets alone.</summary>
    private double[] Errors()
    {
        var hessian = new double[_count * _count];
        Visit((s, i, expected, centred) =>
        {
            for (var k = 0; k < _count; k++)
                for (var l = 0; l <= k; l++)
                    hessian[k * _count + l] += _series[s].Weight * expected * centred[k] * centred[l];
        });
        var varied = Enumerable.Range(0, _count).Select(k => hessian[k * _count + k] > 0).ToArray();
        if (!Invert(hessian))
            return new double[_count];
        var byRow = new double[_count];
        var (bySeries, byBucket) = (new double[_series.Length * _count], new double[_shared.Length * _count]);
        Visit((s, i, expected, centred) =>
        {
            var error = _series[s].Weight * (_series[s].Demand[i] - expected);
            var bucket = _series[s].Buckets[i] - _first;
            for (var k = 0; k < _count; k++)
            {
                var influence = error * LeastSquares.Dot(hessian.AsSpan(k * _count, _count), centred);
                bySeries[s * _count + k] += influence;
                byBucket[bucket * _count + k] += influence;
                byRow[k] += influence * influence;
            }
        });
        double Squares(double[] sums, int k)
        {
            var squares = 0.0;
            for (var i = k; i < sums.Length; i += _count)
                squares += sums[i] * sums[i];
            return squares;
        }

        return [.. Enumerable.Range(0, _count).Select(k => !varied[k] ? 0
            : Math.Max(Math.Sqrt(Math.Max(byRow[k], Math.Max(Squares(bySeries, k), Squares(byBucket, k)))), _series.Length > 1 && _common[k] is { } common ? common.SlopeOf(_shared).Error : 0))];
    }

    /// <summary>Calls back for each row of each series with what is expected and the regressors measured from their mean in the stretch.</summary>
    private void Visit(Action<int, int, double, double[]> visit)
    {
        var centred = new double[_count];
        for (var s = 0; s < _series.Length; s++)
        {
            var (number, expected) = (s, _expected[s]);
            _series[s].Visit(expected, centred, (i, _) => visit(number, i, expected[i], centred));
        }
    }

    private bool Invert(double[] hessian)
    {
        for (var k = 0; k < _count; k++)
        {
            for (var l = 0; l < k; l++)
                hessian[l * _count + k] = hessian[k * _count + l];
            // What is unidentified, such as a regressor that never varied, is held where it is by a trifle.
            hessian[k * _count + k] += 1e-9 * (1 + hessian[k * _count + k]);
        }

        return SymmetricInverse.Of(hessian, _count);
    }
}
