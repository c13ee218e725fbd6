using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Evaluation;

/// <summary>Naive2, the yardstick of the M competitions: the last value goes on, without its season where a test finds one, and the season is put back (Makridakis, Spiliotis, Assimakopoulos 2020).</summary>
internal static class NaiveTwo
{
    /// <summary>Cycles from which on the season is tested for, as in M4.</summary>
    private const int FewestCycles = 3;

    /// <summary>Its expectations.</summary>
    /// <param name="known">A history with a known value. Where values of zero and less occur, the season is added in place of multiplied.</param>
    /// <param name="horizon">Steps ahead.</param>
    internal static double[] Forecast(TimeSeries known, int horizon)
    {
        var history = History.From(known, []);
        var y = history.Values;
        var season = y.Length >= FewestCycles * known.Period ? SeasonalAdjustment.Tested(y, known.Period) : SeasonalAdjustment.None;
        var mean = new double[history.UnknownAtEnd + horizon];
        Array.Fill(mean, season.Remove(y)[^1]);
        season.Restore(mean, new double[mean.Length], y.Length);
        return mean[history.UnknownAtEnd..];
    }
}
