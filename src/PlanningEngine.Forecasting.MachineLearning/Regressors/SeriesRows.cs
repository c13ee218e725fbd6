using PlanningEngine.Forecasting.Effects;
using PlanningEngine.Forecasting.MachineLearning.Seasons;
using PlanningEngine.Forecasting.StockOuts;

namespace PlanningEngine.Forecasting.MachineLearning.Regressors;

/// <summary>The known values of one series in time order, as effects are estimated from them.</summary>
/// <param name="Demand">Demand in units of the series' size, at least 0.</param>
/// <param name="Buckets">Ordinals, increasing.</param>
/// <param name="Stretch">Number of the stretch of each row, increasing: the level of a stretch is free.</param>
/// <param name="Columns">Per effect the regressor in each row, measured from its usual value; null where the series has none.</param>
/// <param name="Weight">How much its rows count: one over the variance of their noise.</param>
internal sealed record SeriesRows(double[] Demand, int[] Buckets, int[] Stretch, double[]?[] Columns, double Weight)
{
    private const int ShortestStretch = 6;
    private const int LongestStretch = 13;
    private const int StretchesPerCycle = 4;

    /// <summary>The rows of a series; none where nothing was sold.</summary>
    internal static SeriesRows Of(TimeSeries series, PooledEffects effects)
    {
        var columns = RegressorColumns.Of(series.Regressors, series.Length, 0);
        var values = LostSales.FullyAvailable(series.Values, series.Availability);
        var known = Enumerable.Range(0, values.Length).Where(t => !double.IsNaN(values[t])).ToArray();
        var demand = Array.ConvertAll(known, t => Math.Max(0, values[t] / columns.Size[t]));
        var size = demand.Length > 0 ? demand.Average() : 0;
        if (!(size > 0))
            return new SeriesRows([], [], [], [], 0);
        var all = new double[]?[effects.All.Count];
        var next = 0;
        foreach (var regressor in series.Regressors.Where(r => r.Form != RegressorForm.Proportional))
        {
            var column = columns.Columns[next++];
            if (effects.IndexOf(regressor) is >= 0 and var at)
                all[at] = Array.ConvertAll(known, t => column[t]);
        }

        var stretch = Math.Clamp(series.Period / StretchesPerCycle, ShortestStretch, LongestStretch);
        // The last stretch takes what is left over.
        var last = Math.Max(0, series.Length / stretch - 1);
        double[] scaled = [.. demand.Select(v => v / size)];
        return new SeriesRows(
            scaled, [.. known.Select(t => series.FirstPeriod + t)], [.. known.Select(t => Math.Min(t / stretch, last))], all,
            1 / SeasonFactors.ScaledSeries.VarianceOf(scaled));
    }

    /// <summary>First row and row after the last of each stretch.</summary>
    internal IEnumerable<(int From, int To)> Stretches()
    {
        for (var from = 0; from < Stretch.Length;)
        {
            var to = from;
            while (to < Stretch.Length && Stretch[to] == Stretch[from])
                to++;
            yield return (from, to);
            from = to;
        }
    }

    /// <summary>What is expected of each row, the levels of stretches in closed form.</summary>
    /// <param name="coefficients">Coefficient of each effect.</param>
    /// <param name="shared">What all series share by bucket; nothing outside.</param>
    /// <param name="first">Ordinal of its first bucket.</param>
    /// <param name="expected">Receives it.</param>
    internal void Expect(double[] coefficients, double[] shared, int first, double[] expected)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var effect = 0.0;
            for (var k = 0; k < coefficients.Length; k++)
                effect += Columns[k] is { } x ? coefficients[k] * x[i] : 0;
            var bucket = Buckets[i] - first;
            expected[i] = (bucket >= 0 && bucket < shared.Length ? shared[bucket] : 1) * Math.Exp(EffectBounds.Within(effect));
        }

        foreach (var (from, to) in Stretches())
        {
            double demand = 0, sum = 0;
            for (var i = from; i < to; i++)
                (demand, sum) = (demand + Demand[i], sum + expected[i]);
            for (var i = from; i < to; i++)
                expected[i] *= sum > 0 ? demand / sum : 0;
        }
    }

    /// <summary>Calls back for each row with the number of its stretch and the regressors measured from their mean there.</summary>
    internal void Visit(double[] expected, double[] centred, Action<int, int> visit)
    {
        var means = new double[centred.Length];
        var number = 0;
        foreach (var (from, to) in Stretches())
        {
            var weight = 0.0;
            Array.Clear(means);
            for (var i = from; i < to; i++)
            {
                weight += expected[i];
                for (var k = 0; k < means.Length; k++)
                    means[k] += Columns[k] is { } x ? expected[i] * x[i] : 0;
            }

            for (var i = from; i < to && weight > 0; i++)
            {
                for (var k = 0; k < means.Length; k++)
                    centred[k] = Columns[k] is { } x ? x[i] - means[k] / weight : 0;
                visit(i, number);
            }

            number++;
        }
    }

    /// <summary>Gradient and curvature of the likelihood in each coefficient by itself, stretch by stretch.</summary>
    internal Response[] Responses(double[] coefficients, double[] shared, int first)
    {
        var (expected, centred) = (new double[Demand.Length], new double[coefficients.Length]);
        Response[] responses = [.. Stretches().Select(_ => Response.Of(coefficients.Length))];
        Expect(coefficients, shared, first, expected);
        Visit(expected, centred, (i, stretch) =>
        {
            var (gradient, curvature) = responses[stretch];
            for (var k = 0; k < centred.Length; k++)
            {
                gradient[k] += Weight * (Demand[i] - expected[i]) * centred[k];
                curvature[k] += Weight * expected[i] * centred[k] * centred[k];
            }
        });
        return responses;
    }
}
