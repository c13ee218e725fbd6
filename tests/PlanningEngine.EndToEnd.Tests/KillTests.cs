using System.Globalization;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Data.Sqlite;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.EndToEnd.Tests;

/// <summary>kill -9 of the server and of planctl, in the middle of a start, a load and a run: nothing is lost or doubled.</summary>
public sealed class KillTests(DemoServer demo)
{
    private const int Rows = 60_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_KilledWhileItMigrates_StartsTheNextTime()
    {
        var folder = ServerProcess.NewFolder();
        foreach (var milliseconds in new[] { 350, 600, 900, 1300 })
        {
            await using var server = ServerProcess.Launch(folder);
            await Task.Delay(milliseconds, Stop);
            await server.KillAsync();
        }

        await using var last = await ServerProcess.StartAsync(folder);
        Assert.Equal(1, await ScalarAsync(folder, "SELECT COUNT(*) FROM Scenarios WHERE Code = 'BASE'"));
        Assert.Equal(0, await last.StopAsync());
    }

    [Fact]
    public async Task Import_ServerAndClientKilled_LoadsEachRowOnce()
    {
        var folder = ServerProcess.NewFolder();
        var (mapping, total) = await WriteSalesAsync(ServerProcess.NewFolder());

        // 1. The client dies in the middle of its stream.
        await using (var server = await ServerProcess.StartAsync(folder))
        {
            using var client = StartImport(server, mapping);
            await UntilStagedAsync(server, 10_000);
            client.Kill();
            await client.WaitForExitAsync(Stop);
            Assert.Equal(0, await ScalarAsync(folder, "SELECT COUNT(*) FROM Sales"));

            // 2. The server dies under the resumed import.
            using var again = StartImport(server, mapping);
            await UntilStagedAsync(server, 30_000);
            await server.KillAsync();
            await again.WaitForExitAsync(Stop);
            Assert.NotEqual(0, again.ExitCode);
        }

        // 3. The third time it goes through, and a fourth time changes nothing.
        await using (var server = await ServerProcess.StartAsync(folder))
        {
            for (var time = 0; time < 2; time++)
            {
                using var client = StartImport(server, mapping);
                var output = await client.StandardOutput.ReadToEndAsync(Stop);
                await client.WaitForExitAsync(Stop);
                Assert.True(client.ExitCode == 0, output + await client.StandardError.ReadToEndAsync(Stop) + server.Output);
                Assert.Equal(Rows, await ScalarAsync(folder, "SELECT COUNT(*) FROM Sales"));
                Assert.Equal(total, await ScalarAsync(folder, "SELECT ROUND(SUM(Revenue), 2) FROM Sales"), 0.001);
            }

            Assert.Equal(1, await ScalarAsync(folder, "SELECT COUNT(*) FROM Loads WHERE LoadKey > 0"));
        }
    }

    [Fact]
    public async Task Demo_KilledInItsLoadAndItsRun_EndsWithTheSameResult()
    {
        var folder = ServerProcess.NewFolder();
        // Killed in the load, then three times in the run, each time a little further.
        await KillWhenAsync(folder, "SELECT COUNT(*) FROM LoadChunks", 3);
        foreach (var checkpoints in new[] { 2, 6, 12 })
            await KillWhenAsync(folder, "SELECT COUNT(*) FROM RunCheckpoints", checkpoints);

        await using var server = await ServerProcess.StartAsync(folder, "--demo");
        await server.UntilAsync(_ => Task.FromResult(server.Output.Contains("Open http://", StringComparison.Ordinal)), Patience, "to finish the demo");
        var (undisturbed, killed) = (await ResultAsync(demo.Server), await ResultAsync(server));
        Assert.Equal(undisturbed.LastRun.InputHash, killed.LastRun.InputHash);
        Assert.Equal(undisturbed.LastRun.ResultHash, killed.LastRun.ResultHash);
        Assert.Equal(undisturbed.Sets.Select(s => (s.Set, s.RowCount, s.Quantity, s.Amount)), killed.Sets.Select(s => (s.Set, s.RowCount, s.Quantity, s.Amount)));
    }

    private static async Task KillWhenAsync(string folder, string countSql, int least)
    {
        await using var server = ServerProcess.Launch(folder, "--demo");
        await server.UntilAsync(async _ => await TryScalarAsync(folder, countSql) >= least || server.Output.Contains("Open http://", StringComparison.Ordinal),
            Patience, $"until {countSql} gives {least}");
        await server.KillAsync();
    }

    private static async Task<GetOverviewResponse> ResultAsync(ServerProcess server)
    {
        using var channel = GrpcChannel.ForAddress(server.Grpc);
        return await new OverviewService.OverviewServiceClient(channel).GetOverviewAsync(new GetOverviewRequest(), cancellationToken: Stop);
    }

    private static async Task UntilStagedAsync(ServerProcess server, long rows)
    {
        using var channel = GrpcChannel.ForAddress(server.Grpc);
        var loads = new LoadService.LoadServiceClient(channel);
        await server.UntilAsync(async _ =>
        {
            try
            {
                var list = await loads.ListLoadsAsync(new ListLoadsRequest(), cancellationToken: Stop);
                return list.Loads.Any(l => l.RowCount >= rows);
            }
            catch (RpcException)
            {
                return false;
            }
        }, Patience, $"to stage {rows} rows");
    }

    private static System.Diagnostics.Process StartImport(ServerProcess server, string mapping)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "planctl.dll"), "import", mapping, "--data", Path.GetDirectoryName(mapping)!, "--server", server.Grpc.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return System.Diagnostics.Process.Start(start)!;
    }

    /// <summary>Sales whose total is known to the cent, and a mapping for them.</summary>
    private static async Task<(string Mapping, double Total)> WriteSalesAsync(string folder)
    {
        var text = new StringBuilder("order,day,product,territory,units,revenue\n");
        var cents = 0L;
        for (var row = 0; row < Rows; row++)
        {
            var value = 100 + (row * 37L % 9_973);
            cents += value;
            text.Append(CultureInfo.InvariantCulture,
                $"O{row},{new DateOnly(2024, 1, 1).AddDays(row % 730):yyyy-MM-dd},P{row % 50},T{row % 7},{1 + (row % 9)},{value / 100}.{value % 100:00}\n");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "sales.csv"), text.ToString(), Stop);
        var mapping = Path.Combine(folder, "mapping.yaml");
        await File.WriteAllTextAsync(mapping, Mapping, Stop);
        return (mapping, cents / 100.0);
    }

    private const string Mapping = """
        source: kill-test
        sets:
          - set: products
            file: sales.csv
            columns: { code: product }
            duplicates: first
          - set: territories
            file: sales.csv
            columns: { code: territory }
            duplicates: first
          - set: sales
            file: sales.csv
            row_key: [order]
            columns: { date: day, product_code: product, territory_code: territory, quantity: units, revenue: revenue }
        """;

    private static async Task<double> TryScalarAsync(string folder, string sql)
    {
        try
        {
            return await ScalarAsync(folder, sql);
        }
        catch (SqliteException)
        {
            return 0; // The file or the table is not there yet.
        }
    }

    private static async Task<double> ScalarAsync(string folder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "planning.db")};Mode=ReadOnly;Pooling=false");
        await connection.OpenAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToDouble(await command.ExecuteScalarAsync(Stop) is { } value and not DBNull ? value : 0, CultureInfo.InvariantCulture);
    }
}
