using System.Globalization;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// The value of one cycle ago, the longest if there are several, comes back (Hyndman and Athanasopoulos 2021, section 5.2): of a year of days that of 364 ago, which is the same weekday. Histories shorter than a cycle fall
/// back to the last value.
/// </summary>
public sealed class SeasonalNaive : StatisticalForecaster
{
    /// <inheritdoc />
    public override string Name => "snaive";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var y = history.Values;
        var lag = history.Series.FurtherPeriods.Where(p => p <= y.Length).Append(history.Period).Max();
        lag = Math.Max(1, lag / history.Period) * history.Period;
        if (y.Length < lag)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{y.Length} values are less than one cycle of {lag}: the last value goes on"));
            lag = 1;
        }

        var sigma = y.Length > lag ? Residuals.OfLag(y, lag)
            : y.Length > 1 ? Residuals.OfLag(y, 1)
            : Residuals.OfOneValue(y[0], notes);
        var mean = new double[request.Horizon];
        var spread = new double[request.Horizon];
        for (var step = 0; step < mean.Length; step++)
        {
            mean[step] = y[y.Length - lag + step % lag];
            spread[step] = sigma * Math.Sqrt(step / lag + 1);
        }

        return Prediction.Normal(mean, spread, request.Levels);
    }
}
