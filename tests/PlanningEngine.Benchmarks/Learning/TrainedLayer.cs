using System.Numerics;
using System.Runtime.InteropServices;

namespace PlanningEngine.Benchmarks;

/// <summary>A layer while it is trained: weights, their gradient and its moments. Lanes run over outputs or inputs and are never summed up, so that their number changes no bit.</summary>
internal sealed class TrainedLayer
{
    private const double First = 0.9;
    private const double Second = 0.999;

    private readonly float[] _back;
    private readonly float[] _gradient;
    private readonly float[] _ofConstants;
    private readonly double[] _mean;
    private readonly double[] _square;

    /// <summary>Random weights (He, Zhang, Ren, Sun 2015) times a factor.</summary>
    internal TrainedLayer(int inputs, int outputs, double factor, Random random)
    {
        (Inputs, Outputs) = (inputs, outputs);
        var bound = factor * Math.Sqrt(6.0 / inputs);
        Weights = [.. Enumerable.Range(0, inputs * outputs).Select(_ => (float)(bound * ((2 * random.NextDouble()) - 1)))];
        Constants = new float[outputs];
        _back = new float[Weights.Length];
        _gradient = new float[Weights.Length];
        _ofConstants = new float[outputs];
        (_mean, _square) = (new double[Weights.Length + outputs], new double[Weights.Length + outputs]);
        Transpose();
    }

    internal int Inputs { get; }

    internal int Outputs { get; }

    /// <summary>Inputs x outputs.</summary>
    internal float[] Weights { get; }

    internal float[] Constants { get; }

    internal void Apply(float[] inputs, float[] outputs)
    {
        Constants.CopyTo(outputs, 0);
        for (var i = 0; i < Inputs; i++)
            if (inputs[i] != 0)
                AddScaled(outputs, inputs[i], Weights.AsSpan(i * Outputs, Outputs));
    }

    /// <summary>Gradient by the inputs from that by the outputs.</summary>
    internal void Back(float[] ofOutputs, float[] ofInputs)
    {
        Array.Clear(ofInputs);
        for (var o = 0; o < Outputs; o++)
            if (ofOutputs[o] != 0)
                AddScaled(ofInputs, ofOutputs[o], _back.AsSpan(o * Inputs, Inputs));
    }

    internal void AddGradient(float[] inputs, float[] ofOutputs)
    {
        AddScaled(_ofConstants, 1, ofOutputs);
        for (var i = 0; i < Inputs; i++)
            if (inputs[i] != 0)
                AddScaled(_gradient.AsSpan(i * Outputs, Outputs), inputs[i], ofOutputs);
    }

    /// <summary>Moves the weights against the gradient, which starts anew.</summary>
    /// <param name="rate">Size of the step.</param>
    /// <param name="decay">Share of a weight that a step of size 1 takes away.</param>
    /// <param name="share">Of the gradient.</param>
    /// <param name="number">From 1.</param>
    internal void Step(double rate, double decay, double share, int number)
    {
        var (first, second) = (1 - Math.Pow(First, number), 1 - Math.Pow(Second, number));
        for (var i = 0; i < _mean.Length; i++)
        {
            var isWeight = i < Weights.Length;
            var gradient = share * (isWeight ? _gradient[i] : _ofConstants[i - Weights.Length]);
            _mean[i] += (1 - First) * (gradient - _mean[i]);
            _square[i] += (1 - Second) * ((gradient * gradient) - _square[i]);
            ref var value = ref (isWeight ? ref Weights[i] : ref Constants[i - Weights.Length]);
            value = (float)((value * (1 - (rate * decay))) - (rate * _mean[i] / first / (Math.Sqrt(_square[i] / second) + 1e-8)));
        }

        Array.Clear(_gradient);
        Array.Clear(_ofConstants);
        Transpose();
    }

    private void Transpose()
    {
        for (var i = 0; i < Inputs; i++)
            for (var o = 0; o < Outputs; o++)
                _back[(o * Inputs) + i] = Weights[(i * Outputs) + o];
    }

    private static void AddScaled(Span<float> sums, float factor, ReadOnlySpan<float> values)
    {
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(sums);
        var from = MemoryMarshal.Cast<float, Vector<float>>(values);
        var by = new Vector<float>(factor);
        for (var i = 0; i < lanes.Length; i++)
            lanes[i] += by * from[i];
        for (var i = lanes.Length * Vector<float>.Count; i < sums.Length; i++)
            sums[i] += factor * values[i];
    }
}
