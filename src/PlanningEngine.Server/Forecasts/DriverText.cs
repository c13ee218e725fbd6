using System.Globalization;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Intervals;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What drivers of demand do to forecasts, in sentences.</summary>
internal static class DriverText
{
    /// <summary>Said of a run where no values of drivers are loaded.</summary>
    public const string NoneLoaded = "No drivers of demand (promotions, prices) are loaded";

    /// <summary>Said of a run that leaves drivers out.</summary>
    public const string LeftOut = "Drivers of demand (promotions, prices) are left out, as asked for";

    private const string LaunchUntold = "drivers of demand are left out, since no global model says what they do";
    private const double MostlyGeneral = 0.5;

    /// <summary>The note of a series: what of its product's life it rests on, whether its intervals say anything, where the season of earlier years was taken, what its drivers do, what is not known of them, and what was found in its history.</summary>
    public static string Of(RunSeries series, SeriesSet set, Forecast forecast, IReadOnlyList<string> ofHistory, int unseenSteps = 0)
    {
        var parts = new List<string> { series.LifecycleNote };
        if (WidthOfRounding.IsIn(forecast, set.Usual(series)))
            parts.Add(WidthOfRounding.Note);
        if (series is { Treatment: SeriesTreatment.Launched, Drivers.Count: > 0 } && forecast.Effects.Count == 0)
            parts.Add(LaunchUntold);
        foreach (var effect in forecast.Effects)
        {
            parts.Add(effect.Coefficient == 0 ? $"{effect.Name} never varied in the history: its effect is not known" : string.Create(CultureInfo.InvariantCulture,
                $"{effect.Name} adds {effect.Uplift.Sum():0.##} of {forecast.Mean.Sum():0.##} ahead ({(IsElasticity(series, set, effect.Name) ? "elasticity" : "factor exp")} {effect.Coefficient:G3}, standard error {effect.StandardError:G2})"));
        }

        parts.Add(series.Drivers.Count == 0 ? "" : forecast.EffectBasis switch
        {
            EffectBasis.AllSeries => "the history is too short for drivers: their effects are those of all series",
            EffectBasis.PricesInGeneral => "the history is too short for drivers: prices count as they do in general, others are left out of account",
            EffectBasis.LeftOut => "the history is too short for drivers: they were left out of account",
            _ => "",
        });
        parts.AddRange(forecast.Effects.Where(e => e.GeneralShare >= MostlyGeneral).Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Name}: {100 * e.GeneralShare:0} % of its elasticity is what prices do in general, since the history shows little of it")));
        parts.AddRange(forecast.Effects.Where(e => e.IsBeyondSeen).Select(e => $"{e.Name}: the future goes beyond what the history has seen"));
        parts.Add(series.DriverNote);
        if (unseenSteps > 0)
            parts.Add(SeasonText.Of(unseenSteps, forecast.Horizon));
        return NoteText.Of([.. parts, .. ofHistory]);
    }

    /// <summary>What drivers add to the forecasts of a run, and to which they do not; nothing without any.</summary>
    /// <param name="set">The series of the run.</param>
    /// <param name="forecasts">The leaf forecasts as they are published.</param>
    /// <param name="hasModel">Whether a global model was trained.</param>
    public static IEnumerable<string> Uplift(SeriesSet set, IReadOnlyList<LeafForecast> forecasts, bool hasModel)
    {
        if (set.Drivers.Count == 0)
            yield break;
        if (!hasModel && set.Series.Count(s => s is { Treatment: SeriesTreatment.Launched, Drivers.Count: > 0 }) is > 0 and var launched)
            yield return string.Create(CultureInfo.InvariantCulture, $"Of {launched:N0} series of launched products {LaunchUntold}");
        var usual = forecasts.Sum(f => f.Steps.Sum(s => s.BaseMean));
        var uplift = forecasts.Sum(f => f.Steps.Sum(s => s.Mean)) - usual;
        yield return string.Create(CultureInfo.InvariantCulture, $"Drivers of demand add {uplift:0.##} to {usual:0.##} that is expected with them at their usual values");
    }

    private static bool IsElasticity(RunSeries series, SeriesSet set, string name) =>
        series.Drivers.Any(i => set.Drivers[i].Code == name && set.Drivers[i].Form is RegressorForm.Logarithmic or RegressorForm.Price);
}
