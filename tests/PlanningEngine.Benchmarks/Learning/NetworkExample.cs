using PlanningEngine.Forecasting.Models.Pretrained;

namespace PlanningEngine.Benchmarks;

/// <summary>What the networks see at an origin inside training values, and what happened then.</summary>
/// <param name="Series">Of which series.</param>
/// <param name="Inputs">What is seen.</param>
/// <param name="Targets">What is to be said: the values without season less the line, in scales; fewer than the steps where the history ends.</param>
/// <param name="After">Values known after the origin, beyond the targets too.</param>
/// <param name="Relative">The scale over the size of the values: how much an error of one scale counts as sMAPE counts.</param>
internal sealed record NetworkExample(TrainingSeries Series, float[] Inputs, float[] Targets, int After, float Relative)
{
    private const int MostOrigins = 40;
    private const double MostRelative = 5;
    private const int FirstSeed = 500;

    /// <summary>Examples of a series, origins drawn by a seed where there are many.</summary>
    internal static IEnumerable<NetworkExample> Of(TrainingSeries series, int number)
    {
        var origins = Enumerable.Range(NetworkInput.FewestValues, Math.Max(0, series.Values.Length - NetworkInput.FewestValues)).ToArray();
        if (origins.Length > MostOrigins)
        {
            new Random(FirstSeed + number).Shuffle(origins);
            origins = origins[..MostOrigins];
        }

        foreach (var origin in origins.Order())
            if (At(series, origin) is { } example)
                yield return example;
    }

    /// <summary>How many targets lie before the last windows of the series: what had happened when those began.</summary>
    internal int StepsBefore(int windows) => Math.Clamp(After - (windows * Series.Horizon), 0, Targets.Length);

    /// <summary>The example of one origin; null where the history carries no network.</summary>
    internal static NetworkExample? At(TrainingSeries series, int origin)
    {
        if (NetworkInput.Of(series.Values[..origin], series.Period) is not { } input)
            return null;
        var actual = series.Values[origin..Math.Min(series.Values.Length, origin + NetworkInput.Steps)];
        var targets = new float[actual.Length];
        for (var step = 0; step < targets.Length; step++)
        {
            targets[step] = (float)(((input.Season.Without(actual[step], origin + step) - input.Level) / input.Scale) - input.Line[step]);
        }

        var size = series.Values[..origin].TakeLast(24).Average(Math.Abs);
        return new NetworkExample(series, input.Values, targets, series.Values.Length - origin, (float)Math.Min(MostRelative, input.Scale / Math.Max(size, 1e-300)));
    }
}
