using System.Globalization;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Lifecycle;

/// <summary>
/// Sales net of returns: gross sales are forecast by a method, returns follow them by shares of what was sold in the same bucket and before (a distributed lag,
/// estimated by least squares under the constraint that no share is negative, and scaled so that the returns of the history are met in sum).
/// </summary>
/// <param name="gross">Method for gross sales; the series it is given is the gross one.</param>
/// <param name="returns">Returns per bucket of that series, at least 0; NaN where unknown.</param>
/// <param name="longestDelay">Buckets within which goods come back, at least 0; a quarter of the history at most counts. Default: 3.</param>
public sealed class NetForecaster(IForecaster gross, IReadOnlyList<double> returns, int longestDelay = 3) : IForecaster
{
    private const int Sweeps = 200;

    /// <summary>Buckets that a share by delay must rest on.</summary>
    private const int FewestPerDelay = 4;

    /// <inheritdoc />
    public string Name => gross.Name;

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(request);
        if (Check(series, returns, longestDelay) is { Count: > 0 } found)
            throw new ForecastInputException(found);
        var shares = Shares(series.Values);
        var forecast = gross.Forecast(series, request, cancellationToken);
        var (mean, quantiles) = ((double[])forecast.Mean.Clone(), Array.ConvertAll(forecast.Quantiles, q => (double[])q.Clone()));
        for (var step = 0; step < mean.Length; step++)
        {
            mean[step] = forecast.Mean[step] - Back(shares, step, at => SoldAt(series, forecast, at));
            // What is sold more than expected comes back in part in the same bucket.
            for (var i = 0; i < quantiles[step].Length; i++)
                quantiles[step][i] = mean[step] + (forecast.Quantiles[step][i] - forecast.Mean[step]) * (1 - shares[0]);
        }

        var doubt = shares.Sum() > 1 ? "; that is more than is sold: maybe the values are net already" : "";
        var note = string.Create(CultureInfo.InvariantCulture, $"net of returns: {100 * shares.Sum():0.0} % of sales come back, by delay {string.Join(", ", shares.Select(s => s.ToString("0.000", CultureInfo.InvariantCulture)))}{doubt}");
        var effects = forecast.Effects.Select(e => e with { Uplift = [.. e.Uplift.Select((uplift, step) => uplift - Back(shares, step, at => at < 0 ? 0 : e.Uplift[at]))] }).ToArray();
        return PlanningEngine.Forecasting.Forecast.Create(forecast.Method, mean, quantiles, request, [.. forecast.Notes, note]) with
        {
            BaseMean = forecast.BaseMean is { } usual
                ? [.. usual.Select((u, step) => u - Back(shares, step, at => at < 0 ? SoldAt(series, forecast, at) : usual[at]))]
                : null,
            Effects = effects,
        };
    }

    /// <summary>Every violation.</summary>
    /// <param name="series">Gross sales.</param>
    /// <param name="returns">Returns per bucket.</param>
    /// <param name="longestDelay">Buckets within which goods come back.</param>
    public static IReadOnlyList<Violation> Check(TimeSeries series, IReadOnlyList<double> returns, int longestDelay = 3)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(returns);
        var found = new List<Violation>();
        if (returns.Count != series.Length)
            found.Add(new Violation("RETURNS_LENGTH", series.Id, string.Create(CultureInfo.InvariantCulture, $"Series ({series.Id}) has {series.Length} buckets of gross sales and {returns.Count} of returns. Maybe use NaN where returns are not known.")));
        if (returns.Any(r => r < 0 || r > InputRules.LargestMagnitude))
            found.Add(new Violation("RETURNS_OUT_OF_RANGE", series.Id, $"Returns of series ({series.Id}) must be at least 0 and finite. Maybe turn their sign."));
        if (longestDelay < 0)
            found.Add(new Violation("DELAY_NEGATIVE", series.Id, string.Create(CultureInfo.InvariantCulture, $"The longest delay ({longestDelay}) of returns of series ({series.Id}) must be at least 0. Maybe use 3.")));
        return found;
    }

    /// <summary>What comes back in a step of what was sold then and before.</summary>
    private static double Back(double[] shares, int step, Func<int, double> soldAt)
    {
        var back = 0.0;
        for (var delay = 0; delay < shares.Length; delay++)
            back += shares[delay] * soldAt(step - delay);
        return back;
    }

    private static double SoldAt(TimeSeries series, Forecast forecast, int step)
    {
        if (step >= 0)
            return forecast.Mean[step];
        var value = series.Length + step >= 0 ? series.Values[series.Length + step] : double.NaN;
        return double.IsNaN(value) ? forecast.Mean[0] : value;
    }

    /// <summary>Shares by delay: coordinate descent on the normal equations.</summary>
    private double[] Shares(double[] sold)
    {
        var longest = Math.Min(longestDelay, sold.Length / FewestPerDelay);
        var usable = Enumerable.Range(0, sold.Length).Where(t => t >= longest && !double.IsNaN(returns[t]) && !sold.AsSpan(t - longest, longest + 1).ToArray().Any(double.IsNaN)).ToArray();
        var shares = new double[longest + 1];
        var (known, soldInAll) = (usable.Sum(t => returns[t]), usable.Sum(t => sold[t]));
        if (!(known > 0) || !(soldInAll > 0))
            return shares;
        var columns = shares.Select((_, delay) => Array.ConvertAll(usable, t => sold[t - delay])).ToArray();
        var rest = Array.ConvertAll(usable, t => returns[t]);
        for (var sweep = 0; sweep < Sweeps; sweep++)
            for (var delay = 0; delay < shares.Length; delay++)
            {
                var square = LeastSquares.Dot(columns[delay], columns[delay]);
                var change = square > 0 ? Math.Max(-shares[delay], LeastSquares.Dot(columns[delay], rest) / square) : 0;
                shares[delay] += change;
                for (var i = 0; i < rest.Length; i++)
                    rest[i] -= change * columns[delay][i];
            }

        var fitted = shares.Select((s, delay) => s * columns[delay].Sum()).Sum();
        return fitted > 0 ? Array.ConvertAll(shares, s => s * known / fitted) : shares;
    }
}
