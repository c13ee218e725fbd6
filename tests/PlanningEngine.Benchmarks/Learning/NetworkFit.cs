using PlanningEngine.Forecasting.Models.Pretrained;

namespace PlanningEngine.Benchmarks;

/// <summary>
/// Trains networks by stochastic gradients with decoupled decay (Loshchilov, Hutter 2019): corrections have the least absolute error, half of it counted relative to the values; the expected absolute error of each step is
/// that of a Laplace distribution, taught to the last layer alone so that it takes nothing from the corrections. One thread and one order of sums: the same bits on any machine.
/// </summary>
internal sealed class NetworkFit
{
    private const int Hidden = 64;
    private const int Epochs = 8;
    private const int Batch = 512;
    private const double Rate = 2e-3;
    private const double Decay = 1e-3;
    private const double WarmUp = 0.3;
    private const float FarthestError = 10;
    private const float FarthestLogarithm = 4;
    private const float SmallestDeviation = 1e-3f;
    private const int Steps = NetworkInput.Steps;

    private static readonly float[] Growth = [.. Enumerable.Range(0, Steps).Select(s => (float)PretrainedNetworks.GrowthOf(s))];

    private readonly NetworkExample[] _examples;
    private readonly float[] _weights;
    private readonly float[][] _inputs;
    private readonly float _usualRelative;

    internal NetworkFit(NetworkExample[] examples)
    {
        _examples = examples;
        Centres = [.. Enumerable.Range(0, NetworkInput.Count).Select(i => Rounded(examples.Average(e => (double)e.Inputs[i])))];
        Deviations = [.. Centres.Select((c, i) => Rounded(Math.Max(SmallestDeviation, Math.Sqrt(examples.Average(e => Math.Pow(e.Inputs[i] - c, 2))))))];
        var scales = new PretrainedNetworks(Centres, Deviations, [], [], []);
        _inputs = [.. examples.Select(e => scales.Comparable(e.Inputs))];
        _usualRelative = examples.Average(e => e.Relative);
        // Between the kinds counting by their numbers and counting the same.
        var counts = examples.GroupBy(e => e.Series.Kind).ToDictionary(g => g.Key, g => 1 / Math.Sqrt(g.Count()));
        var usual = examples.Average(e => counts[e.Series.Kind]);
        _weights = [.. examples.Select(e => (float)(counts[e.Series.Kind] / usual))];
    }

    internal float[] Centres { get; }

    internal float[] Deviations { get; }

    /// <summary>Trains one network.</summary>
    /// <param name="stepsOf">How many targets of an example may be seen.</param>
    /// <param name="seed">Starting weights and order.</param>
    /// <param name="ct">Stops the work.</param>
    internal DenseNetwork Train(Func<NetworkExample, int> stepsOf, int seed, CancellationToken ct)
    {
        var random = new Random(seed);
        TrainedLayer[] layers = [new(NetworkInput.Count, Hidden, 1, random), new(Hidden, Hidden, 1, random), new(Hidden, 2 * Steps, 0, random)];
        var steps = Array.ConvertAll(_examples, e => stepsOf(e));
        var order = Enumerable.Range(0, _examples.Length).Where(i => steps[i] > 0).ToArray();
        var (total, done) = (Epochs * (order.Length / Batch), 0);
        var pass = new Pass(layers);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            for (var b = 0; b + Batch <= order.Length; b += Batch)
            {
                ct.ThrowIfCancellationRequested();
                var whole = 0f;
                foreach (var i in order.AsSpan(b, Batch))
                    whole += pass.Add(_inputs[i], _examples[i], steps[i], _weights[i], _usualRelative);
                foreach (var layer in layers)
                    layer.Step(RateAt((double)done / total), Decay, 1 / whole, done + 1);
                done++;
            }
        }

        return new DenseNetwork([.. layers.Select(l => new DenseLayer(l.Inputs, l.Outputs, Array.ConvertAll(l.Weights, w => Rounded(w)), Array.ConvertAll(l.Constants, c => Rounded(c))))]);
    }

    /// <summary>Rising first, then falling to none as a cosine does.</summary>
    private static double RateAt(double share) => Rate * (share < WarmUp ? Math.Max(0.04, share / WarmUp) : (1 + Math.Cos(Math.PI * (share - WarmUp) / (1 - WarmUp))) / 2);

    /// <summary>As the file keeps it.</summary>
    private static float Rounded(double value) => (float)(Half)value;

    /// <summary>Runs examples forward and errors backward, one at a time.</summary>
    private sealed class Pass(TrainedLayer[] layers)
    {
        private readonly float[][] _values = [.. layers.Select(l => new float[l.Outputs])];
        private readonly float[][] _slopes = [.. layers.Select(l => new float[l.Outputs])];

        /// <summary>Adds the gradient of an example; returns how much its corrections count.</summary>
        internal float Add(float[] inputs, NetworkExample example, int steps, float weight, float usualRelative)
        {
            for (var l = 0; l < layers.Length; l++)
            {
                layers[l].Apply(l == 0 ? inputs : _values[l - 1], _values[l]);
                if (l < layers.Length - 1)
                    KeepPositive(_values[l], _values[l]);
            }

            var (outputs, slopes) = (_values[^1], _slopes[^1]);
            Array.Clear(slopes);
            var cost = weight * ((example.Relative / usualRelative) + 1) / 2;
            for (var step = 0; step < steps; step++)
            {
                var error = example.Targets[step] - (Growth[step] * outputs[step]);
                slopes[step] = -MathF.Sign(error) * Growth[step] * cost;
                var logarithm = Math.Clamp(outputs[Steps + step], -FarthestLogarithm, FarthestLogarithm);
                slopes[Steps + step] = weight * (1 - MathF.Min(FarthestError, MathF.Abs(error) / (Growth[step] * MathF.Exp(logarithm))));
            }

            layers[^1].AddGradient(_values[^2], slopes);
            slopes.AsSpan(Steps).Clear();
            for (var l = layers.Length - 1; l > 0; l--)
            {
                layers[l].Back(_slopes[l], _slopes[l - 1]);
                KeepPositive(_values[l - 1], _slopes[l - 1]);
                layers[l - 1].AddGradient(l == 1 ? inputs : _values[l - 2], _slopes[l - 1]);
            }

            return cost * steps;
        }

        /// <summary>Keeps numbers where others are positive, and sets the rest to zero.</summary>
        private static void KeepPositive(float[] where, float[] numbers)
        {
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = where[i] > 0 ? numbers[i] : 0;
        }
    }
}
