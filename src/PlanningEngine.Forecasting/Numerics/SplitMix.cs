namespace PlanningEngine.Forecasting.Numerics;

/// <summary>
/// Random numbers by SplitMix64 (Steele, Lea, Flood 2014). Streams of neighbouring numbers do not go together, unlike those of <see cref="Random"/>, whose draws are linear in the seed.
/// </summary>
internal struct SplitMix
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private ulong _state;

    /// <summary>The stream of a seed, a kind and a number.</summary>
    internal SplitMix(int seed, int kind, int number) => _state = Mix(Mix((ulong)(uint)seed + Golden) + ((ulong)(uint)kind << 32) + (uint)number);

    /// <summary>A number strictly between 0 and 1.</summary>
    internal double Next()
    {
        _state += Golden;
        return ((Mix(_state) >> 12) + 0.5) * (1.0 / (1UL << 52));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
