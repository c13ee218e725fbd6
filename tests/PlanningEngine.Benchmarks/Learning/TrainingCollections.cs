namespace PlanningEngine.Benchmarks;

/// <summary>What is learned from, series with at most one short cycle: windows inside the training values of public collections, as they are and summed to coarser buckets, and generated series. Of the test values their number alone is read.</summary>
internal static class TrainingCollections
{
    /// <summary>Names of the collections.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["m3", "m4", "generated"];

    private const int WindowsPerSeries = 4;
    private const int Generated = 2400;
    private const int LongestHistory = 400;

    /// <summary>All windows.</summary>
    internal static IReadOnlyList<TrainingWindow> Windows() => [.. M3(), .. M4(), .. Enumerable.Range(0, Generated).Select(GeneratedSeries.Window)];

    private static IEnumerable<TrainingWindow> M3() =>
        from series in M3Data.Read(M3Data.Folder() ?? throw new BenchmarkException("The M3 data is not there. Maybe set PLANNING_SHARED_DATA to the folder that holds m3/."))
        from window in TrainingWindow.Of("m3", $"m3-{series.Frequency}", series.Train, series.Period, series.Test.Length, WindowsPerSeries)
        select window;

    private static IEnumerable<TrainingWindow> M4() =>
    [
        .. M4("quarterly_q1_q99", "quarterly", 1, 4, 8), .. M4("daily_d1_d99", "daily", 1, 1, 14), .. M4("weekly", "4-weeks", 4, 13, 6), .. M4("weekly", "13-weeks", 13, 4, 4),
        .. M4("weekly", "52-weeks", 52, 1, 3), .. M4("hourly", "24-hours", 24, 7, 7),
    ];

    private static IEnumerable<TrainingWindow> M4(string file, string kind, int sum, int period, int horizon)
    {
        var all = ScoredSeries.Read("m4", $"m4_{file}_long.csv.gz") ?? throw new BenchmarkException("The M4 data is not there. Maybe set PLANNING_SHARED_DATA to the folder that holds m4/.");
        return all.SelectMany(s => TrainingWindow.Of("m4", $"m4-{kind}", Last(Sums(s.Train, sum), LongestHistory), period, horizon, WindowsPerSeries));
    }

    private static double[] Last(double[] values, int count) => values[^Math.Min(values.Length, count)..];

    /// <summary>Sums over consecutive buckets, the last of them ending with the history.</summary>
    private static double[] Sums(double[] values, int count) => [.. values.Skip(values.Length % count).Chunk(count).Select(c => c.Sum())];
}
