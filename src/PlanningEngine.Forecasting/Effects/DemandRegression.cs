using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Effects;

/// <summary>
/// Demand explained by level, trend, seasons and regressors together, so that a promotion that always comes in December is not taken for December. Where demand cannot be negative
/// it is quasi-Poisson with a logarithmic link: effects are factors, zeros are ordinary values, and expectations (not medians) are fitted. Else it is a linear regression.
/// Every group of coefficients is shrunken by as much as its own size against its noise asks (Schall 1991): a regressor without effect goes to zero, a clear one hardly moves.
/// </summary>
internal sealed class DemandRegression
{
    private const int Iterations = 25;
    private const int IterationsBeforeRobust = 6;
    private const double FirstPenalty = 1;
    private const double MostPenalty = 1e8;
    private const double Clip = 5;
    private const double MostZeros = 0.2;
    private const double LargestStep = 3;
    private const double Settled = 1e-6;

    private DemandRegression(EstimatedEffects effects, double[] rate, double dispersion) => (Effects, Rate, Dispersion) = (effects, rate, dispersion);

    /// <summary>Effects of the regressors.</summary>
    internal EstimatedEffects Effects { get; }

    /// <summary>Expected demand of each bucket, had its exposure been 1.</summary>
    internal double[] Rate { get; }

    /// <summary>Variance over expectation where effects multiply, else the variance, as it was seen.</summary>
    internal double Dispersion { get; }

