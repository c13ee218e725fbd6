using System.Globalization;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Where a season that no inner origin saw took the place of the combination, in sentences.</summary>
internal static class SeasonText
{
    private const string Beyond = "the season swings further than after any origin at which methods were weighed: there that of earlier years, pooled over all series, is taken";

    /// <summary>Said of a series.</summary>
    /// <param name="steps">Number of periods at which it did.</param>
    /// <param name="horizon">Number of periods ahead.</param>
    public static string Of(int steps, int horizon) => string.Create(CultureInfo.InvariantCulture, $"in {steps} of {horizon} periods {Beyond}");

    /// <summary>Said of a run; nothing where the season ahead was seen.</summary>
    /// <param name="forecasts">The leaf forecasts.</param>
    public static IEnumerable<string> Notes(IReadOnlyList<LeafForecast> forecasts)
    {
        var unseen = forecasts.Where(f => f.UnseenSteps > 0).ToList();
        if (unseen.Count > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"Of {unseen.Count:N0} of {forecasts.Count:N0} series {Beyond}, with wider intervals ({unseen.Average(f => f.UnseenSteps):0.#} periods each on average)");
    }
}
