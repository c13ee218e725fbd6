namespace PlanningEngine.Planning.Demo;

/// <summary>Seeded draws. Each part of the company has its own stream, so that a change in one leaves the others as they were.</summary>
internal sealed class DemoRandom(int seed, int stream)
{
    private readonly Random _random = new(unchecked((seed * 1_000_003) ^ (stream * 7_919)));

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => _random.NextDouble();

    /// <summary>Uniform integer from low to high, both included.</summary>
    public int Between(int low, int high) => _random.Next(low, high + 1);

    /// <summary>Uniform real from low to high.</summary>
    public double Between(double low, double high) => low + ((high - low) * _random.NextDouble());

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => _random.NextDouble() < probability;

    /// <summary>One item.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>The items in random order.</summary>
    public T[] Shuffled<T>(IEnumerable<T> items)
    {
        var copy = items.ToArray();
        _random.Shuffle(copy);
        return copy;
    }

    /// <summary>Log-normal with median 1.</summary>
    public double LogNormal(double sigma) => Math.Exp(sigma * Normal());

    /// <summary>Standard normal (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>Poisson count: Knuth's product up to a mean of 30, above it the rounded normal.</summary>
    public int Poisson(double mean)
    {
        if (mean > 30)
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        var (limit, product, count) = (Math.Exp(-mean), _random.NextDouble(), 0);
        while (product > limit)
        {
            product *= _random.NextDouble();
            count++;
        }

        return count;
    }

    /// <summary>Index drawn from cumulative weights, ascending, searched from first to last.</summary>
    public int Weighted(double[] cumulative)
    {
        var target = _random.NextDouble() * cumulative[^1];
        var index = Array.BinarySearch(cumulative, target);
        return Math.Min(index < 0 ? ~index : index + 1, cumulative.Length - 1);
    }
}