    /// <summary>Fits.</summary>
    /// <param name="y">Observations; NaN where unknown.</param>
    /// <param name="exposure">Share of each bucket that could be observed, above 0.</param>
    /// <param name="periods">Lengths of cycles.</param>
    /// <param name="regressors">One column per regressor, measured from its usual value.</param>
    /// <param name="spreads">What is known of how far each regressor's coefficient lies from 0.</param>
    /// <param name="multiplies">Whether effects are factors; no observation may then be negative, and one must be positive.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static DemandRegression Fit(
        double[] y, double[] exposure, IEnumerable<int> periods, IReadOnlyList<double[]> regressors, IReadOnlyList<CoefficientSpread> spreads, bool multiplies, CancellationToken cancellationToken)
    {
        var fit = new Fitting(y, exposure, new DemandDesign(y.Length, periods, regressors), spreads, multiplies);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (fit.Improve(robust: iteration >= IterationsBeforeRobust) < Settled && iteration > IterationsBeforeRobust)
                break;
        }

        return fit.Result();
    }

    /// <summary>The state of one fit: iteratively reweighted least squares, penalties updated in each pass.</summary>
    private sealed class Fitting
    {
        /// <summary>Mean size of the observations; everything is fitted in units of it.</summary>
        private readonly double _level;
        private readonly double[] _y;
        private readonly double[] _exposure;
        private readonly DemandDesign _design;
        private readonly double[][] _columns;
        private readonly double[] _scales;
        private readonly double[] _penalties;

        /// <summary>What is known of how far the coefficients of each group, as they are scaled, lie from 0.</summary>
        private readonly CoefficientSpread[] _spreads;
        private readonly bool _multiplies;
        private readonly bool _mayClip;
        private readonly double _leastDispersion;
        private readonly int[] _known;
        private readonly double[] _linear;
        private double[] _inverse = [];
        private double[] _beta;
        private double _dispersion = 1;
        private double _seenDispersion = 1;

        internal Fitting(double[] y, double[] exposure, DemandDesign design, IReadOnlyList<CoefficientSpread> spreads, bool multiplies)
        {
            (_exposure, _design, _multiplies) = (exposure, design, multiplies);
            _known = [.. Enumerable.Range(0, y.Length).Where(t => !double.IsNaN(y[t]))];
            _level = _known.Average(t => Math.Abs(y[t])) is > 0 and var level ? level : 1;
            _y = Array.ConvertAll(y, v => v / _level);
            _scales = [.. design.Columns.Select(c => Scale(c))];
            _columns = [.. design.Columns.Select((c, i) => Array.ConvertAll(c, v => v / _scales[i]))];
            _penalties = [.. Enumerable.Repeat(FirstPenalty, design.GroupCount)];
            _penalties[0] = 0;
            _spreads = [.. Enumerable.Repeat(CoefficientSpread.Unknown, design.GroupCount)];
            for (var i = 0; i < spreads.Count; i++)
                _spreads[design.Groups[design.FirstRegressor + i]] = spreads[i].Times(_scales[design.FirstRegressor + i]);
            foreach (var at in design.DriftOf.Where(at => at >= 0))
                _spreads[design.Groups[at]] = EffectDrift.Spread;
            _mayClip = _known.Count(t => y[t] == 0) <= MostZeros * _known.Length;
            // Sparse demand comes at random, in pieces of the sizes seen (compound Poisson): few sales that happen to fall on a regressor fit it perfectly and prove nothing.
            _leastDispersion = multiplies && !_mayClip ? _known.Sum(t => _y[t] * _y[t]) / _known.Sum(t => _y[t]) : 1e-12;
            _beta = new double[_columns.Length];
            _linear = new double[y.Length];
            double sum = 0, observed = 0;
            foreach (var t in _known)
                (sum, observed) = (sum + _y[t], observed + exposure[t]);
            _beta[0] = (multiplies ? Math.Log(sum / observed) : sum / observed) * _scales[0];
            Array.Fill(_linear, _beta[0] / _scales[0]);
        }

        /// <summary>One pass; returns how far the fit moved, in units of its own spread.</summary>
        internal double Improve(bool robust)
        {
            var (weights, working) = Working(robust && _mayClip);
            var p = _columns.Length;
            var normal = new double[p * p];
            var right = new double[p];
            var weighted = new double[_y.Length];
            for (var i = 0; i < p; i++)
            {
                for (var t = 0; t < weighted.Length; t++)
                    weighted[t] = weights[t] * _columns[i][t];
                right[i] = LeastSquares.LaneDot(weighted, working);
                for (var j = 0; j <= i; j++)
                    normal[i * p + j] = normal[j * p + i] = LeastSquares.LaneDot(weighted, _columns[j]);
            }

            // What is unidentified, such as a regressor that never varied, is held at zero by a trifle.
            for (var i = 0; i < p; i++)
                normal[i * p + i] += _penalties[_design.Groups[i]] + 1e-9 * (1 + normal[i * p + i]);
            if (!SymmetricInverse.Of(normal, p))
                return 0;
            (_inverse, _beta) = (normal, new double[p]);
            for (var i = 0; i < p; i++)
                _beta[i] = LeastSquares.Dot(_inverse.AsSpan(i * p, p), right);
            var moved = Relinearise();
            Reweigh(weights, working);
            return moved;
        }

        internal DemandRegression Result()
        {
            var first = _design.FirstRegressor;
            var count = _design.DriftOf.Count;
            var (coefficients, errors, drifts) = (new double[count], new double[count], new double[count]);
            double Unit(int at) => (_multiplies ? 1 : _level) / _scales[at];
            for (var i = 0; i < count; i++)
            {
                coefficients[i] = Unit(first + i) * _beta[first + i];
                errors[i] = Unit(first + i) * Math.Sqrt(Variance(first + i));
                drifts[i] = _design.DriftOf[i] is >= 0 and var at ? Unit(at) * _beta[at] : 0;
            }

            var rate = Array.ConvertAll(_linear, v => _level * (_multiplies ? Math.Exp(v) : v));
            return new DemandRegression(new EstimatedEffects(_multiplies, coefficients, errors) { Drifts = drifts }, rate, (_multiplies ? _level : _level * _level) * _seenDispersion);
        }

        /// <summary>Variance of a coefficient. Of a regressor that never varied it is what is known beforehand, however well the others explain the observations.</summary>
        private double Variance(int at)
        {
            var spread = _spreads[_design.Groups[at]];
            if (!spread.IsMost && Array.TrueForAll(_known, t => _columns[at][t] == _columns[at][_known[0]]))
                return spread.Variance;
            return _inverse.Length == 0 ? 0 : Math.Max(0, _dispersion * _inverse[at * _columns.Length + at]);
        }

        /// <summary>Weights and working observations of the next least-squares problem; observations far off count less, so that one wild value does not speak for all.</summary>
        private (double[] Weights, double[] Working) Working(bool robust)
        {
            var (weights, working) = (new double[_y.Length], new double[_y.Length]);
            var limit = robust ? Clip * MedianSize() : double.PositiveInfinity;
            foreach (var t in _known)
            {
                var (expected, error) = Error(t);
                weights[t] = _multiplies ? expected : _exposure[t] * _exposure[t];
                working[t] = _linear[t] + (_multiplies ? error / expected : error / _exposure[t]);
                var size = Math.Abs(error) / (_multiplies ? Math.Sqrt(expected) : 1);
                if (size > limit && limit > 0)
                    weights[t] *= limit / size;
            }

            return (weights, working);
        }

        private (double Expected, double Error) Error(int t)
        {
            var expected = _exposure[t] * (_multiplies ? Math.Exp(_linear[t]) : _linear[t]);
            return (expected, _y[t] - expected);
        }

        private double MedianSize()
        {
            var sizes = Array.ConvertAll(_known, t =>
            {
                var (expected, error) = Error(t);
                return Math.Abs(error) / (_multiplies ? Math.Sqrt(expected) : 1);
            });
            Array.Sort(sizes);
            return 1.4826 * QuantileFunctions.OfSorted(sizes, 0.5);
        }

        private double Relinearise()
        {
            double moved = 0, size = 0;
            for (var t = 0; t < _linear.Length; t++)
            {
                var value = 0.0;
                for (var i = 0; i < _columns.Length; i++)
                    value += _beta[i] * _columns[i][t];
                if (_multiplies)
                    value = _linear[t] + Math.Clamp(value - _linear[t], -LargestStep, LargestStep);
                moved += (value - _linear[t]) * (value - _linear[t]);
                size += value * value;
                _linear[t] = value;
            }

            return size > 0 ? Math.Sqrt(moved / size) : 0;
        }

        /// <summary>Dispersion, then the penalty of each group: dispersion over the variance that its coefficients show (Schall 1991), or over what is known of it.</summary>
        private void Reweigh(double[] weights, double[] working)
        {
            var p = _columns.Length;
            var degrees = new double[_design.GroupCount];
            var squares = new double[_design.GroupCount];
            var total = 0.0;
            for (var i = 0; i < p; i++)
            {
                var group = _design.Groups[i];
                var own = 1 - _penalties[group] * _inverse[i * p + i];
                degrees[group] += own;
                squares[group] += _beta[i] * _beta[i];
                total += own;
            }

            double residual = 0, errors = 0, sizes = 0;
            foreach (var t in _known)
            {
                var (squared, size) = (weights[t] * (working[t] - _linear[t]) * (working[t] - _linear[t]), _multiplies ? Error(t).Expected : 1);
                (residual, errors, sizes) = (residual + squared, errors + squared * size, sizes + size);
            }

            var freedom = Math.Max(1, _known.Length - total);
            _dispersion = Math.Max(residual / freedom, _leastDispersion);
            // Stock that was small ends soon, if much is asked for at once: of such a bucket error over expectation is large, in sum it is not.
            _seenDispersion = errors / sizes * _known.Length / freedom;
            for (var group = 1; group < _penalties.Length; group++)
                _penalties[group] = _spreads[group].Penalty(_dispersion, Math.Clamp(_dispersion * Math.Max(degrees[group], Math.Max(_spreads[group].Doubt, 1e-3)) / Math.Max(squares[group], 1e-300), 1e-8, MostPenalty * _dispersion));
        }

        private double Scale(double[] column)
        {
            double mean = 0, squares = 0;
            foreach (var t in _known)
                mean += column[t] / _known.Length;
            foreach (var t in _known)
                squares += (column[t] - mean) * (column[t] - mean) / _known.Length;
            return squares > 1e-24 ? Math.Sqrt(squares) : 1;
        }
    }
}
