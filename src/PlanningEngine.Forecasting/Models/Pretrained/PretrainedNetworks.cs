namespace PlanningEngine.Forecasting.Models.Pretrained;

/// <summary>Networks of one kind whose answers are averaged, and what makes their inputs comparable.</summary>
/// <param name="Centres">Usual value of each input.</param>
/// <param name="Deviations">Standard deviation of each input, positive.</param>
/// <param name="Members">The networks; each gives a correction and the logarithm of the expected absolute error per step.</param>
/// <param name="Levels">Levels of <paramref name="Quantiles"/>, ascending.</param>
/// <param name="Quantiles">Distribution of errors over the expected absolute one, its median 0.</param>
internal sealed record PretrainedNetworks(float[] Centres, float[] Deviations, IReadOnlyList<DenseNetwork> Members, double[] Levels, double[] Quantiles)
{
    private const double FarthestLogarithm = 4;

    /// <summary>What is to be added to the Theta line, and expected absolute errors, in scales, for <see cref="NetworkInput.Steps"/> steps.</summary>
    /// <param name="inputs"><see cref="NetworkInput.Values"/>.</param>
    internal (double[] Corrections, double[] Errors) Apply(float[] inputs)
    {
        var comparable = Comparable(inputs);
        var (corrections, errors) = (new double[NetworkInput.Steps], new double[NetworkInput.Steps]);
        foreach (var member in Members)
        {
            var outputs = member.Apply(comparable);
            for (var step = 0; step < corrections.Length; step++)
            {
                corrections[step] += GrowthOf(step) * outputs[step] / Members.Count;
                errors[step] += GrowthOf(step) * Math.Exp(Math.Clamp(outputs[NetworkInput.Steps + step], -FarthestLogarithm, FarthestLogarithm)) / Members.Count;
            }
        }

        return (corrections, errors);
    }

    /// <summary>Inputs in deviations from their usual values.</summary>
    internal float[] Comparable(float[] inputs)
    {
        var result = new float[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
            result[i] = (inputs[i] - Centres[i]) / Deviations[i];
        return result;
    }

    /// <summary>How much farther a step may lie than the first: as a random walk.</summary>
    internal static double GrowthOf(int step) => Math.Sqrt(1 + step);

    /// <summary>What a file breaks.</summary>
    internal IEnumerable<string> Violations()
    {
        if (Centres.Length != NetworkInput.Count || Deviations.Length != NetworkInput.Count || !Array.TrueForAll(Centres, float.IsFinite) || !Array.TrueForAll(Deviations, d => d > 0 && float.IsFinite(d)))
            yield return $"the inputs of the networks have not {NetworkInput.Count} finite centres and positive deviations";
        if (Members.Count == 0)
            yield return "there is no network";
        if (Levels.Length == 0 || Levels.Length != Quantiles.Length || !IsAscending(Levels) || !IsAscending(Quantiles) || !(Levels[0] > 0 && Levels[^1] < 1))
            yield return "the errors of the networks have not ascending levels between 0 and 1 and as many ascending quantiles";
        foreach (var member in Members)
        {
            if (member.Inputs != NetworkInput.Count || member.Outputs != 2 * NetworkInput.Steps || member.Layers.Zip(member.Layers.Skip(1)).Any(p => p.First.Outputs != p.Second.Inputs))
                yield return $"the layers of a network do not lead from {NetworkInput.Count} inputs to {2 * NetworkInput.Steps} outputs";
            if (member.Layers.Any(l => l.Weights.Length != l.Inputs * l.Outputs || l.Constants.Length != l.Outputs || !Array.TrueForAll(l.Weights, float.IsFinite) || !Array.TrueForAll(l.Constants, float.IsFinite)))
                yield return "a layer of a network has not one finite weight per input and output";
        }
    }

    private static bool IsAscending(double[] numbers) => numbers.Zip(numbers.Skip(1)).All(p => p.First < p.Second);
}
