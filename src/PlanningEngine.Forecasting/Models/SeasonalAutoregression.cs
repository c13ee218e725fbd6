using System.Globalization;
using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// A regression of each value on the three before it and on those around one cycle ago, for every cycle: the multiplicative seasonal autoregression
/// (Box, Jenkins 1970; with two cycles Taylor 2003) with its products set free, so that least squares fit it at once.
/// </summary>
/// <remarks>Of logarithms where all values are positive. Cycles that the history cannot carry are left out. No path leads further beyond the history than the history is wide.</remarks>
public sealed class SeasonalAutoregression : StatisticalForecaster
{
    private const int FewestValues = 12;
    private const int Nearest = 3;
    private const int Around = 3;
    private const int ValuesPerLag = 4;

    /// <summary>Keeps equations solvable where lags repeat each other; too small to be seen elsewhere.</summary>
    private const double Ridge = 1e-9;

    /// <summary>What one unit error may do later, at most.</summary>
    private const double LargestEffect = 10;

    /// <inheritdoc />
    public override string Name => "sar";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant || history.Length < FewestValues)
            return Fallback.Simple(history, request, notes);
        var scale = WorkingScale.Of(history.Values);
        var centre = scale.Values.Average();
        var x = Array.ConvertAll(scale.Values, v => v - centre);
        var lags = Lags(history.Series, x.Length);
        cancellationToken.ThrowIfCancellationRequested();
        if (Regress(x, lags) is not { } fit)
            return Fallback.Simple(history, request, notes);
        var mean = Array.ConvertAll(Continue(x, lags, fit.Coefficients, request.Horizon), v => v + centre);
        var sigma = Spread(lags, fit, x.Max() - x.Min(), request.Horizon);
        scale.Restore(mean, sigma);
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"regression{scale.Note} on {lags.Length} values before, the furthest {lags[^1]} ago"));
        return Prediction.Normal(mean, sigma, request.Levels);
    }

    /// <summary>The nearest lags and those around each cycle, increasing, as far as the history carries them.</summary>
    private static int[] Lags(TimeSeries series, int length)
    {
        var lags = new SortedSet<int>(Enumerable.Range(1, Nearest));
        foreach (var period in series.FurtherPeriods.Append(series.Period).Where(p => p > 1).Order())
        {
            var wider = lags.Union(Enumerable.Range(period - Around, (2 * Around) + 1).Where(lag => lag > 0)).ToArray();
            if (2 * wider.Max() <= length && ValuesPerLag * wider.Length <= length - wider.Max())
                lags.UnionWith(wider);
        }

        return [.. lags];
    }

    private static (double[] Coefficients, double Variance)? Regress(double[] x, int[] lags)
    {
        var (first, count) = (lags[^1], lags.Length);
        var normal = new double[count * count];
        var beta = new double[count];
        var now = x.AsSpan(first);
        ReadOnlySpan<double> Before(int i) => x.AsSpan(first - lags[i], x.Length - first);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
                normal[(i * count) + j] = LeastSquares.LaneDot(Before(i), Before(j));
            beta[i] = LeastSquares.LaneDot(Before(i), now);
        }

        for (var i = 0; i < count; i++)
            normal[(i * count) + i] *= 1 + Ridge;
        if (!LeastSquares.Solve(normal, beta))
            return null;
        var squares = 0.0;
        for (var t = first; t < x.Length; t++)
        {
            var error = x[t] - Next(x, t, lags, beta);
            squares += error * error;
        }

        return (beta, squares / Math.Max(1, now.Length - count - 1));
    }

    private static double Next(double[] x, int t, int[] lags, double[] coefficients)
    {
        var sum = 0.0;
        for (var i = 0; i < lags.Length; i++)
            sum += t >= lags[i] ? coefficients[i] * x[t - lags[i]] : 0;
        return sum;
    }

    /// <summary>The path without errors.</summary>
    private static double[] Continue(double[] x, int[] lags, double[] coefficients, int horizon)
    {
        var (least, most) = (x.Min(), x.Max());
        var width = most - least;
        var path = new double[x.Length + horizon];
        x.CopyTo(path, 0);
        for (var t = x.Length; t < path.Length; t++)
            path[t] = Math.Clamp(Next(path, t, lags, coefficients), least - width, most + width);
        return path[x.Length..];
    }

    /// <summary>Standard deviation by step: the squares of what one unit error does later, summed; at most the width of the history.</summary>
    private static double[] Spread(int[] lags, (double[] Coefficients, double Variance) fit, double width, int horizon)
    {
        var (effect, sigma) = (new double[horizon], new double[horizon]);
        var sum = 0.0;
        for (var step = 0; step < horizon; step++)
        {
            effect[step] = step == 0 ? 1 : Math.Clamp(Next(effect, step, lags, fit.Coefficients), -LargestEffect, LargestEffect);
            sum += effect[step] * effect[step] * fit.Variance;
            sigma[step] = Math.Min(Math.Sqrt(sum), width);
        }

        return sigma;
    }
}
