namespace PlanningEngine.Forecasting.Models;

/// <summary>The scale a linear model works on: logarithms where all values are positive and none is tiny, else the values themselves.</summary>
/// <param name="Values">The history on that scale.</param>
/// <param name="Logarithms">Whether it is one of logarithms.</param>
internal sealed record WorkingScale(double[] Values, bool Logarithms)
{
    private const double SmallestShare = 0.01;

    /// <summary>How far beyond the largest value, in logarithms, a forecast may lead.</summary>
    private const double HighestRise = 2;

    /// <summary>Largest variance of logarithms that is believed: beyond it a few outliers speak.</summary>
    private const double MostNoise = 0.5;

    /// <summary>For the notes.</summary>
    internal string Note => Logarithms ? " of logarithms" : "";

    /// <summary>Chooses the scale.</summary>
    internal static WorkingScale Of(double[] y) =>
        y.Min() > SmallestShare * y.Average() ? new WorkingScale(Array.ConvertAll(y, v => Math.Log(v)), true) : new WorkingScale(y, false);

    /// <summary>
    /// Brings a forecast back, in place. The exponential of a mean of logarithms is a median; demand adds up by means, which lie above it by half the variance of the noise: at most that of the first
    /// step, since what later steps add to it is doubt about the level, and would grow without end.
    /// </summary>
    /// <param name="mean">Mean by step.</param>
    /// <param name="sigma">Standard deviation by step.</param>
    /// <param name="noiseAhead">Variance of the noise by which the mean lies above the median; that of the first step where nothing is given, which is right where forecasts stand on many values.</param>
    internal void Restore(double[] mean, double[] sigma, double? noiseAhead = null)
    {
        if (!Logarithms)
            return;
        var highest = Values.Max() + HighestRise;
        var noise = Math.Min(noiseAhead ?? sigma[0] * sigma[0], MostNoise) / 2;
        for (var step = 0; step < mean.Length; step++)
        {
            mean[step] = Math.Exp(Math.Min(mean[step], highest) + noise);
            sigma[step] *= mean[step];
        }
    }
}
