namespace PlanningEngine.Benchmarks;

/// <summary>A benchmark that could not measure, or met a wrong answer.</summary>
internal sealed class BenchmarkException(string message, Exception? inner = null) : Exception(message, inner);
