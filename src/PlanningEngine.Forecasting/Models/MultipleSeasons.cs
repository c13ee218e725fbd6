using System.Globalization;
using PlanningEngine.Forecasting.Decomposition;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Several seasonal cycles, or one long one, taken out by local regression (MSTL: Bandara, Hyndman, Bergmeir 2021); what is left is forecast by the mean of weighted
/// exponential smoothing and the dynamic optimised Theta model, and the last cycle of each season goes on.
/// </summary>
/// <remarks>Seasons multiply (the decomposition is of logarithms) when all values are positive and that leaves the steadier remainder. Cycles seen less than twice are left out.</remarks>
public sealed class MultipleSeasons : StatisticalForecaster
{
    private const int FewestValues = 8;

    private readonly StatisticalForecaster[] _inner = [new WeightedSmoothing(), new DynamicTheta()];

    /// <inheritdoc />
    public override string Name => "mstl";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var y = history.Values;
        if (history.IsConstant || y.Length < FewestValues)
            return Fallback.Simple(history, request, notes);
        int[] asked = [.. new[] { history.Period }.Concat(history.Series.FurtherPeriods).Where(p => p > 1)];
        var parts = Mstl.Decompose(y, asked, cancellationToken);
        var logarithms = false;
        if (parts.Periods.Length > 0 && y.Min() > 0 && Mstl.Decompose(Array.ConvertAll(y, v => Math.Log(v)), asked, cancellationToken) is var ofLogs
            && Unsteadiness(Array.ConvertAll(ofLogs.Adjusted, Math.Exp)) < Unsteadiness(parts.Adjusted))
            (parts, logarithms) = (ofLogs, true);
        notes.Add(parts.Periods.Length == 0 ? "no cycle was seen twice: no season" : string.Create(CultureInfo.InvariantCulture, $"seasons of {string.Join(", ", parts.Periods)} were taken out first, {(logarithms ? "multiplied" : "added")}"));
        var adjusted = new TimeSeries(history.Series.Id, logarithms ? Array.ConvertAll(parts.Adjusted, Math.Exp) : parts.Adjusted, 1);
        var (mean, sigma) = (new double[request.Horizon], new double[request.Horizon]);
        foreach (var inner in _inner)
        {
            var forecast = inner.ForecastPart(adjusted, request with { NonNegative = false, Levels = [0.1, 0.9] }, cancellationToken);
            for (var step = 0; step < mean.Length; step++)
            {
                mean[step] += forecast.Mean[step] / _inner.Length;
                sigma[step] += (forecast.Quantiles[step][1] - forecast.Quantiles[step][0]) / (2 * 1.2815515655446004 * _inner.Length);
            }
        }

        for (var step = 0; step < mean.Length; step++)
        {
            var season = parts.SeasonAhead(step);
            mean[step] = logarithms ? mean[step] * Math.Exp(season) : mean[step] + season;
            sigma[step] *= logarithms ? Math.Exp(season) : 1;
        }

        return Prediction.Normal(mean, sigma, request.Levels);
    }

    /// <summary>Mean absolute change of an adjusted history.</summary>
    private static double Unsteadiness(double[] adjusted)
    {
        var sum = 0.0;
        for (var t = 1; t < adjusted.Length; t++)
            sum += Math.Abs(adjusted[t] - adjusted[t - 1]);
        return sum;
    }
}
