namespace PlanningEngine.Forecasting.MachineLearning.Regressors;

/// <summary>
/// How groups of series and single ones respond otherwise than all: for each attribute, from the one with the fewest values to the one with the most, and for series by themselves, departures drawn
/// to none by as much as what varies between them against their noise asks (DerSimonian and Laird 1986). Where responses differ no more than by chance there are none.
/// </summary>
internal static class Departures
{
    private const int MostAttributes = 8;
    private const int Rounds = 4;
    private const int FewestGroups = 2;

    /// <summary>How many standard deviations beyond chance responses must differ.</summary>
    private const double Clearly = 2.5;

    /// <summary>Largest logarithm of a factor of departure, per unit of the regressor's largest value.</summary>
    private const double Largest = 1.5;

    /// <summary>Learns the departures of attributes and how far series depart by themselves.</summary>
    /// <param name="pooled">Effects over all series.</param>
    /// <param name="series">The series they were learned from.</param>
    /// <param name="dispersion">Variance of their noise, in units of what the weights say.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static PooledEffects Learn(PooledEffects pooled, (TimeSeries Series, SeriesRows Rows)[] series, double dispersion, CancellationToken cancellationToken)
    {
        var names = series.SelectMany(s => s.Series.Attributes.Keys).Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Values: series.Select(s => s.Series.Attributes.GetValueOrDefault(name)).Distinct().Count()))
            .OrderBy(n => n.Values).ThenBy(n => n.Name, StringComparer.Ordinal).Take(MostAttributes).ToArray();
        var groups = new List<AttributeDepartures>();
        foreach (var (name, _) in names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var members = series.Where(s => s.Series.Attributes.ContainsKey(name)).GroupBy(s => s.Series.Attributes[name], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToArray();
            var now = pooled with { Groups = [.. groups] };
            var penalties = Penalties([.. members.Select(g => Sum(g.Select(s => Response(now, s, null))))], dispersion);
            if (Array.TrueForAll(penalties, double.IsPositiveInfinity))
                continue;
            groups.Add(new AttributeDepartures(name, [.. members.Select(g => g.Key)], [.. members.Select(g => Climb(penalties, pooled.All.Count, d => Sum(g.Select(s => Response(now, s, d))), Widest(g.Select(s => s.Rows))))]));
        }

        var with = pooled with { Groups = groups };
        return with with { OwnPenalties = Penalties([.. series.Select(s => Response(with, s, null))], dispersion) };
    }

    /// <summary>The departure of a series from what is expected of its attributes.</summary>
    internal static double[] Own(PooledEffects effects, TimeSeries series)
    {
        if (Array.TrueForAll(effects.OwnPenalties, double.IsPositiveInfinity) || SeriesRows.Of(series, effects) is not { Demand.Length: > 1 } rows)
            return new double[effects.All.Count];
        return Climb(effects.OwnPenalties, effects.All.Count, d => Response(effects, (series, rows), d), Widest([rows]));
    }

    private static (double[] Gradient, double[] Curvature) Response(PooledEffects effects, (TimeSeries Series, SeriesRows Rows) series, double[]? more)
    {
        var coefficients = effects.CoefficientsOf(series.Series);
        for (var k = 0; more is not null && k < more.Length; k++)
            coefficients[k] += more[k];
        return series.Rows.Response(coefficients, effects.Shared, effects.First);
    }

    /// <summary>Penalties from how far the responses of groups differ beyond chance; infinite where they do not.</summary>
    private static double[] Penalties((double[] Gradient, double[] Curvature)[] groups, double dispersion)
    {
        var penalties = new double[groups.Length == 0 ? 0 : groups[0].Gradient.Length];
        for (var k = 0; k < penalties.Length; k++)
        {
            double differing = 0, sum = 0, squares = 0, count = -1;
            foreach (var (gradient, curvature) in groups)
            {
                if (!(curvature[k] > 0))
                    continue;
                differing += gradient[k] * gradient[k] / curvature[k] / dispersion;
                sum += curvature[k];
                squares += curvature[k] * curvature[k];
                count++;
            }

            var clear = count >= FewestGroups - 1 && differing > count + Clearly * Math.Sqrt(2 * count);
            penalties[k] = clear && sum - squares / sum is > 0 and var spread ? spread / (differing - count) : double.PositiveInfinity;
        }

        return penalties;
    }

    /// <summary>Newton's method in each coefficient by itself.</summary>
    private static double[] Climb(double[] penalties, int count, Func<double[], (double[] Gradient, double[] Curvature)> response, double[] widest)
    {
        var departure = new double[count];
        for (var round = 0; round < Rounds; round++)
        {
            var (gradient, curvature) = response(departure);
            for (var k = 0; k < count; k++)
                if (!double.IsPositiveInfinity(penalties[k]) && widest[k] > 0)
                    departure[k] = Math.Clamp(departure[k] + (gradient[k] - penalties[k] * departure[k]) / (curvature[k] + penalties[k]), -Largest / widest[k], Largest / widest[k]);
        }

        return departure;
    }

    private static double[] Widest(IEnumerable<SeriesRows> rows)
    {
        double[]? widest = null;
        foreach (var one in rows)
        {
            widest ??= new double[one.Columns.Length];
            for (var k = 0; k < widest.Length; k++)
                widest[k] = Math.Max(widest[k], one.Columns[k] is { } x ? x.Max(Math.Abs) : 0);
        }

        return widest ?? [];
    }

    private static (double[] Gradient, double[] Curvature) Sum(IEnumerable<(double[] Gradient, double[] Curvature)> all)
    {
        (double[] Gradient, double[] Curvature)? sum = null;
        foreach (var (gradient, curvature) in all)
        {
            if (sum is not { } so)
            {
                sum = (gradient, curvature);
                continue;
            }

            for (var k = 0; k < gradient.Length; k++)
                (so.Gradient[k], so.Curvature[k]) = (so.Gradient[k] + gradient[k], so.Curvature[k] + curvature[k]);
        }

        return sum ?? ([], []);
    }
}

/// <summary>How series of each value of an attribute depart from all.</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Values">Its values in ordinal order.</param>
/// <param name="Coefficients">Per value what is added to the coefficient of each effect.</param>
internal sealed record AttributeDepartures(string Name, string[] Values, double[][] Coefficients);
