namespace PlanningEngine.Benchmarks;

/// <summary>What is learned from, series with at most one short cycle: the training values of public collections, as they are and summed to coarser buckets, and generated series. Of the test values their number alone is read.</summary>
internal static class TrainingCollections
{
    /// <summary>Names of the collections.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["m3", "m4", "generated"];

    private const int Generated = 2400;
    private const int GeneratedLong = 600;
    private const int GeneratedDemand = 600;
    private const int PartOfChanges = 4;
    private const int LongestHistory = 400;

    /// <summary>Series that go to the same half.</summary>
    private const int Block = 20;

    /// <summary>Fewer coarse values teach little.</summary>
    private const int FewestCoarse = 9;

    /// <summary>All series that auto is judged on.</summary>
    internal static IReadOnlyList<TrainingSeries> Series() => [.. M3(), .. M4(), .. Enumerable.Range(0, Generated).Select(n => GeneratedSeries.Of(n, HalfOf(n)))];

    /// <summary>Series of other kinds, from which weights and calibration are learned beside them, and no networks: long histories, changes from bucket to bucket, which scatter around zero, and noisy demand.</summary>
    internal static IReadOnlyList<TrainingSeries> FurtherSeries()
    {
        TrainingSeries[] longer =
        [
            .. LongM4("weekly", "weeks", 1, 13, 2), .. LongM4("daily_d1_d99", "days", 1, 14, 4), .. LongM4("hourly", "hours", 24, 24, 2), .. Enumerable.Range(0, GeneratedLong).Select(n => GeneratedSeries.Long(n, HalfOf(n))),
        ];
        return [.. longer, .. M3().Concat(longer).Where((_, i) => i % PartOfChanges == 0).Select(Changes), .. Enumerable.Range(0, GeneratedDemand).Select(n => GeneratedSeries.Demand(n, HalfOf(n)))];
    }

    private static TrainingSeries Changes(TrainingSeries series) =>
        series with
        {
            Kind = $"{series.Kind} changes",
            Values = [.. series.Values.Skip(1).Zip(series.Values, (next, value) => next - value)],
        };

    /// <summary>Monthly and quarterly series summed to quarters and years: more to learn from, of another kind.</summary>
    internal static IEnumerable<TrainingSeries> Coarser(IEnumerable<TrainingSeries> series) =>
        from fine in series.Where(s => s.Period is 4 or 12)
        from sum in (int[])[3, 4, 12]
        where fine.Period % sum == 0 && fine.Values.Length >= FewestCoarse * sum
        select fine with { Kind = $"{fine.Kind} by {sum}", Values = Sums(fine.Values, sum), Period = fine.Period / sum, Horizon = Math.Max(1, (fine.Horizon + sum - 1) / sum) };

    private static int HalfOf(int number) => number / Block % 2;

    private static IEnumerable<TrainingSeries> M3() =>
        M3Data.Read(M3Data.Folder() ?? throw new BenchmarkException("The M3 data is not there. Maybe set PLANNING_SHARED_DATA to the folder that holds m3/."))
            .Select((series, i) => new TrainingSeries("m3", $"m3-{series.Frequency}", HalfOf(i), series.Train, series.Period, series.Test.Length));

    private static IEnumerable<TrainingSeries> M4() =>
    [
        .. M4("quarterly_q1_q99", "quarterly", 1, 4, 8), .. M4("daily_d1_d99", "daily", 1, 1, 14), .. M4("weekly", "4-weeks", 4, 13, 6), .. M4("weekly", "13-weeks", 13, 4, 4),
        .. M4("weekly", "52-weeks", 52, 1, 3), .. M4("hourly", "24-hours", 24, 7, 7),
    ];

    private static IEnumerable<TrainingSeries> M4(string file, string kind, int sum, int period, int horizon) =>
        M4(file).Select((s, i) => new TrainingSeries("m4", $"m4-{kind}", HalfOf(i), Last(Sums(s.Train, sum), LongestHistory), period, horizon));

    private static IEnumerable<TrainingSeries> LongM4(string file, string kind, int period, int horizon, int windows) =>
        M4(file).Select((s, i) => new TrainingSeries("m4", $"m4-{kind}", HalfOf(i), s.Train, period, horizon, windows));

    private static IReadOnlyList<ScoredSeries> M4(string file) =>
        ScoredSeries.Read("m4", $"m4_{file}_long.csv.gz") ?? throw new BenchmarkException("The M4 data is not there. Maybe set PLANNING_SHARED_DATA to the folder that holds m4/.");

    private static double[] Last(double[] values, int count) => values[^Math.Min(values.Length, count)..];

    /// <summary>Sums over consecutive buckets, the last of them ending with the history.</summary>
    private static double[] Sums(double[] values, int count) => [.. values.Skip(values.Length % count).Chunk(count).Select(c => c.Sum())];
}
