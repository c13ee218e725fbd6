namespace PlanningEngine.Allocation.Territories;

/// <summary>Random numbers for hundreds of millions of moves: xorshift64* (Vigna, ACM Transactions on Mathematical Software 42, 2016), seeded.</summary>
internal struct MoveDice(int seed)
{
    private static readonly double[] Patiences = [.. Enumerable.Range(0, 4_096).Select(i => -Math.Log((i + 0.5) / 4_096))];

    private ulong _state = (ulong)(uint)seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D;

    /// <summary>A whole number from 0 to below a bound.</summary>
    public int Below(int bound) => (int)(((Roll() >> 32) * (ulong)bound) >> 32);

    /// <summary>A number from 0 to below 1.</summary>
    public double Part() => (Roll() >> 11) * (1.0 / (1UL << 53));

    /// <summary>How many temperatures a move may cost to be accepted by Metropolis' rule: minus the logarithm of <see cref="Part"/>, from a table.</summary>
    public double Patience() => Patiences[Below(Patiences.Length)];

    private ulong Roll()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545F4914F6CDD1D;
    }
}
