using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlanningEngine.Data;
using PlanningEngine.Server.Hosting.Startup;

namespace PlanningEngine.Cli.Tests.Import;

/// <summary>planctl against the real server in this process, over loopback and a database of its own.</summary>
public sealed class ImportVerbTests : IAsyncLifetime
{
    private const string Mapping = """
        source: shop
        description: A little shop
        sets:
          - set: territories
            rows: [{ code: North }]
          - { set: products, file: sales.csv, duplicates: first, columns: { code: product } }
          - set: sales
            file: sales.csv
            row_key: [id]
            columns: { date: day, product_code: product, territory_code: { constant: North }, quantity: units, revenue: money }
        """;

    private readonly Workspace _work = new();
    private WebApplication _server = null!;
    private string _address = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Planning"] = $"Data Source={_work.Path("planning.db")}",
            ["Data:Folder"] = _work.Folder,
            ["Kestrel:Endpoints:Http:Url"] = "http://127.0.0.1:0",
            ["Kestrel:Endpoints:Grpc:Url"] = "http://127.0.0.1:0",
        };
        _server = PlanningEngine.Server.Program.Build([.. settings.Select(s => $"--{s.Key}={s.Value}")]);
        await _server.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Ct);
        await _server.StartAsync(Ct);
        // Endpoints are bound in the order of their names: Grpc, Http.
        _address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _work.Dispose();
    }

    [Fact]
    public async Task Import_Twice_CommitsOnceAndSaysSo()
    {
        var mapping = Write("id,day,product,units,money\n1,2024-01-05,\"Café, large\",2,19.90\n2,2024-02-05,B,1,-3.10\n");
        var first = await Run("import", mapping);
        Assert.True(first.Code == 0, first.Output + first.Error);
        Assert.Contains("returns: 1", first.Output, StringComparison.Ordinal);
        Assert.Contains("sales.csv:3", first.Output, StringComparison.Ordinal);
        var again = await Run("import", mapping);
        Assert.Equal(0, again.Code);
        Assert.Contains("Already committed as load", again.Output, StringComparison.Ordinal);
        await using var db = Database();
        Assert.Equal((2, 16.80m), (await db.Sales.CountAsync(Ct), (await db.Sales.Select(s => s.Revenue).ToListAsync(Ct)).Sum()));
        Assert.Contains("Café, large", await db.Products.Select(p => p.Code).ToListAsync(Ct));
    }

    [Fact]
    public async Task Import_WithMistakes_ReportsReadersAndServersFindingsAndChangesNothing()
    {
        var mapping = Write("id,day,product,units,money\n1,2024-13-05,A,2,1\n2,2024-02-05,B,x,3\n3,2024-02-05,B,1,3\n3,2024-02-06,B,1,3\n");
        var answer = await Run("import", mapping);
        Assert.Equal(1, answer.Code);
        foreach (var expected in (string[])["error unreadable-date: 1", "error unreadable-number: 1", "error duplicate-row-key: 1", "sales.csv:2", "sales.csv:5"])
            Assert.Contains(expected, answer.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", answer.Error, StringComparison.Ordinal);
        await using (var db = Database())
            Assert.Equal((0, 0), (await db.Sales.CountAsync(Ct), await db.Products.CountAsync(p => p.ProductKey != 0, Ct)));

        // Corrected files are another import, and it commits.
        Write("id,day,product,units,money\n1,2024-12-05,A,2,1\n");
        Assert.Equal(0, (await Run("import", mapping)).Code);
    }

    [Fact]
    public async Task Import_StoppedHalfway_GoesOnAtTheNextChunk()
    {
        var text = new System.Text.StringBuilder("id,day,product,units,money\n");
        for (var i = 0; i < 35_000; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i},2024-01-{i % 28 + 1:00},P{i % 5},1,0.01\n");
        var mapping = Write(text.ToString());
        await StageTwoChunksAsync(mapping);
        var answer = await Run("import", mapping);
        Assert.True(answer.Code == 0, answer.Output + answer.Error);
        Assert.Contains("at chunk 3", answer.Error, StringComparison.Ordinal);
        await using var db = Database();
        Assert.Equal(35_000, await db.Sales.CountAsync(Ct));
        Assert.Equal(1, await db.Loads.CountAsync(l => l.LoadKey != 0, Ct));
    }

    [Fact]
    public async Task Import_DryRunThenRevert_LeaveNoRowBehind()
    {
        var mapping = Write("id,day,product,units,money\n1,2024-01-05,A,2,19.90\n");
        var dry = await Run("import", mapping, "--dry-run");
        Assert.Equal(0, dry.Code);
        Assert.Contains("Nothing was changed", dry.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("import", mapping)).Code);
        var list = await Run("load", "list");
        Assert.Contains("ABANDONED", list.Output, StringComparison.Ordinal);
        Assert.Contains("COMMITTED", list.Output, StringComparison.Ordinal);
        await using var db = Database();
        var key = await db.Loads.Where(l => l.CommittedAt != null && l.LoadKey != 0).Select(l => l.LoadKey).SingleAsync(Ct);
        Assert.Equal(0, (await Run("load", "revert", key.ToString(CultureInfo.InvariantCulture))).Code);
        Assert.False(await db.Sales.AnyAsync(s => s.KnownTo == int.MaxValue, Ct));

        // What was taken back may come again, as a new load.
        Assert.Contains("Committed as load", (await Run("import", mapping)).Output, StringComparison.Ordinal);
        Assert.Equal(1, await db.Sales.CountAsync(s => s.KnownTo == int.MaxValue, Ct));
    }

    [Fact]
    public async Task LoadShow_UnknownLoad_IsRefusedWithItsReason()
    {
        var answer = await Run("load", "show", "4711");
        Assert.Equal(1, answer.Code);
        Assert.Contains("LOAD_NOT_FOUND", answer.Error, StringComparison.Ordinal);
    }

    /// <summary>What a planctl does that is killed after two chunks of sales.</summary>
    private async Task StageTwoChunksAsync(string path)
    {
        var mapping = PlanningEngine.Cli.Import.Mapping.MappingReader.Read(path);
        var ids = await PlanningEngine.Cli.Import.Sending.RequestIds.OfAsync(mapping, _work.Folder, Ct);
        using var client = new PlanningEngine.Client.PlanningClient(new PlanningEngine.Client.PlanningClientOptions { Address = new Uri(_address) });
        var open = new Contracts.V1.OpenLoadRequest
        {
            RequestId = ids.Of("open", 0),
            Source = mapping.Source,
            Description = mapping.Description,
            Bucket = mapping.Bucket,
        };
        var load = (await client.Loads.OpenLoadAsync(open, cancellationToken: Ct)).Load;
        using var call = client.Loads.StreamChunks(cancellationToken: Ct);
        foreach (var chunk in new PlanningEngine.Cli.Import.Reading.ChunkSource(mapping, _work.Folder).Read(Ct).Take(3))
        {
            await call.RequestStream.WriteAsync(new Contracts.V1.StreamChunksRequest { LoadKey = load.LoadKey, Chunk = chunk }, Ct);
            Assert.True(await call.ResponseStream.MoveNext(Ct));
        }
    }

    private string Write(string csv)
    {
        _work.Write("sales.csv", csv);
        return _work.Write("shop.yaml", Mapping);
    }

    private Task<Answer> Run(params string[] arguments) => Workspace.RunAsync([.. arguments, "--server", _address]);

    private PlanningContext Database() => _server.Services.GetRequiredService<IDbContextFactory<PlanningContext>>().CreateDbContext();
}
