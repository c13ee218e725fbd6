using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.Business;

/// <summary>Each business case on generated items: told what a planner knows, bias stays within 2 % of volume, and errors are smaller than without.</summary>
public sealed class BusinessCasesTests
{
    private const int Items = 60;

    /// <summary>The level of a launch is itself a draw: the mean of a few items is not yet that of all.</summary>
    private const int Launches = 300;
    private const double MostBias = 0.02;

    /// <summary>The mean of what scatters widely needs more items.</summary>
    private const int NoisyItems = 600;

    public static TheoryData<string> Names => [.. BusinessCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Forecast_ToldWhatAPlannerKnows_HoldsBias(string name)
    {
        var create = BusinessCases.All.Single(c => c.Name == name).Create;
        var method = ForecastMethods.Create("mstl");
        double expected = 0, told = 0, errors = 0, errorsUntold = 0;
        for (var seed = 1; seed <= (name.StartsWith("launch", StringComparison.Ordinal) ? Launches : Items); seed++)
        {
            var item = create(seed);
            var forecast = item.Told(method);
            expected += item.Expectation.Sum();
            told += forecast.Mean.Sum();
            errors += Error(forecast.Mean, item.Actual);
            errorsUntold += Error(item.Untold(method).Mean, item.Actual);
            Assert.All(forecast.Mean, m => Assert.True(double.IsFinite(m) && m >= 0));
        }

        Assert.InRange(told / expected, 1 - MostBias, 1 + MostBias);
        // The absolute error of small counts is least at their median, which lies below what is expected.
        if (name.StartsWith("daily counts", StringComparison.Ordinal))
            return;
        // Where nothing happened, stock is as large as demand, or the net is forecast as it stands, there is nothing to gain, and hardly anything to lose; a season knows most of 4-4-5.
        Assert.InRange(errors / errorsUntold, 0, name is "ordinary" or "returns" or "stock as large as demand, only flagged" || name.Contains("noise", StringComparison.Ordinal) ? 1.03 : name.StartsWith("4-4-5", StringComparison.Ordinal) ? 0.95 : 0.9);
    }

    [Theory]
    [InlineData("53rd week", "auto", Items)]
    [InlineData("noise of 30 %", "auto", NoisyItems)]
    [InlineData("noise of 45 %", "auto", NoisyItems)]
    [InlineData("noise of 30 %", "lar", NoisyItems)]
    [InlineData("weeks, noise of 45 %", "lar", NoisyItems)]
    public void Forecast_WhatOnceMisledTheMethod_HoldsBias(string name, string method, int count)
    {
        var create = BusinessCases.All.Single(c => c.Name == name).Create;
        var items = Enumerable.Range(1, count).AsParallel().AsOrdered().Select(create).Select(i => (Told: i.Told(ForecastMethods.Create(method)).Mean.Sum(), Expected: i.Expectation.Sum())).ToArray();
        Assert.InRange(items.Sum(i => i.Told) / items.Sum(i => i.Expected), 1 - MostBias, 1 + MostBias);
    }

    private static double Error(double[] forecast, double[] actual) => forecast.Zip(actual, (f, a) => Math.Abs(f - a)).Sum();
}
