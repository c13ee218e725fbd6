using System.CommandLine;
using System.Globalization;
using PlanningEngine.Benchmarks.InR;
using PlanningEngine.Forecasting;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Benchmarks;

/// <summary>What it costs that the series of a file teach each other: processor time per series and peak memory of <c>planctl forecast</c>, beside each series alone and beside R.</summary>
internal static class CollectionBenchmark
{
    private const int Horizon = 28;
    private const int Week = 7;
    private const int Shops = 20;
    private static readonly DateOnly End = new(2024, 11, 25);

    /// <summary>Items and days of the files.</summary>
    private static readonly (int Items, int Days)[] Sizes = [(300, 730), (300, 1_400), (1_000, 1_000)];

    public static Command Create()
    {
        var inR = Benchmark.Number("--peer-series", "Series of each file that R's ets fits, where it is installed; 0 leaves it out", 20, 0, 1_000);
        var most = Benchmark.Number("--most-rows", "Files of more rows are left out", 1_000_000, 200_000, 1_000_000);
        return Benchmark.Create(
            "collections", "Processor time per series and peak memory of planctl forecast on daily collections, beside each series alone and R's ets.",
            "collections --most-rows 300000", [most, inR],
            (parse, report, ct) => RunAsync(parse.GetValue(most), parse.GetValue(inR), report, ct));
    }

    private static async Task RunAsync(int mostRows, int peers, Report report, CancellationToken ct)
    {
        var withR = peers > 0 && PeerInR.IsThere();
        if (peers > 0 && !withR)
            Report.Progress("R's forecast is not there: its times are left out. Maybe apt-get install r-cran-forecast.");
        foreach (var (items, days) in Sizes.Where(s => s.Items * s.Days <= mostRows))
        {
            TimeSeries[] series = [.. new ShopSeasons(1, 2020, End, 0, Weeks: false).Draw(Shops, items / Shops, Week).Select(s => s with { Values = s.Values[^days..] })];
            var folder = Directory.CreateTempSubdirectory("planning-collection-");
            try
            {
                var input = Path.Combine(folder.FullName, "sales.csv");
                Write(input, series, days);
                string[] options = ["--horizon", $"{Horizon}", "--period", $"{Week}"];
                Report.Progress($"{items} series of {days} days, {new FileInfo(input).Length / 1e6:0} MB");
                var together = await ForecastTool.RunAsync(input, items * Horizon, options, ct);
                if (!together.Said.Contains("taught each other", StringComparison.Ordinal))
                    throw new BenchmarkException($"The series were left alone: {together.Said}");
                var alone = await ForecastTool.RunAsync(input, items * Horizon, [.. options, "--without-global-model"], ct);
                var name = $"collections.{items}x{days}";
                report.Add(new Figure($"{name}.cpu", together.CpuSeconds / items, "s/series") { Peer = alone.CpuSeconds / items, PeerName = "each alone" });
                report.Add(new Figure($"{name}.memory", together.PeakMegabytes, "MB") { Peer = alone.PeakMegabytes, PeerName = "each alone" });
                if (withR)
                    report.Add(new Figure($"{name}.cpu-of-ets", together.CpuSeconds / items, "s/series") { Peer = OfEts([.. series.Take(peers)]), PeerName = "R ets" });
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private static double OfEts(TimeSeries[] series) => PeerInR.Run("ets", series, Horizon).Average(r => double.Parse(r["cpu"], CultureInfo.InvariantCulture));

    private static void Write(string path, TimeSeries[] series, int days)
    {
        string[] dates = [.. Enumerable.Range(0, days).Select(day => End.AddDays(day - days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
        File.WriteAllLines(path, series.SelectMany(s => dates.Zip(s.Values, (date, value) => FormattableString.Invariant($"{s.Id},{date},{value:R}"))).Prepend("series_id,date,value"));
    }
}
