using System.Globalization;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Launches;

/// <summary>
/// Forecasts an item with little or no history from the launches of similar ones: their normalised curve times a level, which starts at the similar items' (or a planner's)
/// and gives way to the item's own sales as these come in. Levels of items scatter as a gamma variable, sales around the curve with the dispersion of the similar items'; the level is
/// its posterior mean, so that own sales count the more the less like each other the similar items are.
/// </summary>
/// <remarks>The item's history may be empty. Once it is longer than the launches known, the methods for a history of its own are better. Immutable, safe for concurrent calls.</remarks>
public sealed class LaunchForecaster : IForecaster
{
    private const double LeastVariation = 0.15;
    private const double MostVariation = 1.5;

    private readonly LaunchOptions _options;
    private readonly LaunchCurve _curve;

    /// <summary>Creates the method.</summary>
    /// <param name="similar">Similar items that have been sold; may be empty when the options give level and curve.</param>
    /// <param name="options">What else is known; null for nothing.</param>
    /// <exception cref="ForecastInputException">There is neither a similar item that was sold nor a level and a curve, or a number is out of range.</exception>
    public LaunchForecaster(IReadOnlyList<SimilarItem> similar, LaunchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(similar);
        _options = options ?? new LaunchOptions();
        if (Check(similar, _options) is { Count: > 0 } found)
            throw new ForecastInputException(found);
        _curve = LaunchCurve.Of(similar, _options);
    }

    /// <inheritdoc />
    public string Name => "launch";

    /// <summary>Sales by bucket since the launch, mean 1, freed of the season; the last one goes on.</summary>
    public IReadOnlyList<double> Shape => _curve.Shape;

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var violations = InputRules.Check(series, request).Where(v => v.Code != "SERIES_EMPTY").ToList();
        if (violations.Count > 0)
            throw new ForecastInputException(violations);
        var launch = _options.BeginsAtLaunch ? 0 : Math.Max(0, Array.FindIndex(series.Values, v => v > 0));
        var age = _options.BeginsAtLaunch || Array.Exists(series.Values, v => v > 0) ? series.Length - launch : 0;
        double own = 0, expected = 0;
        for (var t = 0; t < age; t++)
        {
            if (double.IsNaN(series.Values[launch + t]))
                continue;
            own += series.Values[launch + t];
            expected += _curve.Level * _curve.At(t) * Season(series.FirstPeriod + launch + t);
        }

        var shape = 1 / (_curve.Variation * _curve.Variation);
        var factor = (shape + Math.Max(0, own) / _curve.Dispersion) / (shape + expected / _curve.Dispersion);
        var variance = 1 / (shape + expected / _curve.Dispersion);
        var (mean, quantiles) = (new double[request.Horizon], new double[request.Horizon][]);
        for (var step = 0; step < mean.Length; step++)
        {
            mean[step] = factor * _curve.Level * _curve.At(age + step) * Season(series.End + step);
            quantiles[step] = LogNormal(mean[step], mean[step] * mean[step] * variance + _curve.Dispersion * mean[step], request.Levels);
        }

        return PlanningEngine.Forecasting.Forecast.Create(Name, mean, quantiles, request, [Explain(age, factor, shape / (shape + expected / _curve.Dispersion))]);
    }

    private string Explain(int age, double factor, double weight) => string.Create(CultureInfo.InvariantCulture,
        $"{_curve.Source}; {(age == 0 ? "no own sales yet" : $"{age} own buckets moved the level by a factor of {factor:0.00}, what was expected before keeps a weight of {weight:0.00}")}");

    private double Season(int ordinal) => _options.Season is { } season ? season[Cycle.PhaseOf(ordinal, season.Count)] : 1;

    private static double[] LogNormal(double mean, double variance, IReadOnlyList<double> levels)
    {
        if (!(mean > 0))
            return new double[levels.Count];
        var squared = Math.Log(1 + variance / (mean * mean));
        return [.. levels.Select(level => mean * Math.Exp(Math.Sqrt(squared) * NormalDistribution.Quantile(level) - squared / 2))];
    }

    /// <summary>Every violation.</summary>
    internal static IReadOnlyList<Violation> Check(IReadOnlyList<SimilarItem> similar, LaunchOptions options)
    {
        var found = new List<Violation>();
        void Add(string code, string subject, FormattableString message) => found.Add(new Violation(code, subject, message.ToString(CultureInfo.InvariantCulture)));
        if (!similar.Any(s => Array.Exists(s.History.Values, v => v > 0)) && (options.ExpectedLevel is null || options.Curve is null))
            Add("NO_LAUNCH_KNOWN", "", $"None of {similar.Count} similar items was sold, and level and curve are not both given. Maybe name similar items, or give an expected level and a curve.");
        foreach (var item in similar.Where(s => !(s.Similarity is > 0 and <= 1)))
            Add("SIMILARITY_OUT_OF_RANGE", item.History.Id, $"The similarity ({item.Similarity}) of item ({item.History.Id}) must be above 0 and at most 1. Maybe leave the item out.");
        if (options.ExpectedLevel is { } level && !(level > 0 && level <= InputRules.LargestMagnitude))
            Add("LEVEL_OUT_OF_RANGE", "", $"The expected level ({level}) must be positive. Maybe leave it out.");
        if (options.Curve is { } curve && (curve.Count == 0 || !curve.All(c => c >= 0 && c <= InputRules.LargestMagnitude) || !curve.Any(c => c > 0)))
            Add("CURVE_OUT_OF_RANGE", "", $"The {curve.Count} values of the launch curve must be at least 0, and one above. Maybe leave it out.");
        if (options.Season is { } season && (season.Count == 0 || !season.All(s => s > 0 && s <= InputRules.LargestMagnitude)))
            Add("SEASON_OUT_OF_RANGE", "", $"The {season.Count} indices of the season must be positive. Maybe leave it out.");
        return found;
    }

    internal static double Bounded(double variation) => Math.Clamp(variation, LeastVariation, MostVariation);
}
