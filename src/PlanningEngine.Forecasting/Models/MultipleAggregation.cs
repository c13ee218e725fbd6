using System.Globalization;
using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// MAPA, multiple aggregation prediction (Kourentzes, Petropoulos, Trapero 2014): the history is averaged over one to a whole cycle of buckets, each average is smoothed exponentially, and what
/// is averaged over all of them are the parts, level with trend and season, not the forecasts. Coarse averages show the trend, fine ones the season.
/// </summary>
/// <remarks>
/// Parts of one average are those of its forms, weighted as <see cref="WeightedSmoothing"/> weighs them. A season that multiplies counts as what it adds to level and trend; averages whose buckets do not divide
/// the cycle have none and say nothing of it. A history without cycle, shorter than two of them, or with a cycle above 24 is forecast at its own level only.
/// </remarks>
public sealed class MultipleAggregation : StatisticalForecaster
{
    private const int FewestAverages = 6;

    private static readonly EtsForm[] WithoutSeason = [.. EtsForm.Candidates.Where(f => f.Season == EtsPart.None && f.Error == EtsPart.Additive)];

    private readonly WeightedSmoothing _own = new();

    /// <inheritdoc />
    public override string Name => "mapa";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var (y, period) = (history.Values, history.Period);
        var own = _own.ForecastPart(new TimeSeries(history.Series.Id, y, period), request with { NonNegative = false }, cancellationToken);
        var parts = new List<Parts>();
        if (period is >= 2 and <= ExponentialSmoothing.LongestSeasonInStates && y.Length >= 2 * period && !history.IsConstant)
            for (var count = 1; count <= period && y.Length / count >= FewestAverages; count++)
                if (Parts.Of(Averages(y, count), count, period, request.Horizon, cancellationToken) is { } found)
                    parts.Add(found);
        if (parts.Count < 2)
        {
            notes.AddRange(own.Notes);
            notes.Add("no averages over a cycle: forecast at its own level only");
            return new Prediction([.. own.Mean], own.Quantiles);
        }

        notes.Add(string.Create(CultureInfo.InvariantCulture, $"parts of averages over {string.Join(", ", parts.Select(p => p.Buckets))} buckets"));
        var mean = new double[request.Horizon];
        double seasonal = Math.Max(1, parts.Count(p => p.Season is not null));
        for (var step = 0; step < mean.Length; step++)
            foreach (var part in parts)
                mean[step] += part.Trend[step] / parts.Count + (part.Season?[step] ?? 0) / seasonal;
        return new Prediction(mean, Around(own, mean));
    }

    /// <summary>Means of consecutive buckets, the last of them ending with the history.</summary>
    private static double[] Averages(double[] y, int count)
    {
        var averages = new double[y.Length / count];
        var first = y.Length - averages.Length * count;
        for (var i = 0; i < averages.Length * count; i++)
            averages[i / count] += y[first + i] / count;
        return averages;
    }

    /// <summary>The finest level's spread around the mean.</summary>
    private static double[][] Around(Forecast own, double[] mean) =>
        [.. own.Quantiles.Select((row, step) => Array.ConvertAll(row, q => q - own.Mean[step] + mean[step]))];

    /// <summary>Level with trend, and season where it could be seen, of one average, per bucket ahead.</summary>
    private sealed record Parts(int Buckets, double[] Trend, double[]? Season)
    {
        internal static Parts? Of(double[] y, int buckets, int period, int horizon, CancellationToken cancellationToken)
        {
            var cycle = period % buckets == 0 ? period / buckets : 1;
            var fits = Array.TrueForAll(y, v => v.Equals(y[0])) ? [] : ExponentialSmoothing.Fits(y, cycle, cycle > 1 ? EtsForm.Candidates : WithoutSeason, cancellationToken);
            if (fits.Count == 0)
                return null;
            var weights = WeightedSmoothing.Weights(fits);
            var (trend, season) = (new double[horizon], new double[horizon]);
            for (var i = 0; i < fits.Count; i++)
            {
                if (weights[i] == 0)
                    continue;
                var whole = EtsProjection.Project(fits[i], y.Length, cycle, (horizon + buckets - 1) / buckets).Mean;
                var without = EtsProjection.Project(fits[i] with { Form = fits[i].Form with { Season = EtsPart.None } }, y.Length, 1, whole.Length).Mean;
                for (var step = 0; step < horizon; step++)
                {
                    trend[step] += weights[i] * without[step / buckets];
                    season[step] += weights[i] * (whole[step / buckets] - without[step / buckets]);
                }
            }

            return new Parts(buckets, trend, cycle > 1 ? season : null);
        }
    }
}
