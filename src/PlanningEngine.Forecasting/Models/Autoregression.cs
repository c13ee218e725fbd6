using System.Globalization;
using PlanningEngine.Forecasting.Models.Arima;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Autoregressions of the deseasonalised history, of its levels and of its changes, of all orders up to a twelfth of its length, weighted by their Akaike weights
/// (Burnham and Anderson 2002). Of logarithms where all values are positive. Strong where what is left after several seasons comes back to its mean, as in hourly data.
/// </summary>
public sealed class Autoregression : StatisticalForecaster
{
    private const int FewestValues = 8;
    private const int LargestOrder = 60;
    private const double SmallestWeight = 0.01;
    private const double SmallestShare = 0.01;

    /// <summary>How far beyond the largest value, in logarithms, a forecast may lead.</summary>
    private const double HighestRise = 2;

    /// <inheritdoc />
    public override string Name => "ar";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant || history.Length < FewestValues)
            return Fallback.Simple(history, request, notes);
        var logarithms = history.Values.Min() > SmallestShare * history.Values.Average();
        var season = SeasonsOf.Remove(logarithms ? Array.ConvertAll(history.Values, v => Math.Log(v)) : history.Values, history, notes, cancellationToken);
        var candidates = Candidates(season.Adjusted);
        cancellationToken.ThrowIfCancellationRequested();
        var (mean, variance) = Mix(candidates, season.Adjusted, request.Horizon);
        var highest = logarithms ? Math.Log(history.Values.Max()) + HighestRise : double.PositiveInfinity;
        var sigma = new double[mean.Length];
        for (var step = 0; step < mean.Length; step++)
        {
            var value = Math.Min(mean[step] + season.Ahead(step), highest);
            mean[step] = logarithms ? Math.Exp(value) : value;
            sigma[step] = Math.Sqrt(variance[step]) * (logarithms ? mean[step] : 1);
        }

        var first = candidates.MaxBy(c => c.Weight)!;
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{candidates.Count} autoregressions{(logarithms ? " of logarithms" : "")}, order {first.Coefficients.Length} of {(first.Changes ? "changes" : "levels")} first"));
        return Prediction.Normal(mean, sigma, request.Levels);
    }

    /// <summary>All orders of levels and of changes whose weight counts; the weights sum to 1.</summary>
    private static List<Candidate> Candidates(double[] y)
    {
        var found = new List<Candidate>();
        foreach (var changes in new[] { false, true })
        {
            var z = changes ? Differences(y) : y[1..];
            var mean = changes ? 0 : z.Average();
            var orders = Burg.Fit(Array.ConvertAll(z, v => v - mean), Math.Clamp(z.Length / 12, 1, LargestOrder));
            for (var order = 0; order < orders.Length; order++)
            {
                var estimated = order + (changes ? 1 : 2);
                var (coefficients, variance) = orders[order];
                var aicc = z.Length * Math.Log(Math.Max(variance, 1e-300)) + 2.0 * estimated * z.Length / Math.Max(0.5, z.Length - estimated - 1);
                found.Add(new Candidate(changes, mean, coefficients, variance * z.Length / Math.Max(1, z.Length - estimated), aicc));
            }
        }

        var best = found.Min(c => c.Weight);
        var weighted = found.Select(c => c with { Weight = Math.Exp(-(c.Weight - best) / 2) }).Where(c => c.Weight >= SmallestWeight).ToList();
        var sum = weighted.Sum(c => c.Weight);
        return [.. weighted.Select(c => c with { Weight = c.Weight / sum })];
    }

    private static (double[] Mean, double[] Variance) Mix(List<Candidate> candidates, double[] y, int horizon)
    {
        var (mean, variance) = (new double[horizon], new double[horizon]);
        foreach (var candidate in candidates)
        {
            var path = candidate.Continue(y, horizon);
            var spread = candidate.Spread(horizon);
            for (var step = 0; step < horizon; step++)
            {
                mean[step] += candidate.Weight * path[step];
                variance[step] += candidate.Weight * spread[step];
            }
        }

        return (mean, variance);
    }

    private static double[] Differences(double[] y)
    {
        var changes = new double[y.Length - 1];
        for (var t = 0; t < changes.Length; t++)
            changes[t] = y[t + 1] - y[t];
        return changes;
    }

    /// <summary>An autoregression of levels around a mean, or of changes; its criterion until it has a weight.</summary>
    private sealed record Candidate(bool Changes, double Mean, double[] Coefficients, double Variance, double Weight)
    {
        internal double[] Continue(double[] y, int horizon)
        {
            var order = Coefficients.Length;
            var path = new double[order + horizon];
            for (var i = 0; i < order; i++)
            {
                var t = y.Length - order + i;
                path[i] = Changes ? y[t] - y[t - 1] : y[t] - Mean;
            }

            Extend(path, order);
            var (result, level) = (new double[horizon], Changes ? y[^1] : Mean);
            for (var step = 0; step < horizon; step++)
            {
                result[step] = level + path[order + step];
                level = Changes ? result[step] : level;
            }

            return result;
        }

        /// <summary>Variance by step: the squares of what one unit error does later, summed.</summary>
        internal double[] Spread(int horizon)
        {
            var order = Coefficients.Length;
            var path = new double[order + horizon];
            path[order] = 1;
            Extend(path, order + 1);
            var result = new double[horizon];
            double level = 0, sum = 0;
            for (var step = 0; step < horizon; step++)
            {
                level = Changes ? level + path[order + step] : path[order + step];
                sum += level * level * Variance;
                result[step] = sum;
            }

            return result;
        }

        private void Extend(double[] path, int from)
        {
            for (var t = from; t < path.Length; t++)
                for (var lag = 0; lag < Coefficients.Length; lag++)
                    path[t] += Coefficients[lag] * path[t - 1 - lag];
        }
    }
}
