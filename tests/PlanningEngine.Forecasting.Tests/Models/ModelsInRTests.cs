using System.Runtime.Intrinsics;
using System.Text.Json;
using PlanningEngine.Forecasting.Models.Arima;
using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Tests.Models;

/// <summary>Exponential smoothing and ARIMA against R's forecast on published series: <c>tests/data/forecasting/models.R</c> wrote the vectors.</summary>
public sealed class ModelsInRTests
{
    private static readonly JsonElement InR = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "models.json"))).RootElement;
    private static readonly double[] Air = Numbers(InR, "air");

    public static TheoryData<string> Forms => [.. EtsForm.Candidates.Select(f => f.ToString())];

    public static TheoryData<string> Series => [.. InR.GetProperty("arima").EnumerateArray().Select(a => a.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Smoothing_AtParametersOfR_HasItsErrorsAndLikelihood(string name)
    {
        var (form, inR) = Smoothing(name);
        var p = Numbers(inR, "parameters");
        var initial = Numbers(inR, "initial");
        var (level, slopes) = (initial[0], form.Trend == EtsTrend.None ? 0 : 1);
        List<double> point = [(p[0] - 1e-4) / 0.9998];
        if (form.Trend != EtsTrend.None)
            point.Add((p[1] - 1e-4) / (p[0] - 1e-4));
        if (form.Season != EtsPart.None)
            point.Add((p[2] - 1e-4) / (1 - p[0] - 1e-4));
        if (form.Trend == EtsTrend.Damped)
            point.Add((p[3] - 0.8) / 0.18);
        // The last seasonal state in R's order is the first month's.
        point.AddRange([level, .. initial.Skip(1).Take(slopes), .. initial.Skip(1 + slopes).Reverse().SkipLast(1)]);
        using var arena = LaneArena.Rent();
        var likelihood = new EtsLikelihood(Air, form, 12, 300, arena);
        var residuals = new Lanes[Air.Length];
        var factor = likelihood.Evaluate([.. point.Select(Vector512.Create)], residuals)[0];
        var expected = Numbers(inR, "residuals");
        for (var t = 0; t < Air.Length; t++)
            Assert.Equal(expected[t], residuals[t][0], 1e-6 * (form.Error == EtsPart.Multiplicative ? 1 : 100));
        Assert.Equal(Number(inR, "logLikelihood"), -Air.Length / 2.0 * Math.Log(residuals.Sum(r => r[0] * r[0]) * factor * factor), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Smoothing_Fitted_IsAtLeastAsLikelyAsInR(string name)
    {
        var (form, inR) = Smoothing(name);
        using var arena = LaneArena.Rent();
        var fit = new EtsEstimator(Air, 12, arena).Fit(form, TestContext.Current.CancellationToken)!;
        Assert.True(-fit.Objective / 2 >= Number(inR, "logLikelihood") - 0.01, $"{-fit.Objective / 2} < {Number(inR, "logLikelihood")}");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Smoothing_FromStatesOfR_ForecastsItsMeansAndIntervals(string name)
    {
        var (form, inR) = Smoothing(name);
        var (p, final) = (Numbers(inR, "parameters"), Numbers(inR, "final"));
        var slopes = form.Trend == EtsTrend.None ? 0 : 1;
        double[] state = [final[0], slopes == 1 ? final[1] : 0, .. final.Skip(1 + slopes).Reverse()];
        var fit = new EtsFit(form, new EtsParameters(p[0], p[1], p[2], p[3]), state, Number(inR, "variance"), 0, 0);
        var (mean, sigma) = EtsProjection.Project(fit, Air.Length, 12, 18);
        // Where level and season multiply, R counts in that both learned from the same errors; ours is the path without errors and the spread without that product.
        AssertForecast(inR, mean, sigma, form.Season == EtsPart.Multiplicative ? 0.02 : 1e-4);
    }

    [Theory]
    [MemberData(nameof(Series))]
    public void Arima_AtTheOrderOfR_HasItsFitAndForecast(string name)
    {
        var (inR, y, order) = Arima(name);
        using var arena = LaneArena.Rent();
        var fit = new ArimaEstimator(UnitRoots.Difference(y, order), order, arena).Fit(cancellationToken: TestContext.Current.CancellationToken)!;
        // R starts differenced observations from a variance of a million, not from nothing known: its likelihood is that little different.
        Assert.True(fit.LogLikelihood >= Number(inR, "logLikelihood") - 0.01, $"{fit.LogLikelihood} < {Number(inR, "logLikelihood")}");
        if (fit.LogLikelihood > Number(inR, "logLikelihood") + 0.01)
            return; // R stopped short of the maximum: its estimates are not the ones to compare with.
        double[] ours = [.. fit.Phi, .. fit.Theta, .. fit.SeasonalPhi, .. fit.SeasonalTheta];
        var theirs = Numbers(inR, "coefficients");
        for (var i = 0; i < ours.Length; i++)
            Assert.Equal(theirs[i], ours[i], 2e-3);
        Assert.Equal(Number(inR, "variance"), fit.Variance, 2e-3 * fit.Variance);
        Assert.Equal(Number(inR, "aicc"), fit.Aicc, 0.02);
        var (mean, sigma) = ArimaProjection.Project(fit, y, 18);
        AssertForecast(inR, mean, sigma, 2e-3);
    }

    [Theory]
    [MemberData(nameof(Series))]
    public void Arima_Search_DifferencesAsRDoesAndFindsAnOrderNoWorse(string name)
    {
        var (inR, y, order) = Arima(name);
        var chosen = Numbers(inR, "chosen");
        var fit = new ArimaSearch(y, order.Period).Run(TestContext.Current.CancellationToken)!;
        Assert.Equal((chosen[1], chosen[4]), (fit.Order.D, fit.Order.SeasonalD));
        Assert.True(fit.Aicc <= Number(inR, "chosenAicc") + 1, $"{fit.Order}: {fit.Aicc} > {Number(inR, "chosenAicc")} of ({string.Join(',', chosen)})");
    }

    private static (EtsForm Form, JsonElement InR) Smoothing(string name) =>
        (EtsForm.Candidates.Single(f => f.ToString() == name), InR.GetProperty("smoothing").EnumerateArray().Single(s => s.GetProperty("form").GetString() == name.Replace(",", "", StringComparison.Ordinal)));

    private static (JsonElement InR, double[] Y, ArimaOrder Order) Arima(string name)
    {
        var inR = InR.GetProperty("arima").EnumerateArray().Single(a => a.GetProperty("name").GetString() == name);
        var o = Array.ConvertAll(Numbers(inR, "order"), v => (int)v);
        return (inR, Numbers(inR, "y"), new ArimaOrder(o[0], o[1], o[2], o[3], o[4], o[5], inR.GetProperty("period").GetInt32(), o[6] == 1));
    }

    private static void AssertForecast(JsonElement inR, double[] mean, double[] sigma, double tolerance)
    {
        var (theirs, upper80, upper95) = (Numbers(inR, "mean"), Numbers(inR, "upper80"), Numbers(inR, "upper95"));
        for (var step = 0; step < theirs.Length; step++)
        {
            Assert.Equal(theirs[step], mean[step], tolerance * Math.Abs(theirs[step]));
            Assert.Equal(upper80[step], mean[step] + 1.2815515655446004 * sigma[step], tolerance * Math.Abs(upper80[step]));
            Assert.Equal(upper95[step], mean[step] + 1.959963984540054 * sigma[step], tolerance * Math.Abs(upper95[step]));
        }
    }

    private static double Number(JsonElement element, string name) => Numbers(element, name)[0];

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
