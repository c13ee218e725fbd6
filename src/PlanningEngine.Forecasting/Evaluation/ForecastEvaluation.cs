using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Evaluation;

/// <summary>How a method did at the rolling origins of many series.</summary>
/// <param name="All">Over all steps.</param>
/// <param name="Steps">By step, from 1 at index 0.</param>
/// <param name="Wrmsse">Root mean squared scaled errors of series and origins, weighted (M5); null where none has a scale and a weight.</param>
/// <param name="Instability">
/// How far forecasts of a bucket were revised from one origin to the next: sum of absolute changes over the sum of actuals of these buckets, so that it stands beside WAPE. 0 is stable; null where no
/// bucket was forecast twice, or actuals do not sum to more than zero.
/// </param>
public sealed record ForecastEvaluation(EvaluationScores All, IReadOnlyList<EvaluationScores> Steps, double? Wrmsse, double? Instability)
{
    /// <summary>Scores of what was said so many buckets ahead: the accuracy that a decision had which must be made then.</summary>
    /// <param name="lag">Decision lag in buckets, from 1 (what was said right before the bucket) to the horizon.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lag lies outside.</exception>
    public EvaluationScores AtLag(int lag)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lag, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lag, Steps.Count);
        return Steps[lag - 1];
    }

    /// <summary>Scores what was said.</summary>
    /// <param name="series">Per series its origins, in time order, of one horizon throughout; enumerated once, so that any number of series needs the memory of one.</param>
    /// <param name="weight">Weight of a history, at least 0, in WRMSSE: M5 took the revenue of the last 28 days. Default: its known values in the last horizon before the cut-off, summed.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="ArgumentException">Horizons differ, or forecasts have other levels than <see cref="ForecastRequest.DefaultLevels"/>.</exception>
    public static ForecastEvaluation Of(IEnumerable<IReadOnlyList<OriginForecast>> series, Func<TimeSeries, double>? weight = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        var all = new EvaluationSums();
        var steps = new List<EvaluationSums>();
        var (weighted, weights) = (0.0, 0.0);
        var (changes, changed) = (0.0, 0.0);
        foreach (var origins in series)
            for (var i = 0; i < origins.Count; i++)
            {
                var origin = origins[i];
                Check(origin.Forecast, steps);
                if (Add(origin, all, steps) is { } scaled)
                {
                    var counts = Math.Max(0, weight?.Invoke(origin.Known) ?? Volume(origin));
                    (weighted, weights) = (weighted + counts * scaled, weights + counts);
                }

                if (i > 0)
                    Compare(origins[i - 1], origin, ref changes, ref changed);
            }

        return new ForecastEvaluation(all.ToScores(), [.. steps.Select(s => s.ToScores())], weights > 0 ? weighted / weights : null, changed > 0 ? changes / changed : null);
    }

    private static void Check(Forecast forecast, List<EvaluationSums> steps)
    {
        if (!forecast.Levels.SequenceEqual(ForecastRequest.DefaultLevels))
            throw new ArgumentException("Forecasts are scored at ForecastRequest.DefaultLevels. Maybe make them by RollingOrigins.Of.", nameof(forecast));
        if (steps.Count == 0)
            steps.AddRange(Enumerable.Range(0, forecast.Horizon).Select(_ => new EvaluationSums()));
        if (steps.Count != forecast.Horizon)
            throw new ArgumentException($"Forecasts of {forecast.Horizon} and of {steps.Count} steps are not comparable. Maybe ask for one horizon.", nameof(forecast));
    }

    /// <summary>Adds an origin; answers its root mean squared scaled error.</summary>
    private static double? Add(OriginForecast origin, EvaluationSums all, List<EvaluationSums> steps)
    {
        var (known, forecast, actual) = origin;
        var (naiveTwo, seasonal) = (NaiveTwo.Forecast(known, forecast.Horizon), new SeasonalNaive().ForecastPart(known, new ForecastRequest(forecast.Horizon), CancellationToken.None).Mean);
        // M5 scales from the first sale on.
        var sold = known.Values.AsSpan(Math.Max(0, Array.FindIndex(known.Values, v => !double.IsNaN(v) && v != 0)));
        var scales = (Metrics.SeasonalNaiveError(known.Values, known.Period) ?? 0, Metrics.SquaredDifference(sold) ?? 0);
        for (var step = 0; step < actual.Length; step++)
            if (!double.IsNaN(actual[step]))
                foreach (var sums in new[] { all, steps[step] })
                    sums.Add(actual[step], forecast.Mean[step], forecast.Quantiles[step], (naiveTwo[step], seasonal[step]), scales);
        return Metrics.Rmsse(actual, forecast.Mean.AsSpan(0, actual.Length), sold);
    }

    private static double Volume(OriginForecast origin) => origin.Known.Values.TakeLast(origin.Forecast.Horizon).Where(v => !double.IsNaN(v)).Sum();

    private static void Compare(OriginForecast before, OriginForecast now, ref double changes, ref double changed)
    {
        var apart = now.Known.End - before.Known.End;
        for (var step = Math.Max(0, -apart); step < now.Actual.Length && step + apart < before.Forecast.Horizon; step++)
        {
            if (double.IsNaN(now.Actual[step]))
                continue;
            changes += Math.Abs(now.Forecast.Mean[step] - before.Forecast.Mean[step + apart]);
            changed += now.Actual[step];
        }
    }
}
