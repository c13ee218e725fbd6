using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;

namespace PlanningEngine.Forecasting.Tests;

/// <summary>All methods answer the same to the last bit on narrower vectors, without any, and however their code was compiled: this assembly forecasts once more in a process that is told to do without.</summary>
public sealed class VectorWidthTests
{
    private const int Horizon = 12;
    private const string ForecastsTo = "PLANNING_FORECASTS_TO";

    private static readonly TimeSeries[] Histories =
    [
        Some.Monthly(), new("quarterly", Some.Seasonal(41, 4, 2), 4), new("yearly", Some.Seasonal(27, 9, 3), 1), new("sporadic", Some.Sporadic(60, 4), 12), new("weekly", Some.Seasonal(143, 52, 5), 52),
    ];

    [Fact]
    public void Forecasts_OfAllMethods_AreFinite()
    {
        var lines = new List<string> { Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : Vector128.IsHardwareAccelerated ? "128" : "0" };
        foreach (var name in ForecastMethods.Names)
            foreach (var series in Histories)
            {
                var forecast = ForecastMethods.Create(name).Forecast(series, new ForecastRequest(Horizon), TestContext.Current.CancellationToken);
                double[] numbers = [.. forecast.Mean, .. forecast.Quantiles.SelectMany(q => q)];
                Assert.All(numbers, n => Assert.True(double.IsFinite(n), $"{name} {series.Id}"));
                lines.Add($"{name} {series.Id} {string.Join(' ', numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture)))}");
            }

        if (Environment.GetEnvironmentVariable(ForecastsTo) is { } path)
            File.WriteAllLines(path, lines);
    }

    /// <summary>Compiled ahead, in a hurry or with care, code must answer alike, or a run that goes on in another process ends with another result.</summary>
    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    [InlineData("DOTNET_TieredCompilation", 512)]
    [InlineData("DOTNET_ReadyToRun", 512)]
    public void Forecasts_WithoutAFeatureOfTheRuntime_AreTheSame(string knob, int widest)
    {
        var (with, without) = (Run(knob: null), Run(knob));
        Assert.InRange(int.Parse(without[0], CultureInfo.InvariantCulture), 0, widest);
        Assert.Equal(with[1..], without[1..]);
    }

    /// <summary>The width of a process of its own and its forecasts.</summary>
    private static string[] Run(string? knob)
    {
        var path = Path.GetTempFileName();
        try
        {
            var test = $"{typeof(VectorWidthTests).FullName}.{nameof(Forecasts_OfAllMethods_AreFinite)}";
            var start = new ProcessStartInfo("dotnet", [typeof(VectorWidthTests).Assembly.Location, "-method", test, "-noColor"]) { RedirectStandardOutput = true, Environment = { [ForecastsTo] = path } };
            if (knob is not null)
                start.Environment[knob] = "0";
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, said);
            return File.ReadAllLines(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
