namespace PlanningEngine.Forecasting.Tests;

/// <summary>One contract over every method: what holds for one must hold for all.</summary>
public sealed class ForecasterContractTests
{
    private const int Horizon = 15;

    public static TheoryData<string, string> MethodsAndInputs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var method in ForecastMethods.Names)
                foreach (var input in Some.Unusual.Keys)
                    data.Add(method, input);
            return data;
        }
    }

    public static TheoryData<string> Methods => [.. ForecastMethods.Names];

    [Theory]
    [MemberData(nameof(MethodsAndInputs))]
    public void Forecast_AnyInput_HoldsItsInvariants(string method, string input)
    {
        var forecaster = ForecastMethods.Create(method);
        var series = Some.Unusual[input];
        var before = (double[])series.Values.Clone();
        foreach (var nonNegative in new[] { false, true })
        {
            var request = new ForecastRequest(Horizon) { NonNegative = nonNegative };
            var forecast = forecaster.Forecast(series, request, TestContext.Current.CancellationToken);
            Assert.Equal(Horizon, forecast.Mean.Length);
            Assert.Equal(Horizon, forecast.Quantiles.Length);
            Assert.Equal(request.Levels, forecast.Levels);
            Assert.All(forecast.Mean, m => Assert.True(double.IsFinite(m) && (!nonNegative || m >= 0)));
            Assert.All(forecast.Quantiles, row =>
            {
                Assert.Equal(request.Levels.Count, row.Length);
                Assert.All(row, q => Assert.True(double.IsFinite(q) && (!nonNegative || q >= 0)));
                Assert.Equal(row.Order(), row);
            });
            var again = ForecastMethods.Create(method).Forecast(series, request, TestContext.Current.CancellationToken);
            Assert.Equal(forecast.Mean, again.Mean);
            Assert.Equal(forecast.Quantiles, again.Quantiles);
        }

        Assert.Equal(before, series.Values);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Forecast_ScaledByPowerOfTwo_ScalesExactly(string method)
    {
        var forecaster = ForecastMethods.Create(method);
        var series = Some.Monthly();
        var scaled = series with { Values = [.. series.Values.Select(v => 16 * v)] };
        var request = new ForecastRequest(6);
        var one = forecaster.Forecast(series, request, TestContext.Current.CancellationToken);
        var other = forecaster.Forecast(scaled, request, TestContext.Current.CancellationToken);
        for (var step = 0; step < 6; step++)
            Assert.Equal(16 * one.Mean[step], other.Mean[step], 1e-6 * Math.Abs(other.Mean[step]));
    }

    [Theory]
    [InlineData("naive")]
    [InlineData("snaive")]
    [InlineData("drift")]
    [InlineData("mean")]
    public void Forecast_Shifted_ShiftsToo(string method)
    {
        var series = Some.Monthly();
        var shifted = series with { Values = [.. series.Values.Select(v => v + 1000)] };
        var request = new ForecastRequest(6);
        var one = ForecastMethods.Create(method).Forecast(series, request, TestContext.Current.CancellationToken);
        var other = ForecastMethods.Create(method).Forecast(shifted, request, TestContext.Current.CancellationToken);
        for (var step = 0; step < 6; step++)
            Assert.Equal(one.Mean[step] + 1000, other.Mean[step], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Forecast_OtherIdOrPosition_IsTheSame(string method)
    {
        var series = Some.Monthly();
        var request = new ForecastRequest(6);
        var one = ForecastMethods.Create(method).Forecast(series, request, TestContext.Current.CancellationToken);
        var other = ForecastMethods.Create(method).Forecast(series with { Id = "Größe, 3", FirstPeriod = 400 }, request, TestContext.Current.CancellationToken);
        Assert.Equal(one.Mean, other.Mean);
        Assert.Equal(one.Quantiles, other.Quantiles);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Forecast_Cancelled_Stops(string method) =>
        Assert.Throws<OperationCanceledException>(() => ForecastMethods.Create(method).Forecast(Some.Monthly(), new ForecastRequest(3), new CancellationToken(true)));

    [Theory]
    [MemberData(nameof(Methods))]
    public void Forecast_BadInput_NamesEveryViolation(string method)
    {
        var series = new TimeSeries("SKU-7", [1, double.PositiveInfinity], 0) { FurtherPeriods = [-1] };
        var request = new ForecastRequest(0) { Levels = [0.5, 0.2, 1.5] };
        var thrown = Assert.Throws<ForecastInputException>(() => ForecastMethods.Create(method).Forecast(series, request, TestContext.Current.CancellationToken));
        Assert.Equal(
            ["VALUE_NOT_FINITE", "PERIOD_NOT_POSITIVE", "PERIOD_NOT_POSITIVE", "HORIZON_NOT_POSITIVE", "LEVELS_NOT_INCREASING", "LEVEL_OUT_OF_RANGE"],
            thrown.Violations.Select(v => v.Code));
        Assert.Contains("The horizon (0) of series (SKU-7) must be positive. Maybe set horizon to at least 1.", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-300, "VALUE_VANISHES")]
    [InlineData(-1e-101, "VALUE_VANISHES")]
    [InlineData(1e-100, null)]
    [InlineData(1e101, "VALUE_NOT_FINITE")]
    public void Check_Magnitudes_AreThoseThatMethodsCanWorkWith(double value, string? code) =>
        Assert.Equal(code, InputRules.Check(new TimeSeries("x", [3, value, 0], 1), new ForecastRequest(1)).Select(v => v.Code).SingleOrDefault());

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Forecast_NothingKnown_IsAViolation(int length)
    {
        var series = new TimeSeries("x", [.. Enumerable.Repeat(double.NaN, length)], 1);
        var violation = Assert.Single(InputRules.Check(series, new ForecastRequest(1)));
        Assert.Equal("SERIES_EMPTY", violation.Code);
    }

    [Fact]
    public void Forecast_ManyThreads_IsBitIdentical()
    {
        var series = Enumerable.Range(0, 40).Select(i => Some.Monthly(50, i)).ToArray();
        var request = new ForecastRequest(6);
        foreach (var method in ForecastMethods.Names)
        {
            var forecaster = ForecastMethods.Create(method);
            var alone = series.Select(s => forecaster.Forecast(s, request)).ToArray();
            var together = new Forecast[series.Length];
            Parallel.For(0, series.Length, i => together[series.Length - 1 - i] = forecaster.Forecast(series[series.Length - 1 - i], request));
            for (var i = 0; i < series.Length; i++)
            {
                Assert.Equal(alone[i].Mean, together[i].Mean);
                Assert.Equal(alone[i].Quantiles, together[i].Quantiles);
            }
        }
    }

    [Fact]
    public void Create_UnknownName_SaysWhichExist() =>
        Assert.Contains("snaive", Assert.Throws<ArgumentException>(() => ForecastMethods.Create("prophet")).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Forecast_NoErrorToLearnFrom_StandsInTheNotes(string method)
    {
        foreach (var input in new[] { "one value", "constant", "all zero" })
        {
            var forecast = ForecastMethods.Create(method).Forecast(Some.Unusual[input], new ForecastRequest(3), TestContext.Current.CancellationToken);
            Assert.True(forecast.Notes.Count > 0, $"{method} says nothing of: {input}");
            Assert.True(input != "one value" || forecast.Quantiles[0][^1] > forecast.Mean[0], $"{method} is certain after one value");
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Forecast_LongestHorizon_IsAnswered(string method)
    {
        var forecast = ForecastMethods.Create(method).Forecast(Some.Monthly(), new ForecastRequest(InputRules.LongestHorizon) { Levels = [0.5] }, TestContext.Current.CancellationToken);
        Assert.Equal(InputRules.LongestHorizon, forecast.Horizon);
    }

    [Theory]
    [InlineData("constant", "ets", "all values are equal")]
    [InlineData("all zero", "sba", "all values are zero")]
    [InlineData("less than two cycles", "ets", "less than two cycles of 12")]
    [InlineData("one value", "naive", "one known value gives no spread")]
    [InlineData("gaps", "theta", "unknown of 56 values were filled")]
    [InlineData("less than a cycle", "snaive", "less than one cycle of 12")]
    [InlineData("weekly", "ets", "the season of period 52 was taken out first")]
    [InlineData("returns", "tsb", "values below zero")]
    public void Forecast_WhatItCouldNotDo_StandsInTheNotes(string input, string method, string expected)
    {
        var forecast = ForecastMethods.Create(method).Forecast(Some.Unusual[input], new ForecastRequest(3), TestContext.Current.CancellationToken);
        Assert.Contains(forecast.Notes, n => n.Contains(expected, StringComparison.Ordinal));
    }
}
