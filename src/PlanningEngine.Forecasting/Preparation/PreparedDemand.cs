using PlanningEngine.Forecasting.Calendar;
using PlanningEngine.Forecasting.Cleaning;
using PlanningEngine.Forecasting.Effects;
using PlanningEngine.Forecasting.StockOuts;

namespace PlanningEngine.Forecasting.Preparation;

/// <summary>
/// What a method that looks at a history alone sees of a series with regressors, stock-outs, leap buckets or outliers, and the way back: leap buckets out, demand in place
/// of limited sales, effects of regressors out, clear outliers and level shifts treated; the base is forecast; effects and leap buckets in again.
/// </summary>
internal sealed class PreparedDemand
{
    private const int FewestValues = 8;
    private const double ClosedShare = 0.1;

    private readonly TimeSeries _series;
    private readonly LeapAlignment _alignment;
    private readonly DemandEffects _effects;
    private readonly TimeSeries _base;
    private readonly EffectBasis _basis;

    private PreparedDemand(TimeSeries series, ForecastRequest request, IReadOnlyList<PooledEffect> pooled, double[]? season, CancellationToken cancellationToken)
    {
        _series = series;
        series = season is null ? series : WithoutSeason(series, season);
        _alignment = new LeapAlignment(series, request.Horizon);
        _alignment.Describe(Notes);
        var sales = Array.ConvertAll(_alignment.Kept, t => series.Values[t]);
        var columns = RegressorColumns.Of([.. series.Regressors.Select(r => r with { Values = Aligned(r.Values) })], sales.Length, _alignment.Ahead.Length);
        var availability = series.Availability is { } shares ? Array.ConvertAll(_alignment.Kept, t => double.IsNaN(shares[t]) ? 1 : shares[t]) : null;
        int[] periods = [series.Period, .. series.FurtherPeriods];
        var multiplies = Array.TrueForAll(sales, v => !(v < 0)) && Array.Exists(sales, v => v > 0);
        // Where many series taught an effect, only the departure from it is estimated, drawn to none as far as the series does not show one.
        var expected = PooledColumns.Of(columns, series.Regressors, pooled, multiplies);
        DemandRegression? regression = null;
        var asked = columns.Names.Length > 0 || LostSales.Any(availability);
        if (asked && sales.Count(v => !double.IsNaN(v)) >= FewestValues && Array.Exists(sales, v => !double.IsNaN(v) && v != 0))
        {
            DemandRegression Fit(double[] y, double[] exposure) =>
                DemandRegression.Fit(y, [.. exposure.Select((e, t) => e * expected.Size[t])], periods, columns.Columns, expected.Spreads, multiplies, cancellationToken);
            (regression, var demand) = LostSales.Recover(sales, availability ?? [.. sales.Select(_ => 1.0)], expected.Size, Fit);
            LostSales.Describe(sales, demand, Notes);
            sales = demand;
        }
        _basis = !asked ? EffectBasis.None : regression is not null ? EffectBasis.Series : expected.IsPooled ? EffectBasis.AllSeries : expected.IsKnown ? EffectBasis.PricesInGeneral : EffectBasis.LeftOut;
        if (asked && regression is null)
            Notes.Add($"the history is too short for regressors and stock-outs: {(expected.IsPooled ? "effects are those of all series" : expected.IsKnown ? "prices count as they do in general, others are left out of account" : "they were left out of account")}");

        _effects = new DemandEffects(columns, expected.Add(regression?.Effects), sales.Length);
        List<string> effects = [];
        _effects.Describe(effects, expected.Coefficients);
        Notes.AddRange(effects);
        EffectNotes = effects;
        var values = _effects.Remove(sales);
        if (request.Treatment == Treatment.Applied)
        {
            int OrdinalOf(int t) => series.FirstPeriod + _alignment.Kept[t];
            var (treated, outliers, shifts) = CleanHistory.Of(values, periods, Notes, request.TreatOnly is { } only ? t => only.Contains(OrdinalOf(t)) : null);
            IsTreated = !values.AsSpan().SequenceEqual(treated);
            (Outliers, Shifts, values) = ([.. outliers.Select(OrdinalOf)], [.. shifts.Select(OrdinalOf)], treated);
        }

        _base = new TimeSeries(series.Id, values, series.Period, series.FirstPeriod) { FurtherPeriods = series.FurtherPeriods, Attributes = series.Attributes, Place = series.Place };
    }

