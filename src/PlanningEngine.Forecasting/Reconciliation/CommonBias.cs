namespace PlanningEngine.Forecasting.Reconciliation;

/// <summary>
/// How much too low or too high many forecasts are together, as far as that is beyond chance. Errors of one time go together, so that origins are what is counted, not series: the mean of what the
/// origins say is drawn towards nothing by how little they agree (empirical Bayes: Efron and Morris 1973).
/// </summary>
public static class CommonBias
{
    /// <summary>Usual size of a bias that stays, and of what surprises all series at a single time: standard deviations of logarithms.</summary>
    private const double Usual = 0.05;

    /// <summary>Further no forecast is moved: a logarithm. What is more is an event, which need not come again.</summary>
    private const double Most = 0.2;

    /// <summary>The factor that takes the bias off.</summary>
    /// <param name="origins">Per past origin the sums of forecasts and of actuals, over series and steps; origins where one is not positive are passed over.</param>
    /// <returns>Between exp(-0.2) and exp(0.2); 1 where nothing is known.</returns>
    public static double Factor(IReadOnlyList<(double Forecast, double Actual)> origins)
    {
        ArgumentNullException.ThrowIfNull(origins);
        double[] said = [.. origins.Where(o => o.Forecast > 0 && o.Actual > 0).Select(o => Math.Log(o.Actual / o.Forecast))];
        if (said.Length == 0)
            return 1;
        var mean = said.Average();
        var ofOne = (Usual * Usual + said.Sum(s => (s - mean) * (s - mean))) / said.Length;
        var beyondChance = Usual * Usual / (Usual * Usual + ofOne / said.Length);
        return Math.Exp(Math.Clamp(beyondChance * mean, -Most, Most));
    }
}
