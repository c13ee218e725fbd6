using System.Globalization;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>What stands in when a history does not carry a model: its level, with a reason.</summary>
internal static class Fallback
{
    /// <summary>The constant of a constant history, else the mean of a short one, with a random walk's spread.</summary>
    internal static Prediction Simple(History history, ForecastRequest request, List<string> notes)
    {
        var y = history.Values;
        var mean = new double[request.Horizon];
        var spread = new double[request.Horizon];
        double sigma;
        if (y.Length == 1)
            sigma = Residuals.OfOneValue(y[0], notes);
        else if (history.IsConstant)
        {
            sigma = 0;
            notes.Add(y[0] == 0 ? "all values are zero: zero goes on" : "all values are equal: the constant goes on without spread");
        }
        else
        {
            sigma = Residuals.OfLag(y, 1);
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{y.Length} values are too few for the model: their mean goes on"));
        }

        Array.Fill(mean, history.IsConstant ? y[0] : y.Average());
        Array.Fill(spread, sigma);
        return Prediction.Normal(mean, spread, request.Levels);
    }
}
