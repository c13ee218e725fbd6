using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// The dynamic optimised Theta model (Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler 2016): level, smoothing weight and theta by least squares, the
/// straight line re-estimated at each point.
/// </summary>
public sealed class DynamicTheta : StatisticalForecaster
{
    private const int FewestValues = 6;

    /// <inheritdoc />
    public override string Name => "dot";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant || history.Length < FewestValues)
            return Fallback.Simple(history, request, notes);
        var y = history.Values;
        var adjustment = history.Period > ExponentialSmoothing.LongestSeasonInStates
            ? SeasonalAdjustment.Long(y, history.Period, notes)
            : SeasonalAdjustment.Tested(y, history.Period);
        y = adjustment.Remove(y);
        var model = new Model(y);
        Span<double> point = [0.5, 0.45, 0.5];
        new NelderMead(3).Minimise(model, point, 0.2, 150, 1e-7);
        cancellationToken.ThrowIfCancellationRequested();
        var (mean, sigma) = model.Project(point, request.Horizon);
        adjustment.Restore(mean, sigma, y.Length);
        return Prediction.Normal(mean, sigma, request.Levels);
    }

    /// <summary>Equations (14) to (18) of the paper; the unknowns are the first level, alpha in [.1, .99] and 1 - 1 / theta in [0, 1].</summary>
    private sealed class Model(double[] y) : IObjective
    {
        private const int Skipped = 3;
        private readonly double _scale = Math.Max(y.Average(Math.Abs), 1e-300);

        public double Value(ReadOnlySpan<double> point)
        {
            var run = new Recursion(First(point), Alpha(point), point[2]);
            var squares = 0.0;
            for (var t = 0; t < y.Length; t++)
            {
                var error = (y[t] - run.Mean()) / _scale;
                if (t >= Skipped)
                    squares += error * error;
                run.Observe(y[t]);
            }

            return squares / (y.Length - Skipped);
        }

        internal (double[] Mean, double[] Sigma) Project(ReadOnlySpan<double> point, int horizon)
        {
            var run = new Recursion(First(point), Alpha(point), point[2]);
            foreach (var value in y)
                run.Observe(value);
            var sigma = Math.Sqrt(Value(point) * (y.Length - Skipped) / Math.Max(1, y.Length - Skipped - 3)) * _scale;
            var (mean, spread) = (new double[horizon], new double[horizon]);
            for (var step = 0; step < horizon; step++)
            {
                mean[step] = run.Mean();
                run.Observe(mean[step]);
                spread[step] = sigma * Math.Sqrt(1 + step * Alpha(point) * Alpha(point));
            }

            return (mean, spread);
        }

        private static double Alpha(ReadOnlySpan<double> point) => 0.1 + 0.89 * point[1];

        private double First(ReadOnlySpan<double> point) => y[0] / 2 + (point[0] - 0.5) * 4 * _scale;
    }

    private struct Recursion(double level, double alpha, double tilt)
    {
        private readonly double _keep = 1 - alpha;
        private double _level = level;
        private double _average;
        private double _slope;
        private double _intercept;
        private double _power = 1;
        private int _count;

        /// <summary>Mean of the next observation.</summary>
        internal readonly double Mean() => _level + tilt * (_power * _intercept + (1 - _power * _keep) / alpha * _slope);

        internal void Observe(double value)
        {
            _level += alpha * (value - _level);
            _count++;
            if (_count > 1)
                _slope = ((_count - 2) * _slope + 6 * (value - _average) / _count) / (_count + 1);
            _average = ((_count - 1) * _average + value) / _count;
            _intercept = _average - (_count + 1) / 2.0 * _slope;
            _power *= _keep;
        }
    }
}
