namespace PlanningEngine.Forecasting.MachineLearning.Regressors;

/// <summary>
/// How groups of series and single ones respond otherwise than all: for each attribute, from the one with the fewest values to the one with the most, and for series by themselves, departures drawn
/// to none by as much as what varies between them against their noise asks. That variance is taken from what the series of a group, or the stretches of a series, have in common: products of different
/// ones, in which their noise cancels. Where they have no more in common than by chance nothing departs.
/// </summary>
internal static class Departures
{
    private const int MostAttributes = 8;
    private const int Rounds = 4;

    /// <summary>How many standard deviations beyond chance responses must go together.</summary>
    private const double Clearly = 2.5;

    /// <summary>Largest logarithm of a factor of departure.</summary>
    private const double Largest = 1.5;

    /// <summary>Learns the departures of attributes and how far series depart by themselves.</summary>
    /// <param name="pooled">Effects over all series.</param>
    /// <param name="series">The series they were learned from.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static PooledEffects Learn(PooledEffects pooled, (TimeSeries Series, SeriesRows Rows)[] series, CancellationToken cancellationToken)
    {
        var count = pooled.All.Count;
        var names = series.SelectMany(s => s.Series.Attributes.Keys).Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Values: series.Select(s => s.Series.Attributes.GetValueOrDefault(name)).Distinct().Count()))
            .OrderBy(n => n.Values).ThenBy(n => n.Name, StringComparer.Ordinal).Take(MostAttributes).ToArray();
        var groups = new List<AttributeDepartures>();
        foreach (var (name, _) in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var members = series.Where(s => s.Series.Attributes.ContainsKey(name)).GroupBy(s => s.Series.Attributes[name], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToArray();
            var now = pooled with { Groups = [.. groups] };
            Response[] Of(IEnumerable<(TimeSeries Series, SeriesRows Rows)> group, double[]? more) => [.. group.Select(s => Response.Sum(count, Responses(now, s, more)))];
            var (penalties, _) = Penalties(count, [.. members.Select(g => Of(g, null))]);
            if (!Array.TrueForAll(penalties, double.IsPositiveInfinity))
                groups.Add(new AttributeDepartures(name, [.. members.Select(g => g.Key)],
                    [.. members.Select(g => Climb(penalties, d => Response.Sum(count, Of(g, d)), Widest(count, g.Select(s => s.Rows))).Departure)]));
        }

        var with = pooled with { Groups = groups };
        var (own, variances) = Penalties(count, Array.ConvertAll(series, s => Responses(with, s, null)));
        return with with { OwnPenalties = own, OwnVariances = variances };
    }

    /// <summary>The departure of a series from what is expected of its attributes, and its standard errors.</summary>
    internal static (double[] Departure, double[] Errors) Own(PooledEffects effects, TimeSeries series)
    {
        var count = effects.All.Count;
        if (Array.TrueForAll(effects.OwnPenalties, double.IsPositiveInfinity) || SeriesRows.Of(series, effects) is not { Demand.Length: > 1 } rows)
            return (new double[count], Array.ConvertAll(effects.OwnVariances, Math.Sqrt));
        var (departure, curvature) = Climb(effects.OwnPenalties, d => Response.Sum(count, Responses(effects, (series, rows), d)), Widest(count, [rows]));
        return (departure, [.. effects.OwnVariances.Select((v, k) => v == 0 ? 0 : Math.Sqrt(v * effects.OwnPenalties[k] / (curvature[k] + effects.OwnPenalties[k])))]);
    }

    private static Response[] Responses(PooledEffects effects, (TimeSeries Series, SeriesRows Rows) series, double[]? more)
    {
        var coefficients = effects.CoefficientsOf(series.Series);
        for (var k = 0; more is not null && k < more.Length; k++)
            coefficients[k] += more[k];
        return series.Rows.Responses(coefficients, effects.Shared, effects.First);
    }

    /// <summary>Noise over the variance of departures, per effect, and that variance; infinite and 0 where there are none.</summary>
    /// <param name="count">Number of effects.</param>
    /// <param name="groups">What the parts of each group ask for.</param>
    private static (double[] Penalties, double[] Variances) Penalties(int count, Response[][] groups)
    {
        var (penalties, variances) = (new double[count], new double[count]);
        for (var k = 0; k < count; k++)
        {
            double together = 0, sureness = 0, chance = 0, squares = 0, curvatures = 0, curvature = 0;
            foreach (var parts in groups)
            {
                double g = 0, h = 0, gg = 0, hh = 0, gggg = 0;
                foreach (var part in parts)
                {
                    var (a, b) = (part.Gradient[k], part.Curvature[k]);
                    (g, h, gg, hh, gggg) = (g + a, h + b, gg + a * a, hh + b * b, gggg + a * a * a * a);
                }

                (together, sureness, chance) = (together + g * g - gg, sureness + h * h - hh, chance + 2 * (gg * gg - gggg));
                (squares, curvatures, curvature) = (squares + gg, curvatures + hh, curvature + h);
            }

            var variance = sureness > 0 && together > Clearly * Math.Sqrt(chance) ? together / sureness : 0;
            var noise = curvature > 0 ? Math.Max((squares - variance * curvatures) / curvature, 0.1 * squares / curvature) : 0;
            (penalties[k], variances[k]) = variance > 0 && noise > 0 ? (noise / variance, variance) : (double.PositiveInfinity, 0);
        }

        return (penalties, variances);
    }

    /// <summary>Newton's method in each coefficient by itself; with the curvature where it ends.</summary>
    private static (double[] Departure, double[] Curvature) Climb(double[] penalties, Func<double[], Response> response, double[] widest)
    {
        var departure = new double[penalties.Length];
        double[] last = [];
        for (var round = 0; round < Rounds; round++)
        {
            (var gradient, var curvature) = response(departure);
            last = curvature;
            for (var k = 0; k < departure.Length; k++)
                if (!double.IsPositiveInfinity(penalties[k]) && widest[k] > 0)
                    departure[k] = Math.Clamp(departure[k] + (gradient[k] - penalties[k] * departure[k]) / (curvature[k] + penalties[k]), -Largest / widest[k], Largest / widest[k]);
        }

        return (departure, last);
    }

    private static double[] Widest(int count, IEnumerable<SeriesRows> rows)
    {
        var widest = new double[count];
        foreach (var one in rows)
            for (var k = 0; k < count; k++)
                widest[k] = Math.Max(widest[k], one.Columns[k] is { } x ? x.Max(Math.Abs) : 0);
        return widest;
    }
}

/// <summary>How series of each value of an attribute depart from all.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Values">Its values in ordinal order.</param>
/// <param name="Coefficients">Per value what is added to the coefficient of each effect.</param>
internal sealed record AttributeDepartures(string Name, string[] Values, double[][] Coefficients);
