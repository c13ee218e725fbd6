using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>The mean of all known values (Hyndman and Athanasopoulos 2021, section 5.2).</summary>
public sealed class HistoricMean : StatisticalForecaster
{
    /// <inheritdoc />
    public override string Name => "mean";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var y = history.Known;
        double average = 0, sum = 0;
        foreach (var value in y)
            average += value / y.Length;
        foreach (var value in y)
            sum += (value - average) * (value - average);
        var sigma = y.Length > 1
            ? Math.Sqrt(sum / (y.Length - 1)) * Math.Sqrt(1 + 1.0 / y.Length)
            : Residuals.OfOneValue(y[0], notes);
        var mean = new double[request.Horizon];
        var spread = new double[request.Horizon];
        Array.Fill(mean, average);
        Array.Fill(spread, sigma);
        return Prediction.Normal(mean, spread, request.Levels);
    }
}
