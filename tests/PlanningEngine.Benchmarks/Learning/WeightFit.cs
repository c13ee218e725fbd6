using PlanningEngine.Forecasting.Features;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Benchmarks;

/// <summary>
/// Fits priors and coefficients so that the combination itself, not each method, errs least: absolute errors count relative to the values (as sMAPE) and to seasonal naive (as MASE), one half each, to seasonal naive alone where values scatter
/// around zero, beside which nothing is large or small; equal weights are where the ridge draws to.
/// </summary>
internal sealed class WeightFit
{
    private const int Epochs = 20;
    private const int Batch = 500;
    private const int Seed = 1;
    private const double RidgeOfPriors = 0.001;
    private const double RidgeOfCoefficients = 0.003;

    /// <summary>No window counts more than this many usual ones.</summary>
    private const double MostOfOne = 4;

    private readonly string[] _methods = [.. Candidates.Regular.Select(m => m.Name)];
    private readonly LearningExample[] _examples;
    private readonly FeatureScale[] _scales;
    private readonly double[][] _features;
    private readonly double[][] _costs;

    /// <summary>Logarithms of the priors, then coefficients, method by method.</summary>
    private readonly double[] _parameters;

    private WeightFit(LearningExample[] examples)
    {
        _examples = examples;
        _scales = [.. SeriesFeatures.Names.Select((name, i) => Scale(name, [.. examples.Select(e => e.Features[i])]))];
        var scales = new FeatureWeights(_scales, []);
        _features = [.. examples.Select(e => scales.Comparable(e.Features))];
        _costs = Costs(examples);
        _parameters = new double[_methods.Length * (1 + _scales.Length)];
    }

    /// <summary>Fits; the order of the examples matters as far as a seed does.</summary>
    internal static FeatureWeights Of(IEnumerable<LearningExample> examples, CancellationToken ct)
    {
        var fit = new WeightFit([.. examples.Where(e => e.IsWeighedByFeatures)]);
        fit.Run(ct);
        return fit.Result();
    }

    private FeatureWeights Result()
    {
        var priors = Priors();
        return new FeatureWeights(_scales, [.. _methods.Select((name, m) => new MethodWeight(name, Rounded(priors[m]), [.. Enumerable.Range(0, _scales.Length).Select(f => Rounded(_parameters[Position(m, f)]))]))]);
    }

    private static FeatureScale Scale(string name, double[] values)
    {
        var mean = values.Average();
        return new FeatureScale(name, Rounded(mean), Rounded(Math.Max(1e-3, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))))));
    }

    private static double Rounded(double value) => Math.Round(value, 6);

    private int Position(int method, int feature) => _methods.Length + (method * _scales.Length) + feature;

    private double[] Priors()
    {
        double[] priors = [.. _parameters[.._methods.Length].Select(Math.Exp)];
        var sum = priors.Sum();
        return Array.ConvertAll(priors, p => p / sum);
    }

    private void Run(CancellationToken ct)
    {
        var order = Enumerable.Range(0, _examples.Length).ToArray();
        var random = new Random(Seed);
        var adam = new Adam(_parameters.Length, Epochs * ((order.Length + Batch - 1) / Batch));
        var gradient = new double[_parameters.Length];
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            ct.ThrowIfCancellationRequested();
            var priors = Priors();
            double[][] own = [.. _examples.Select(e => Weighting.LogarithmsOfLosses(priors, e.Losses, e.Buckets))];
            random.Shuffle(order);
            foreach (var batch in order.Chunk(Batch))
            {
                for (var i = 0; i < gradient.Length; i++)
                    gradient[i] = 2 * (i < _methods.Length ? RidgeOfPriors : RidgeOfCoefficients) * _parameters[i];
                foreach (var example in batch)
                    AddGradient(example, own[example], gradient, batch.Length);
                adam.Step(_parameters, gradient);
            }
        }
    }

    private void AddGradient(int example, double[] own, double[] gradient, int batch)
    {
        var (end, costs, features) = (_examples[example].End, _costs[example], _features[example]);
        var weights = Shares(features, own);
        var ofWeight = new double[weights.Length];
        for (var step = 0; step < costs.Length; step++)
        {
            var combined = 0.0;
            for (var m = 0; m < weights.Length; m++)
                combined += weights[m] * end.Forecasts[m].Mean[step];
            var cost = Math.Sign(combined - end.Actual[step]) * costs[step] / batch;
            for (var m = 0; m < weights.Length; m++)
                ofWeight[m] += cost * end.Forecasts[m].Mean[step];
        }

        var mean = 0.0;
        for (var m = 0; m < weights.Length; m++)
            mean += weights[m] * ofWeight[m];
        for (var m = 0; m < weights.Length; m++)
        {
            var ofLogarithm = weights[m] * (ofWeight[m] - mean);
            gradient[m] += ofLogarithm;
            for (var f = 0; f < features.Length; f++)
                gradient[Position(m, f)] += ofLogarithm * features[f];
        }
    }

    private double[] Shares(double[] features, double[] own)
    {
        var shares = new double[_methods.Length];
        for (var m = 0; m < shares.Length; m++)
        {
            shares[m] = _parameters[m] + own[m];
            for (var f = 0; f < features.Length; f++)
                shares[m] += _parameters[Position(m, f)] * features[f];
        }

        var (most, sum) = (shares.Max(), 0.0);
        for (var m = 0; m < shares.Length; m++)
            sum += shares[m] = Math.Exp(shares[m] - most);
        for (var m = 0; m < shares.Length; m++)
            shares[m] /= sum;
        return shares;
    }

    /// <summary>What one unit of error costs in each bucket of each example.</summary>
    private static double[][] Costs(LearningExample[] examples)
    {
        double[][] plain = [.. examples.Select(e => Enumerable.Range(0, e.End.Actual.Length).Select(step => e.End.Forecasts.Average(f => f.Mean[step])).ToArray())];
        double[][] relative = [.. examples.Select((e, i) => plain[i].Select((mean, step) => 2 / Math.Max(1e-300, Math.Abs(mean) + Math.Abs(e.End.Actual[step]))).ToArray())];
        double Loss(int i, Func<int, double> cost) => plain[i].Select((mean, step) => cost(step) * Math.Abs(mean - examples[i].End.Actual[step])).Average();
        var usual = Enumerable.Range(0, examples.Length).Where(i => examples[i].IsOneSided).Average(i => Loss(i, step => relative[i][step]));
        var usualScaled = examples.Select((e, i) => Loss(i, _ => 1 / e.End.Scale)).Average();
        return [.. examples.Select((e, i) =>
        {
            var scaled = 1 / e.End.Scale / usualScaled;
            double[] costs = [.. relative[i].Select(r => ((e.IsOneSided ? r / usual : scaled) + scaled) / 2)];
            var share = Math.Min(1, MostOfOne / Math.Max(1e-300, Loss(i, step => costs[step]))) / costs.Length;
            return Array.ConvertAll(costs, c => c * share);
        })];
    }
}
