namespace PlanningEngine.Forecasting.Models.Pretrained;

/// <summary>A layer of a network: every output is a weighted sum of all inputs and a constant.</summary>
/// <param name="Inputs">Number of inputs.</param>
/// <param name="Outputs">Number of outputs.</param>
/// <param name="Weights">Inputs x outputs, the weights of one input side by side.</param>
/// <param name="Constants">One per output.</param>
internal sealed record DenseLayer(int Inputs, int Outputs, float[] Weights, float[] Constants)
{
    /// <summary>Outputs of a layer.</summary>
    /// <remarks>Sums run over inputs in one order and never over lanes, so that the result has the same bits everywhere.</remarks>
    internal void Apply(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        Constants.CopyTo(outputs);
        for (var i = 0; i < Inputs; i++)
        {
            var input = inputs[i];
            if (input == 0)
                continue;
            var weights = Weights.AsSpan(i * Outputs, Outputs);
            for (var o = 0; o < weights.Length; o++)
                outputs[o] += input * weights[o];
        }
    }
}

/// <summary>Layers one after the other, negative outputs of all but the last set to zero (a multilayer perceptron).</summary>
/// <param name="Layers">At least one; each takes what the one before it gives.</param>
internal sealed record DenseNetwork(IReadOnlyList<DenseLayer> Layers)
{
    /// <summary>Numbers that it takes.</summary>
    internal int Inputs => Layers[0].Inputs;

    /// <summary>Numbers that it gives.</summary>
    internal int Outputs => Layers[^1].Outputs;

    /// <summary>What it gives.</summary>
    /// <param name="inputs">As many numbers as it takes.</param>
    internal float[] Apply(ReadOnlySpan<float> inputs)
    {
        float[] values = [.. inputs];
        for (var l = 0; l < Layers.Count; l++)
        {
            var next = new float[Layers[l].Outputs];
            Layers[l].Apply(values, next);
            if (l < Layers.Count - 1)
                for (var o = 0; o < next.Length; o++)
                    next[o] = Math.Max(0, next[o]);
            values = next;
        }

        return values;
    }
}
