using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>The line from the first to the last value goes on (Hyndman and Athanasopoulos 2021, section 5.2).</summary>
public sealed class Drift : StatisticalForecaster
{
    /// <inheritdoc />
    public override string Name => "drift";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var y = history.Values;
        var n = y.Length;
        double slope = 0, sigma;
        if (n == 1)
            sigma = Residuals.OfOneValue(y[0], notes);
        else
        {
            slope = (y[^1] - y[0]) / (n - 1);
            var sum = 0.0;
            for (var t = 1; t < n; t++)
                sum += (y[t] - y[t - 1] - slope) * (y[t] - y[t - 1] - slope);
            sigma = n > 2 ? Math.Sqrt(sum / (n - 2)) : Math.Abs(slope);
        }

        var mean = new double[request.Horizon];
        var spread = new double[request.Horizon];
        for (var step = 0; step < mean.Length; step++)
        {
            var h = step + 1;
            mean[step] = y[^1] + h * slope;
            spread[step] = sigma * Math.Sqrt(h * (1 + h / (double)Math.Max(1, n - 1)));
        }

        return Prediction.Normal(mean, spread, request.Levels);
    }
}
