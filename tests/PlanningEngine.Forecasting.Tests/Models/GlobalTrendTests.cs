using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Models.Trend;

namespace PlanningEngine.Forecasting.Tests.Models;

public sealed class GlobalTrendTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.6)]
    public void Forecast_GrowthByAPowerOfTheLevel_GoesOnSo(double power)
    {
        var random = new Random(5);
        var y = new double[72];
        y[0] = 100;
        for (var t = 1; t < y.Length; t++)
            y[t] = y[t - 1] + 2.5 * Math.Pow(y[t - 1] / 100, power) + 0.3 * Some.Normal(random);
        var forecast = new GlobalTrend().Forecast(new TimeSeries("s", y[..60], 1), new ForecastRequest(12), TestContext.Current.CancellationToken);
        Assert.Equal(y[71], forecast.Mean[11], 0.03 * y[71]);
    }

    /// <summary>The closed form against the integral over both coefficients and the variance, on a grid.</summary>
    [Fact]
    public void Solve_EvidenceOfTwoPoints_DiffersAsTheIntegralsDo()
    {
        double[] y = [10, 12, 11, 14, 15, 13, 17];
        var models = GlobalTrendGrid.Solve(y, powers: true, TestContext.Current.CancellationToken);
        var one = models.Single(m => m is { Alpha: 0.5, Beta: 0.1, Power: 0.3, SpreadPower: 0.5 });
        var other = models.Single(m => m is { Alpha: 0.2, Beta: 0.6, Power: 0, SpreadPower: 1 });
        Assert.Equal(Integral(y, one) - Integral(y, other), one.LogEvidence - other.LogEvidence, 0.01);
    }

    [Fact]
    public void Solve_ValuesBelowZero_HaveStraightLinesOnly() =>
        Assert.All(GlobalTrendGrid.Solve([-3, 4, 1, 7, 2, 9], powers: false, TestContext.Current.CancellationToken), m => Assert.Equal((0, 0), (m.Power, m.SpreadPower)));

    private static double Integral(double[] y, GlobalTrendModel m)
    {
        var count = y.Length - 1;
        var change = Enumerable.Range(1, count).Average(t => Math.Abs(y[t] - y[t - 1]));
        var reach = y.Length / 4 + 1;
        var deviation = 0.5 * Enumerable.Range(reach, y.Length - reach).Average(t => Math.Abs(y[t] - y[t - reach])) / reach / change;
        var (level, slope, mean) = (y[0], 0.0, y.Average());
        var rows = new List<(double Target, double Growth, double Slope, double Spread)>();
        for (var t = 0; t < count; t++)
        {
            if (t > 0)
            {
                var next = level + m.Alpha * (y[t] - level);
                slope += m.Beta * ((next - level) / change - slope);
                level = next;
            }

            rows.Add(((y[t + 1] - level) / change, Math.Pow(level / mean, m.Power), slope, Math.Pow(level / mean, m.SpreadPower)));
        }

        // Variance from an inverse gamma distribution of shape 1 and rate 1/2, coefficients normal with that variance times their own.
        var sum = 0.0;
        for (var logVariance = -6.0; logVariance < 5; logVariance += 0.05)
        {
            var variance = Math.Exp(logVariance);
            var sigma = Math.Sqrt(variance);
            for (var a = -8.0; a <= 8; a += 0.1)
                for (var b = -8.0; b <= 8; b += 0.1)
                {
                    var (growth, share) = (a * deviation * sigma, 0.3 + b * 0.5 * sigma);
                    var log = -2 * logVariance - 0.5 / variance + logVariance - (a * a + b * b) / 2;
                    foreach (var row in rows)
                    {
                        var error = (row.Target - growth * row.Growth - share * row.Slope) / row.Spread;
                        log -= error * error / (2 * variance) + logVariance / 2 + Math.Log(row.Spread);
                    }

                    sum += Math.Exp(log);
                }
        }

        return Math.Log(sum);
    }
}
