using System.Globalization;
using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Temporal hierarchies (Athanasopoulos, Hyndman, Kourentzes, Petropoulos 2017): the history is summed over every divisor of its cycle, up to whole cycles, each sum is
/// forecast by weighted exponential smoothing, and the forecasts are made to agree by least squares, each weighted by one over the number of buckets it sums.
/// The coarse sums show the trend, the fine ones the season.
/// </summary>
/// <remarks>A history without cycle, shorter than two of them, or with a cycle above 24 is forecast at its own level only.</remarks>
public sealed class TemporalHierarchy : StatisticalForecaster
{
    private const int FewestSums = 4;

    private readonly WeightedSmoothing _inner = new();

    /// <inheritdoc />
    public override string Name => "thief";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var (y, period) = (history.Values, history.Period);
        var inCycles = period is >= 2 and <= ExponentialSmoothing.LongestSeasonInStates && y.Length >= 2 * period && !history.IsConstant;
        var cycles = inCycles ? (request.Horizon + period - 1) / period : 0;
        var free = request with { NonNegative = false };
        var own = _inner.ForecastPart(new TimeSeries(history.Series.Id, y, period, 0), inCycles ? free with { Horizon = cycles * period } : free, cancellationToken);
        if (!inCycles)
        {
            notes.AddRange(own.Notes);
            notes.Add("no sums over a cycle: forecast at its own level only");
            double[] alone = [.. own.Mean];
            return new Prediction(alone, Quantiles(own, alone, request));
        }

        var levels = new List<(int Sum, IReadOnlyList<double> Mean)> { (1, own.Mean) };
        for (var sum = 2; sum <= period; sum++)
        {
            if (period % sum != 0 || y.Length / sum < FewestSums)
                continue;
            var series = new TimeSeries(history.Series.Id, Sums(y, sum), period / sum, 0);
            levels.Add((sum, _inner.ForecastPart(series, free with { Horizon = cycles * period / sum }, cancellationToken).Mean));
        }

        notes.Add(string.Create(CultureInfo.InvariantCulture, $"sums over {string.Join(", ", levels.Select(l => l.Sum))} buckets agree"));
        var mean = Agree(levels, period, cycles)[..request.Horizon];
        return new Prediction(mean, Quantiles(own, mean, request));
    }

    /// <summary>Sums over consecutive buckets, the last of them ending with the history.</summary>
    private static double[] Sums(double[] y, int count)
    {
        var sums = new double[y.Length / count];
        var first = y.Length - sums.Length * count;
        for (var i = 0; i < sums.Length * count; i++)
            sums[i / count] += y[first + i];
        return sums;
    }

    /// <summary>For each cycle the bucket forecasts whose sums are nearest, weighted, to those of all levels.</summary>
    private static double[] Agree(List<(int Sum, IReadOnlyList<double> Mean)> levels, int period, int cycles)
    {
        var result = new double[cycles * period];
        var normal = new double[period * period];
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            Array.Clear(normal);
            var solution = result.AsSpan(cycle * period, period);
            foreach (var (sum, mean) in levels)
                for (var i = 0; i < period / sum; i++)
                    for (var row = i * sum; row < (i + 1) * sum; row++)
                    {
                        solution[row] += mean[cycle * period / sum + i] / sum;
                        for (var column = i * sum; column < (i + 1) * sum; column++)
                            normal[row * period + column] += 1.0 / sum;
                    }

            if (!LeastSquares.Solve(normal, solution))
                throw new InvalidOperationException("The sums of a cycle cannot be made to agree: the finest level is missing.");
        }

        return result;
    }

    /// <summary>The finest level's spread around the agreed mean.</summary>
    private static double[][] Quantiles(Forecast own, double[] mean, ForecastRequest request)
    {
        var quantiles = new double[request.Horizon][];
        for (var step = 0; step < quantiles.Length; step++)
        {
            quantiles[step] = new double[request.Levels.Count];
            for (var i = 0; i < request.Levels.Count; i++)
                quantiles[step][i] = mean[step] + own.Quantile(step, request.Levels[i]) - own.Mean[step];
        }

        return quantiles;
    }
}
