using System.Diagnostics;

namespace PlanningEngine.Benchmarks;

/// <summary>Times and order statistics.</summary>
internal static class Measure
{
    /// <summary>Runs work and says how much processor time this process spent meanwhile.</summary>
    public static (T Result, double CpuSeconds) Cpu<T>(Func<T> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        var result = work();
        return (result, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    /// <summary>Runs work and says how long it took, and how much processor time this process spent meanwhile.</summary>
    public static async Task<(T Result, double Seconds, double CpuSeconds)> BothAsync<T>(Func<Task<T>> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        var (result, seconds) = await WallAsync(work);
        return (result, seconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    /// <summary>Runs work and says how long it took.</summary>
    public static async Task<(T Result, double Seconds)> WallAsync<T>(Func<Task<T>> work)
    {
        var watch = Stopwatch.StartNew();
        var result = await work();
        return (result, watch.Elapsed.TotalSeconds);
    }

    /// <summary>The value below which a share of the numbers lies, nearest rank.</summary>
    public static double Percentile(IReadOnlyCollection<double> numbers, double share)
    {
        if (numbers.Count == 0)
            throw new BenchmarkException("There is nothing to take a percentile of: no call was answered.");
        var sorted = numbers.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>The median, nearest rank.</summary>
    public static double Median(IReadOnlyCollection<double> numbers) => Percentile(numbers, 0.5);
}
