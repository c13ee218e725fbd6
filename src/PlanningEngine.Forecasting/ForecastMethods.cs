using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting;

/// <summary>The methods by name.</summary>
public static class ForecastMethods
{
    private static readonly SortedDictionary<string, Func<IForecaster>> Known = new(StringComparer.Ordinal)
    {
        ["naive"] = () => new Naive(),
        ["snaive"] = () => new SeasonalNaive(),
        ["drift"] = () => new Drift(),
        ["mean"] = () => new HistoricMean(),
        ["ses"] = () => new SimpleExponentialSmoothing(),
        ["holt"] = () => new Holt(),
        ["damped"] = () => new DampedTrend(),
        ["hw"] = () => new HoltWinters(),
        ["ets"] = () => new ExponentialSmoothing(),
        ["etsmix"] = () => new WeightedSmoothing(),
        ["theta"] = () => new Theta(),
        ["dot"] = () => new DynamicTheta(),
        ["ces"] = () => new ComplexSmoothing(),
        ["4theta"] = () => new FourTheta(),
        ["mstl"] = () => new MultipleSeasons(),
        ["lgt"] = () => new GlobalTrend(),
        ["thief"] = () => new TemporalHierarchy(),
        ["mapa"] = () => new MultipleAggregation(),
        ["ar"] = () => new Autoregression(),
        ["lar"] = () => new LongAutoregression(),
        ["sar"] = () => new SeasonalAutoregression(),
        ["arima"] = () => new AutoArima(),
        ["arimamix"] = () => new WeightedArima(),
        ["scum"] = () => new SimpleCombination(),
        ["pretrained"] = () => new PretrainedNetwork(),
        ["adida"] = () => new Adida(),
        ["imapa"] = () => new Imapa(),
        ["croston"] = () => new Croston(),
        ["sba"] = () => new SyntetosBoylan(),
        ["tsb"] = () => new TeunterSyntetosBabai(),
        ["auto"] = () => new Selection.AutoForecaster(),
    };

    /// <summary>All names, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys];

    /// <summary>Whether a method of this name exists.</summary>
    /// <param name="name">A name; case counts.</param>
    /// <returns>True when <see cref="Create"/> answers.</returns>
    public static bool Exists(string name) => Known.ContainsKey(name);

    /// <summary>Creates a method.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>The method, safe for concurrent use.</returns>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public static IForecaster Create(string name) => Known.TryGetValue(name, out var create)
        ? create()
        : throw new ArgumentException($"There is no method ({name}). Maybe use one of: {string.Join(", ", Names)}.", nameof(name));
}
