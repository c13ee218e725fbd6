using PlanningEngine.Data.Loads;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Hosting.Grpc;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Staging;

/// <summary>Opens loads and gives them up.</summary>
internal sealed class LoadOpening(LoadWriter writer, TimeProvider clock)
{
    private const int SourceLength = 128;
    private const int DescriptionLength = 256;

    public Task<Wire.OpenLoadResponse> OpenAsync(Wire.OpenLoadRequest request, string author, CancellationToken ct)
    {
        var violations = new Violations();
        var requestId = violations.RequestId(request.RequestId);
        violations.Require(request.Source.Length is > 0 and <= SourceLength && !request.Source.Any(char.IsControl), "source", "bad-source",
            $"The source ({request.Source}) must have 1 to {SourceLength} characters, none of them a control character. Maybe name the system that the rows come from.");
        violations.Require(request.Description.Length <= DescriptionLength, "description", "too-long",
            $"The description has {request.Description.Length} characters, more than {DescriptionLength}. Maybe shorten it.");
        var options = LoadOptions.Read(request, violations);
        violations.ThrowIfAny();
        return writer.ApplyAsync(requestId, request, "OpenLoad", async db =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var load = new Load
            {
                LoadKey = checked((int)await KeySequences.ReserveAsync(db, "Loads", 1, ct)),
                Source = request.Source,
                Description = request.Description,
                Options = options.ToJson(),
                Author = author,
                CreatedAt = now,
                ModifiedAt = now,
            };
            db.Add(load);
            await db.SaveChangesAsync(ct);
            return new Wire.OpenLoadResponse { Load = await db.ToWireAsync(load, ct) };
        }, ct);
    }

    public Task<Wire.AbandonLoadResponse> AbandonAsync(Wire.AbandonLoadRequest request, CancellationToken ct)
    {
        var violations = new Violations();
        var requestId = violations.RequestId(request.RequestId);
        violations.ThrowIfAny();
        return writer.ApplyAsync(requestId, request, "AbandonLoad", async db =>
        {
            var load = await db.FindLoadAsync(request.LoadKey, ct);
            load.Require("abandoned", LoadStatus.Open, LoadStatus.Staged, LoadStatus.Validated, LoadStatus.Rejected, LoadStatus.Abandoned);
            if (load.Status != LoadStatus.Abandoned)
            {
                if (load.Status is LoadStatus.Open or LoadStatus.Staged)
                    load.Totals = new LoadTotals(await db.CountChunksAsync(load.LoadKey, ct), []).ToJson();
                load.Status = LoadStatus.Abandoned;
                load.ModifiedAt = clock.GetUtcNow().UtcDateTime;
                await db.SaveChangesAsync(ct);
                await ChunkStore.DeleteAsync(db, load.LoadKey, ct);
            }

            return new Wire.AbandonLoadResponse { Load = await db.ToWireAsync(load, ct) };
        }, ct);
    }
}
