using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>The last value goes on: a random walk (Hyndman and Athanasopoulos 2021, section 5.2).</summary>
public sealed class Naive : StatisticalForecaster
{
    /// <inheritdoc />
    public override string Name => "naive";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var y = history.Values;
        var sigma = y.Length > 1 ? Residuals.OfLag(y, 1) : Residuals.OfOneValue(y[0], notes);
        var mean = new double[request.Horizon];
        var spread = new double[request.Horizon];
        for (var step = 0; step < mean.Length; step++)
        {
            mean[step] = y[^1];
            spread[step] = sigma * Math.Sqrt(step + 1);
        }

        return Prediction.Normal(mean, spread, request.Levels);
    }
}
