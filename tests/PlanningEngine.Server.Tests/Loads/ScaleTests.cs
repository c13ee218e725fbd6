using System.Diagnostics;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Tests.Loads;

public sealed class ScaleTests
{
    private const int Rows = 200_000;
    private const int RowsPerChunk = 5_000;

    [Fact]
    public async Task LoadCorrectAndRevert_TwoHundredThousandRows_SumsAgreeToTheCent()
    {
        await using var host = await LoadHost.StartAsync();
        await host.LoadAsync(Some.Masters());
        var cents = Enumerable.Range(0, Rows).Select(i => ((i * 7919L) % 1_000_003) - 5_000).ToArray();

        var first = await TimedAsync(host, cents);
        Assert.Equal((Rows, 0L, 0L), (first.InsertedCount, first.CorrectedCount, first.UnchangedCount));
        Assert.Equal((Rows, (double)Rows, cents.Sum() / 100m), await host.SalesAsync());

        for (var i = 0; i < Rows; i += 4)
            cents[i] += 1;
        var second = await TimedAsync(host, cents);
        Assert.Equal((0L, Rows / 4, Rows * 3 / 4), (second.InsertedCount, second.CorrectedCount, second.UnchangedCount));
        Assert.Equal((Rows, (double)Rows, cents.Sum() / 100m), await host.SalesAsync());

        var watch = new Meter();
        var reverted = await host.RevertAsync(second.LoadKey);
        Report("reverted", watch);
        Assert.Equal((Rows / 4, Rows / 4), (reverted.RemovedCount, reverted.RestoredCount));
        Assert.Equal((Rows, (double)Rows, (cents.Sum() - (Rows / 4)) / 100m), await host.SalesAsync());
    }

    private static async Task<Load> TimedAsync(LoadHost host, long[] cents)
    {
        var chunks = Enumerable.Range(0, Rows / RowsPerChunk).Select(n => new LoadChunk
        {
            Number = n,
            Sales = new SaleRows { Rows = { Enumerable.Range(n * RowsPerChunk, RowsPerChunk).Select(i => Some.Sale($"order {i}", 1, cents[i] / 100m)) } },
        }).ToList();
        var load = await host.OpenAsync();
        var watch = new Meter();
        await host.SendAsync(load.LoadKey, chunks);
        Report("staged", watch);
        watch = new Meter();
        Assert.Equal(LoadState.Validated, (await host.ValidateAsync(load.LoadKey, chunks.Count)).Load.State);
        Report("validated", watch);
        watch = new Meter();
        var committed = await host.CommitAsync(load.LoadKey);
        Report("committed", watch);
        return committed;
    }

    private static void Report(string what, Meter meter) => TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
        $"{Rows} rows {what} in {meter.Elapsed:0.00} s ({meter.Processor:0.00} s of processor, client included): {Rows / meter.Elapsed:0} rows/s"));

    private sealed class Meter
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private readonly TimeSpan _processor = Environment.CpuUsage.TotalTime;

        public double Elapsed => _watch.Elapsed.TotalSeconds;

        public double Processor => (Environment.CpuUsage.TotalTime - _processor).TotalSeconds;
    }
}