    /// <summary>What was done, for the notes of a forecast.</summary>
    internal List<string> Notes { get; } = [];

    /// <summary>Those of the notes that state estimated effects.</summary>
    internal IReadOnlyList<string> EffectNotes { get; }

    /// <summary>The history as methods that look at a history alone see it.</summary>
    internal TimeSeries Base => _base;

    /// <summary>Whether treatment changed a value.</summary>
    internal bool IsTreated { get; }

    /// <summary>Ordinals of the outliers that were replaced.</summary>
    private HashSet<int> Outliers { get; } = [];

    /// <summary>Ordinals of the buckets after level shifts.</summary>
    private HashSet<int> Shifts { get; } = [];

    /// <summary>What is clearly irregular in a series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="applied">A request that asks for treatment.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Ordinals of clear outliers, and of the buckets after clear level shifts.</returns>
    internal static (HashSet<int> Outliers, HashSet<int> Shifts) Irregular(TimeSeries series, ForecastRequest applied, CancellationToken cancellationToken) =>
        new PreparedDemand(series, applied, [], null, cancellationToken) is var demand ? (demand.Outliers, demand.Shifts) : default;

    /// <summary>Whether there is anything to prepare.</summary>
    internal static bool IsNeeded(TimeSeries series, ForecastRequest request) =>
        series.Regressors.Count > 0 || series.LeapBuckets.Count > 0 || LostSales.Any(series.Availability) || request.Treatment == Treatment.Applied;

    /// <summary>Prepares a series; null where there is nothing to prepare.</summary>
    internal static PreparedDemand? Of(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken) => Of(series, request, [], cancellationToken);

    /// <summary>Prepares a series beside methods that may have learned effects over many series; null where there is nothing to prepare.</summary>
    internal static PreparedDemand? Of(TimeSeries series, ForecastRequest request, IEnumerable<IForecaster> methods, CancellationToken cancellationToken)
    {
        IForecaster[] all = [.. methods];
        var season = all.OfType<ISeasonForecaster>().FirstOrDefault()?.SeasonOn(series, request.Horizon);
        return season is null && !IsNeeded(series, request) ? null
            : new PreparedDemand(series, request, all.OfType<IRegressorForecaster>().FirstOrDefault()?.EffectsOn(series) ?? [], season, cancellationToken);
    }

    /// <summary>Forecasts by a method: from the series as it is where it takes regressors itself, so that no effect is taken out twice; else from the base.</summary>
    /// <param name="method">The method.</param>
    /// <param name="asked">The request it was prepared for, of other levels if need be.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal Forecast Forecast(IForecaster method, ForecastRequest asked, CancellationToken cancellationToken)
    {
        if (method is IRegressorForecaster)
            return method.Forecast(_series, asked, cancellationToken);
        var plain = asked with { Horizon = _alignment.Horizon, Treatment = Treatment.None, NonNegative = false };
        var forecast = method.Forecast(_base, plain, cancellationToken);
        var (mean, quantiles) = _effects.Restore(forecast, _alignment.Ahead.Length);
        return PlanningEngine.Forecasting.Forecast.Create(
            forecast.Method, _alignment.Restore(mean, (a, b) => (a + b) / 2), _alignment.Restore(quantiles, (a, b) => [.. a.Zip(b, (x, y) => (x + y) / 2)]), asked, forecast.Notes);
    }

    /// <summary>Adds to a forecast how its mean divides into base and uplifts.</summary>
    internal Forecast Explain(Forecast forecast) => _effects.Explain(forecast, _alignment.Ahead) with { EffectBasis = _basis };

    /// <summary>A series whose season is a known size of its buckets. Of those that the season as good as closes, nothing else is to be learned.</summary>
    private static TimeSeries WithoutSeason(TimeSeries series, double[] season)
    {
        var known = season.Take(series.Length).Where(s => s > 0).DefaultIfEmpty(1).Average();
        bool IsClosed(int t) => !(season[t] > ClosedShare * known);
        var values = series.Values.Select((v, t) => IsClosed(t) ? double.NaN : v).ToArray();
        if (Array.TrueForAll(values, double.IsNaN))
            return series;
        double[] sizes = [.. season.Select((s, t) => t < series.Length && IsClosed(t) ? known : Math.Max(s, 0))];
        return series with { Values = values, Regressors = [.. series.Regressors, new Regressor("season", sizes, RegressorForm.Proportional)] };
    }

    private double[] Aligned(double[] values) => _alignment.Of(values);
}
