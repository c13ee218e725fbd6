using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// 4Theta (Spiliotis, Assimakopoulos, Makridakis 2020): a Theta model around a straight or an exponential trend, with a season that multiplies or adds; trend,
/// theta in [1, 3] and smoothing weight are those with the least mean absolute one-step error. An exponential trend is raised from the median to the mean.
/// </summary>
public sealed class FourTheta : StatisticalForecaster
{
    private const int FewestValues = 6;
    private const int Steps = 8;

    /// <summary>Most that the exponential of a mean of logarithms, which is a median, is raised by: beyond it a few outliers speak.</summary>
    private const double MostAboveMedian = 1.284;

    /// <summary>How far beyond the largest value, in logarithms, an exponential trend may lead.</summary>
    private const double HighestRise = 2;

    /// <inheritdoc />
    public override string Name => "4theta";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant || history.Length < FewestValues)
            return Fallback.Simple(history, request, notes);
        var adjustment = SeasonalAdjustment.ShrunkenOrLong(history, notes);
        var y = adjustment.Remove(history.Values);
        cancellationToken.ThrowIfCancellationRequested();
        var best = Line.Fit(y);
        var exponential = y.Min() > 0 ? Line.Fit(Array.ConvertAll(y, v => Math.Log(v))) : null;
        var rising = exponential is not null && exponential.ErrorOf(y, logarithms: true) <= best.ErrorOf(y, logarithms: false);
        notes.Add(rising ? "exponential trend" : "linear trend");
        var (mean, sigma) = (new double[request.Horizon], new double[request.Horizon]);
        var highest = rising ? Math.Log(y.Max()) + HighestRise : double.PositiveInfinity;
        var fit = rising ? exponential! : best;
        var aboveMedian = rising ? Math.Clamp(fit.ShareReached(y), 1, MostAboveMedian) : 1;
        for (var step = 0; step < mean.Length; step++)
        {
            var value = fit.At(y.Length + step);
            mean[step] = rising ? aboveMedian * Math.Exp(Math.Min(value, highest)) : value;
            var spread = fit.Sigma * Math.Sqrt(1 + step * fit.Alpha * fit.Alpha);
            sigma[step] = rising ? mean[step] * Math.Min(spread, 1) : spread;
        }

        adjustment.Restore(mean, sigma, y.Length);
        return Prediction.Normal(mean, sigma, request.Levels);
    }

    /// <summary>A fitted Theta model: its share of the smoothed line, its level at the end, the straight line.</summary>
    private sealed class Line
    {
        private readonly double[] _fitted;

        private Line(double theta, double alpha, double level, double intercept, double slope, double[] fitted, double sigma)
        {
            (Theta, Alpha, Level, Intercept, Slope, _fitted, Sigma) = (theta, alpha, level, intercept, slope, fitted, sigma);
        }

        private double Theta { get; }

        internal double Alpha { get; }

        private double Level { get; }

        private double Intercept { get; }

        private double Slope { get; }

        /// <summary>Standard deviation of the one-step error.</summary>
        internal double Sigma { get; }

        internal static Line Fit(double[] z)
        {
            var (intercept, slope) = LeastSquares.Line(z);
            var fitted = new double[z.Length];
            var (least, theta, alpha) = (double.PositiveInfinity, 2.0, 0.5);
            for (var i = 0; i <= Steps; i++)
            {
                var triedTheta = 1 + 2.0 * i / Steps;
                for (var j = 1; j < 10; j++)
                {
                    var error = Run(z, intercept, slope, triedTheta, j / 10.0, fitted).Error;
                    if (error < least)
                        (least, theta, alpha) = (error, triedTheta, j / 10.0);
                }
            }

            var run = Run(z, intercept, slope, theta, alpha, fitted);
            var squares = 0.0;
            for (var t = 1; t < z.Length; t++)
                squares += (z[t] - fitted[t]) * (z[t] - fitted[t]);
            return new Line(theta, alpha, run.Level, intercept, slope, fitted, Math.Sqrt(squares / Math.Max(1, z.Length - 4)));
        }

        internal double At(int t) => (Level + (Theta - 1) * (Intercept + Slope * t)) / Theta;

        /// <summary>Mean absolute one-step error in the units of the history.</summary>
        internal double ErrorOf(double[] y, bool logarithms)
        {
            var sum = 0.0;
            for (var t = 1; t < y.Length; t++)
                sum += Math.Abs(y[t] - (logarithms ? Math.Exp(_fitted[t]) : _fitted[t]));
            return sum / (y.Length - 1);
        }

        /// <summary>Sum of the history over that of the exponentials of what was fitted to its logarithms (a smearing estimate, Duan 1983).</summary>
        internal double ShareReached(double[] y)
        {
            var (sum, reached) = (0.0, 0.0);
            for (var t = 1; t < y.Length; t++)
                (sum, reached) = (sum + y[t], reached + Math.Exp(_fitted[t]));
            return sum / reached;
        }

        private static (double Error, double Level) Run(double[] z, double intercept, double slope, double theta, double alpha, double[] fitted)
        {
            var level = theta * z[0] + (1 - theta) * intercept;
            var error = 0.0;
            for (var t = 0; t < z.Length; t++)
            {
                var trend = intercept + slope * t;
                fitted[t] = (level + (theta - 1) * trend) / theta;
                if (t > 0)
                    error += Math.Abs(z[t] - fitted[t]);
                level += alpha * (theta * z[t] + (1 - theta) * trend - level);
            }

            return (error, level);
        }
    }
}
