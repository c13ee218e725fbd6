using System.Globalization;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Effects;

/// <summary>What regressors do to demand: taken out of a history before a method sees it, put back into its forecast.</summary>
/// <param name="columns">The regressors' columns over history and future.</param>
/// <param name="estimated">Their effects; null where none were estimated.</param>
/// <param name="length">Buckets of the history.</param>
internal sealed class DemandEffects(RegressorColumns columns, EstimatedEffects? estimated, int length)
{
    private const double Low = 0.1;
    private const double High = 0.9;
    private const double BeyondShare = 0.1;

    /// <summary>Width of a base, in those of its effects, below which it has none.</summary>
    private const double NoWidth = 1e-6;

    /// <summary>Share of what is known beforehand from which on it is said.</summary>
    private const double MostlyKnown = 0.5;

    /// <summary>Largest logarithm of the factor between the base and a forecast that effects lower: methods that take regressors themselves may not share such an effect.</summary>
    private const double LargestReturn = 4;

    private static readonly double WidthOfUnitSpread = 2 * NormalDistribution.Quantile(High);

    /// <summary>Ages of the regressors whose effects drift.</summary>
    private readonly double[]?[] _ages = [.. columns.Columns.Select((column, i) => estimated?.Drifts.ElementAtOrDefault(i) is null or 0 ? null : EffectDrift.Ages(column, length))];

    /// <summary>The history with every regressor at its usual value and buckets of mean size.</summary>
    internal double[] Remove(double[] demand)
    {
        var values = new double[demand.Length];
        for (var t = 0; t < values.Length; t++)
            values[t] = (estimated?.Multiplies == false ? demand[t] / columns.Size[t] - Sum(t) : demand[t] / (columns.Size[t] * Math.Exp(Sum(t))));
        return values;
    }

    /// <summary>Mean and quantiles with effects, widened by the uncertainty of the effects.</summary>
    /// <param name="forecast">Forecast of the base.</param>
    /// <param name="horizon">Steps to restore, at most those of the forecast.</param>
    internal (double[] Mean, double[][] Quantiles) Restore(Forecast forecast, int horizon)
    {
        var (mean, quantiles) = ((double[])forecast.Mean.Clone(), Array.ConvertAll(forecast.Quantiles, q => (double[])q.Clone()));
        for (var step = 0; step < horizon; step++)
        {
            var t = length + step;
            var adds = estimated?.Multiplies == false;
            var factor = columns.Size[t] * (adds ? 1 : Math.Exp(Sum(t)));
            var addend = adds ? columns.Size[t] * Sum(t) : 0;
            var centre = mean[step];
            var spread = (forecast.Quantile(step, High) - forecast.Quantile(step, Low)) / WidthOfUnitSpread;
            var unsure = StandardError(t) * (adds ? 1 : Math.Abs(centre));
            var widening = spread > 0 ? Math.Sqrt(spread * spread + unsure * unsure) / spread : 1;
            // A base without any width has no shape to widen: what is left is the uncertainty of the effects.
            var isSure = unsure > 0 && Array.TrueForAll(quantiles[step], q => Math.Abs(q - centre) <= NoWidth * unsure);
            mean[step] = centre * factor + addend;
            for (var i = 0; i < quantiles[step].Length; i++)
                quantiles[step][i] = (centre + (isSure ? unsure * NormalDistribution.Quantile(forecast.Levels[i]) : widening * (quantiles[step][i] - centre))) * factor + addend;
        }

        return (mean, quantiles);
    }

