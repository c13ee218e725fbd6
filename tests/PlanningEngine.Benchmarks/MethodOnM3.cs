namespace PlanningEngine.Benchmarks;

/// <summary>What one method reached on all of M3, and how fast, in one run.</summary>
/// <param name="Name">The method.</param>
/// <param name="Smape">sMAPE over all test points, in percent.</param>
/// <param name="Speed">Series per CPU second.</param>
internal sealed record MethodOnM3(string Name, double Smape, double Speed)
{
    /// <summary>Whether another method is more accurate and no slower, or as accurate and faster.</summary>
    internal bool IsBeatenBy(MethodOnM3 other) => other.Smape <= Smape && other.Speed >= Speed && (other.Smape < Smape || other.Speed > Speed);
}
