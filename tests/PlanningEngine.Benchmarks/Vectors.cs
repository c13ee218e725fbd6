using System.Runtime.Intrinsics;

namespace PlanningEngine.Benchmarks;

/// <summary>The vectors of this machine, which speeds depend on.</summary>
internal static class Vectors
{
    /// <summary>Their width.</summary>
    public static int Bits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>What is asked of a speed: goals are stated for 512 bits, and half is asked of fewer.</summary>
    public static double Goal(double on512Bits) => Bits == 512 ? on512Bits : on512Bits / 2;
}