    /// <summary>
    /// Divides the mean of a forecast into base and uplifts. Where effects are factors each regressor gets its share by the logarithmic mean (Ang 2004), which leaves no remainder.
    /// </summary>
    /// <param name="forecast">The forecast with effects.</param>
    /// <param name="ahead">Its steps, from 0, that the columns' future speaks of, one after the other.</param>
    internal Forecast Explain(Forecast forecast, int[] ahead)
    {
        if (estimated is null || columns.Names.Length == 0)
            return forecast;
        var whole = (double[])forecast.Mean.Clone();
        var effects = columns.Names.Select((name, i) => new RegressorEffect(name, estimated.Coefficients[i], estimated.StandardErrors[i], new double[whole.Length]) { IsBeyondSeen = IsBeyondSeen(i), GeneralShare = estimated.KnownShares.ElementAtOrDefault(i) }).ToArray();
        for (var k = 0; k < ahead.Length; k++)
        {
            var (step, t) = (ahead[k], length + k);
            var sum = Sum(t);
            // The whole effect, then the factor that gives each regressor its part of it.
            var effect = estimated.Multiplies ? whole[step] * (1 - Math.Exp(Math.Min(-sum, LargestReturn))) : sum * columns.Size[t];
            var parts = effects.Select((e, i) => e.Coefficient * columns.Columns[i][t]).ToArray();
            var all = parts.Sum();
            whole[step] -= effect;
            for (var i = 0; i < effects.Length; i++)
                effects[i].Uplift[step] = all == 0 ? 0 : effect * parts[i] / all;
        }

        return forecast with { BaseMean = whole, Effects = effects };
    }

    /// <summary>Says what was estimated, and where the future lies beyond what was seen.</summary>
    /// <param name="notes">Receives it.</param>
    /// <param name="pooled">Coefficients learned over all series, beside those of the series; 0 where none was.</param>
    internal void Describe(List<string> notes, IReadOnlyList<double> pooled)
    {
        if (estimated is null)
            return;
        for (var i = 0; i < columns.Names.Length; i++)
        {
            var (least, most) = Range(columns.Columns[i].AsSpan(0, length));
            if (least == most && estimated.Coefficients[i] == 0)
            {
                notes.Add($"{columns.Names[i]}: it never varied in the history, so that its effect is not known");
                continue;
            }

            if (estimated.Coefficients[i] == 0 && estimated.StandardErrors[i] == 0)
                continue;

            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{columns.Names[i]}: coefficient {estimated.Coefficients[i]:G4}, standard error {estimated.StandardErrors[i]:G2}{(pooled[i] == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", over all series {pooled[i]:G4}"))} ({(estimated.Multiplies ? "of a factor" : "added")})"));
            if (estimated.KnownShares.ElementAtOrDefault(i) is >= MostlyKnown and var share)
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{columns.Names[i]}: {100 * share:0} % of its elasticity is what prices do in general, since the history shows little of it"));
            if (IsBeyondSeen(i))
                notes.Add($"{columns.Names[i]}: the future goes beyond what the history has seen");
        }
    }

    private bool IsBeyondSeen(int column)
    {
        var (least, most) = Range(columns.Columns[column].AsSpan(0, length));
        var (leastAhead, mostAhead) = Range(columns.Columns[column].AsSpan(length));
        var margin = BeyondShare * (most - least);
        return estimated is { Coefficients: var known, StandardErrors: var unsure } && (known[column] != 0 || (unsure[column] != 0 && least < most)) && (leastAhead < least - margin || mostAhead > most + margin);
    }

    private double Sum(int t)
    {
        var sum = 0.0;
        for (var i = 0; estimated is not null && i < columns.Columns.Length; i++)
            sum += Coefficient(i, t) * columns.Columns[i][t];
        return estimated?.Multiplies == false ? sum : EffectBounds.Within(sum);
    }

    private double Coefficient(int i, int t) => estimated!.Coefficients[i] + (t < length && _ages[i] is { } ages ? estimated.Drifts[i] * ages[t] : 0);

    private double StandardError(int t)
    {
        var sum = 0.0;
        for (var i = 0; estimated is not null && i < columns.Columns.Length; i++)
            sum += Math.Pow(estimated.StandardErrors[i] * columns.Columns[i][t], 2);
        return Math.Sqrt(sum);
    }

    private static (double Least, double Most) Range(ReadOnlySpan<double> values)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return (least, most);
    }
}
