namespace PlanningEngine.Forecasting.Effects;

/// <summary>
/// An effect that grows or wears out over the years: beside the effect itself a line through time, as far as the history proves one. It is measured from the bucket in which the regressor was last off its usual
/// value and ends there, so that the effect ahead is the latest, and goes no further than the history does.
/// </summary>
internal static class EffectDrift
{
    /// <summary>How often a regressor has to have moved off its usual value before a drift is looked for: a list price changed for good proves none, and a line through a few promotions is chance.</summary>
    private const int FewestMoves = 6;

    /// <summary>What is known of the size of a drift: effects seldom have one, so it has to be clear.</summary>
    internal static CoefficientSpread Spread { get; } = CoefficientSpread.Unknown with { Doubt = 2 };

    /// <summary>How long before its latest level an effect is in each bucket, in lengths of the history: -1 to 0. Null where the regressor moved too seldom.</summary>
    /// <param name="column">The regressor, measured from its usual value, over the history and beyond.</param>
    /// <param name="length">Buckets of the history.</param>
    internal static double[]? Ages(double[] column, int length)
    {
        int last = -1, moves = 0;
        for (var t = 0; t < length; t++)
            if (column[t] != 0)
                (last, moves) = (t, t > 0 && column[t] == column[t - 1] ? moves : moves + 1);
        return moves < FewestMoves ? null : [.. Enumerable.Range(0, length).Select(t => Math.Min(0, (double)(t - last) / length))];
    }
}
