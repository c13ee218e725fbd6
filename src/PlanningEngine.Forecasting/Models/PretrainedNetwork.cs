using System.Globalization;
using PlanningEngine.Forecasting.Learned;
using PlanningEngine.Forecasting.Models.Pretrained;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Small neural networks, trained beforehand on many thousand origins of other series: they see the last values without season, in units of the series' own changes, and correct the Theta line
/// (what Oreshkin, Carpov, Chapados, Bengio 2021 found of larger ones: what is learned of some series holds for series never seen). The same for every data set. What they say is a median, which demand that is never below zero has its mean above.
/// </summary>
public sealed class PretrainedNetwork : StatisticalForecaster
{
    private const int StepsOfSlope = 6;
    private const double SlopeKept = 0.95;

    /// <summary>Beside other methods a median this far below the mean stands for it, as a factor: errors in per cent are least of medians, and volume may be off by that much.</summary>
    private const double TakenForMean = 1.02;

    private readonly PretrainedNetworks? _networks;

    /// <summary>The networks that ship.</summary>
    public PretrainedNetwork() { }

    internal PretrainedNetwork(PretrainedNetworks networks) => _networks = networks;

    /// <summary>The networks that ship, as <c>auto</c> has them beside other methods.</summary>
    internal static PretrainedNetwork BesideOthers { get; } = new() { IsBesideOthers = true };

    /// <summary>Whether medians are raised to within 2 % of means only, the bias that <c>auto</c> is allowed. Default: false, raised wholly.</summary>
    internal bool IsBesideOthers { get; init; }

    /// <inheritdoc />
    public override string Name => "pretrained";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var y = history.Values;
        var season = SeasonalAdjustment.ShrunkenOrLong(history, notes);
        if (history.IsConstant || y.Length < NetworkInput.FewestValues)
            return Fallback.Simple(history, request, notes);
        if (DemandPattern.Of(y, history.Series).Class is DemandClass.Intermittent or DemandClass.Lumpy)
            notes.Add("demand is mostly zero, of which the networks saw little: imapa and auto are meant for it");
        if (NetworkInput.Of(y, season, history.Period) is not { } input)
            return OnlySeason(y, season, request, notes);
        cancellationToken.ThrowIfCancellationRequested();
        var networks = _networks ?? LearnedParameters.Shipped.Networks;
        var (corrections, error) = networks.Apply(input.Values);
        double[] ahead = [.. input.Line.Zip(corrections, (line, correction) => line + correction)];
        if (request.Horizon > ahead.Length)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"trained for {ahead.Length} steps: later ones go on with a slope that dies out"));
        var (median, spread) = (new double[request.Horizon], new double[request.Horizon]);
        for (var step = 0; step < median.Length; step++)
        {
            var trained = Math.Min(step, ahead.Length - 1);
            median[step] = input.Level + (input.Scale * (ahead[trained] + Beyond(ahead, step - trained)));
            spread[step] = input.Scale * error[trained] * PretrainedNetworks.GrowthOf(step) / PretrainedNetworks.GrowthOf(trained);
        }

        input.Season.Restore(median, spread, y.Length);
        double[] shape = [.. request.Levels.Select(level => QuantileFunctions.At(networks.Levels, networks.Quantiles, level))];
        var raise = Math.Max(1, MeanOverMedian.Of(y, season.Remove(y)) / (IsBesideOthers ? TakenForMean : 1));
        return new Prediction(Array.ConvertAll(median, m => m > 0 ? raise * m : m), [.. median.Select((m, step) => Array.ConvertAll(shape, q => m + (q * spread[step])))]);
    }

    /// <summary>What lies beside the season does not change: both go on.</summary>
    private static Prediction OnlySeason(double[] y, SeasonalAdjustment season, ForecastRequest request, List<string> notes)
    {
        notes.Add("values without their season do not change: level and season go on without spread");
        var (mean, spread) = (new double[request.Horizon], new double[request.Horizon]);
        Array.Fill(mean, season.Remove(y)[^1]);
        season.Restore(mean, spread, y.Length);
        return Prediction.Normal(mean, spread, request.Levels);
    }

    /// <summary>How far a forecast goes on after the last trained step: by its last slope, which dies out.</summary>
    private static double Beyond(double[] ahead, int steps) =>
        (ahead[^1] - ahead[^(1 + StepsOfSlope)]) / StepsOfSlope * SlopeKept * (1 - Math.Pow(SlopeKept, steps)) / (1 - SlopeKept);
}
