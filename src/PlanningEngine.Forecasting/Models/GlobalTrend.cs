using System.Globalization;
using PlanningEngine.Forecasting.Models.Arima;
using PlanningEngine.Forecasting.Models.Trend;
using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// Local and global trend (LGT: Smyl, Bergmeir, Dokumentov, Long, Wibowo, Schmidt 2024): growth is a power of the level, from a straight line to a share of it, beside a local slope, and errors grow with a power
/// of the level too. Models over a grid of smoothing parameters and powers are weighted by their evidence, which is exact: given them the model is a linear regression with a conjugate prior.
/// </summary>
/// <remarks>Seasons are taken out by shrunken indices, long or several ones by local regression. Histories with values at or near zero have growth along a straight line only.</remarks>
public sealed class GlobalTrend : StatisticalForecaster
{
    private const int FewestValues = 6;
    private const double SmallestShare = 0.01;
    private const double SmallestWeight = 1e-3;

    /// <inheritdoc />
    public override string Name => "lgt";

    private protected override Prediction Predict(History history, ForecastRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.IsConstant || history.Length < FewestValues)
            return Fallback.Simple(history, request, notes);
        var (values, seasonAhead, multiplies) = WithoutSeason(history, notes, cancellationToken);
        if (UnitRoots.IsConstant(values))
            return Fallback.Simple(history, request, notes);
        var smallest = SmallestShare * values.Average();
        var positive = smallest > 0 && values.Min() > smallest;
        var models = GlobalTrendGrid.Solve(values, positive, cancellationToken);
        var best = models.Max(m => m.LogEvidence);
        var kept = models.Where(m => Math.Exp(m.LogEvidence - best) >= SmallestWeight).ToArray();
        var weights = Array.ConvertAll(kept, m => Math.Exp(m.LogEvidence - best));
        var sum = weights.Sum();
        var floor = positive ? smallest : double.NegativeInfinity;
        var (mean, sigma) = Mixture.Of(Array.ConvertAll(kept, m => Project(m, values.Average(), floor, request.Horizon)), Array.ConvertAll(weights, w => w / sum), request.Horizon);
        var first = models.MaxBy(m => m.LogEvidence);
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{kept.Length} of {models.Count} trends, growth by level to the power {first.Power} first"));
        for (var step = 0; step < mean.Length; step++)
        {
            mean[step] = multiplies ? mean[step] * seasonAhead(step) : mean[step] + seasonAhead(step);
            sigma[step] *= multiplies ? seasonAhead(step) : 1;
        }

        return Prediction.Normal(mean, sigma, request.Levels);
    }

    private static (double[] Values, Func<int, double> SeasonAhead, bool Multiplies) WithoutSeason(History history, List<string> notes, CancellationToken cancellationToken)
    {
        if (history.Period > ExponentialSmoothing.LongestSeasonInStates || history.Series.FurtherPeriods.Count > 0)
        {
            var seasons = SeasonsOf.Remove(history.Values, history, notes, cancellationToken);
            return (seasons.Adjusted, seasons.Ahead, false);
        }

        var season = SeasonalAdjustment.Shrunken(history.Values, history.Period);
        return (season.Remove(history.Values), step => season.IndexAt(history.Length + step), season.Multiplies);
    }

    /// <summary>The path without errors; its spread as if each error moved the level and the slope once and for all.</summary>
    private static (double[] Mean, double[] Sigma) Project(GlobalTrendModel model, double meanLevel, double floor, int horizon)
    {
        var (mean, sigma) = (new double[horizon], new double[horizon]);
        var (level, slope) = (model.Level, model.LocalSlope);
        var effect = model.Alpha * (1 + model.Slope * model.Beta);
        for (var step = 0; step < horizon; step++)
        {
            var growth = model.Power == 0 ? model.Growth : model.Growth * Math.Pow(level / meanLevel, model.Power);
            mean[step] = Math.Max(level + growth + model.Slope * slope, floor);
            var spread = model.SpreadPower == 0 ? 1 : Math.Pow(level / meanLevel, model.SpreadPower);
            sigma[step] = Math.Sqrt(model.Variance * (1 + step * effect * effect)) * spread;
            var next = level + model.Alpha * (mean[step] - level);
            slope += model.Beta * (next - level - slope);
            level = next;
        }

        return (mean, sigma);
    }
}
