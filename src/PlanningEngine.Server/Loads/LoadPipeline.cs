using System.Security.Cryptography;
using System.Text;
using PlanningEngine.Server.Loads.Commit;
using PlanningEngine.Server.Loads.Rows;
using PlanningEngine.Server.Loads.Staging;
using PlanningEngine.Server.Loads.Validation;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads;

/// <summary>
/// A load from inside the process, by the same steps as over gRPC. Every step has a request id that follows from the
/// first: a second run with the same id does nothing more, and one after a crash goes on where the first one stopped.
/// </summary>
public sealed class LoadPipeline
{
    private const int RowsPerChunk = 5_000;
    private readonly LoadOpening _opening;
    private readonly ChunkStaging _staging;
    private readonly LoadValidation _validation;
    private readonly LoadCommit _commit;
    private readonly LoadQueries _queries;

    internal LoadPipeline(LoadOpening opening, ChunkStaging staging, LoadValidation validation, LoadCommit commit, LoadQueries queries) =>
        (_opening, _staging, _validation, _commit, _queries) = (opening, staging, validation, commit, queries);

    /// <summary>Loads rows: opens, stages, validates, commits.</summary>
    /// <param name="requestId">Names this load for ever; the same id must come with the same source, file and description.</param>
    /// <param name="source">Name of the source, part of every row key.</param>
    /// <param name="file">File name shown in findings, such as demo.</param>
    /// <param name="description">What the load is; must not depend on the day.</param>
    /// <param name="rows">Makes the rows; called only where they are still needed.</param>
    /// <param name="progress">Told of steps and rows; may be null.</param>
    /// <param name="ct">Stops; a later call goes on.</param>
    /// <returns>The load: committed, or rejected with its findings stored; or whatever became of it since.</returns>
    public async Task<Wire.Load> RunAsync(
        Guid requestId, string source, string file, string description, Func<LoadRows> rows, IProgress<LoadProgress>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var opened = await _opening.OpenAsync(new Wire.OpenLoadRequest { RequestId = Step(requestId, "open"), Source = source, Description = description }, source, ct);
        var load = await _queries.GetAsync(opened.Load.LoadKey, ct);
        if (load.State == Wire.LoadState.Open)
            load = await StageAsync(load, file, rows(), progress, ct);
        if (load.State is Wire.LoadState.Open or Wire.LoadState.Staged)
            load = await ValidateAsync(load, requestId, progress, ct);
        if (load.State != Wire.LoadState.Validated)
            return load;
        progress?.Report(new LoadProgress("commit", 0, load.RowCount));
        var committed = await _commit.CommitAsync(new Wire.CommitLoadRequest { RequestId = Step(requestId, "commit"), LoadKey = load.LoadKey }, ct);
        progress?.Report(new LoadProgress("commit", load.RowCount, load.RowCount));
        return committed.Load;
    }

    private async Task<Wire.Load> StageAsync(Wire.Load load, string file, LoadRows rows, IProgress<LoadProgress>? progress, CancellationToken ct)
    {
        var chunks = Chunks(rows, file).ToList();
        var total = chunks.Sum(LoadSets.CountRows);
        await _staging.StageAsync(Requests(), acknowledged =>
        {
            progress?.Report(new LoadProgress("stage", acknowledged.RowCount, total));
            return Task.CompletedTask;
        }, ct);
        return await _queries.GetAsync(load.LoadKey, ct);

        async IAsyncEnumerable<Wire.StreamChunksRequest> Requests()
        {
            await Task.CompletedTask;
            foreach (var chunk in chunks.Skip(load.ChunkCount))
                yield return new Wire.StreamChunksRequest { LoadKey = load.LoadKey, Chunk = chunk };
        }
    }

    private async Task<Wire.Load> ValidateAsync(Wire.Load load, Guid requestId, IProgress<LoadProgress>? progress, CancellationToken ct)
    {
        await _validation.ValidateAsync(
            new Wire.ValidateLoadRequest { RequestId = Step(requestId, "validate"), LoadKey = load.LoadKey, ExpectedChunkCount = load.ChunkCount },
            message =>
            {
                if (message.EventCase == Wire.ValidateLoadResponse.EventOneofCase.RowsChecked)
                    progress?.Report(new LoadProgress("validate", message.RowsChecked, load.RowCount));
                return Task.CompletedTask;
            }, ct);
        return await _queries.GetAsync(load.LoadKey, ct);
    }

    private static IEnumerable<Wire.LoadChunk> Chunks(LoadRows rows, string file)
    {
        var number = 0;
        return
        [
            .. Of(rows.Territories, RowWriting.ToWire, (c, r) => c.Territories = new Wire.TerritoryRows { Rows = { r } }),
            .. Of(rows.SalesReps, RowWriting.ToWire, (c, r) => c.SalesReps = new Wire.SalesRepRows { Rows = { r } }),
            .. Of(rows.Channels, RowWriting.ToWire, (c, r) => c.Channels = new Wire.ChannelRows { Rows = { r } }),
            .. Of(rows.Products, RowWriting.ToWire, (c, r) => c.Products = new Wire.ProductRows { Rows = { r } }),
            .. Of(rows.Accounts, RowWriting.ToWire, (c, r) => c.Accounts = new Wire.AccountRows { Rows = { r } }),
            .. Of(rows.Locations, RowWriting.ToWire, (c, r) => c.Locations = new Wire.LocationRows { Rows = { r } }),
            .. Of(rows.Drivers, RowWriting.ToWire, (c, r) => c.Drivers = new Wire.DriverRows { Rows = { r } }),
            .. Of(rows.Sales, RowWriting.ToWire, (c, r) => c.Sales = new Wire.SaleRows { Rows = { r } }),
            .. Of(rows.Inventory, RowWriting.ToWire, (c, r) => c.Inventory = new Wire.InventoryRows { Rows = { r } }),
            .. Of(rows.Capacities, RowWriting.ToWire, (c, r) => c.Capacities = new Wire.CapacityRows { Rows = { r } }),
            .. Of(rows.Opportunities, RowWriting.ToWire, (c, r) => c.Opportunities = new Wire.OpportunityRows { Rows = { r } }),
            .. Of(rows.DriverValues, RowWriting.ToWire, (c, r) => c.DriverValues = new Wire.DriverValueRows { Rows = { r } }),
            .. Of(rows.Quotas, RowWriting.ToWire, (c, r) => c.Quotas = new Wire.QuotaRows { Rows = { r } }),
        ];

        IEnumerable<Wire.LoadChunk> Of<TRow, TWire>(IReadOnlyList<TRow> some, Func<TRow, TWire> toWire, Action<Wire.LoadChunk, IEnumerable<TWire>> fill)
        {
            foreach (var part in some.Chunk(RowsPerChunk))
            {
                var chunk = new Wire.LoadChunk { Number = number++, File = file };
                fill(chunk, part.Select(toWire));
                yield return chunk;
            }
        }
    }

    private static string Step(Guid requestId, string step) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{requestId:N}/{step}")).AsSpan(0, 16)).ToString();
}

/// <summary>How far a load is.</summary>
/// <param name="Step">stage, validate or commit.</param>
/// <param name="Rows">Rows done in this step.</param>
/// <param name="TotalRows">Rows of the load.</param>
public sealed record LoadProgress(string Step, long Rows, long TotalRows);
