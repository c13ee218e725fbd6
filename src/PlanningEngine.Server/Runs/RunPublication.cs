using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Writing;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;
using PlanVersion = PlanningEngine.Data.Plans.PlanVersion;

namespace PlanningEngine.Server.Runs;

/// <summary>
/// The one transaction in which a run becomes visible: a new version of the default plan of each kind it writes, in the Base
/// scenario, its facts, and the change-over from the version before.
/// </summary>
public sealed class RunPublication
{
    private const int ChunkRows = 10_000;
    private static readonly JsonSerializerOptions HashedForm = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
    private readonly SortedDictionary<PlanKind, Draft> _drafts = [];
    private readonly int _runKey;
    private readonly string _author;

    internal RunPublication(PlanningContext db, RunExecution run, DateTime now) => (Db, _runKey, _author, Time) = (db, run.RunKey, run.Author, now);

    /// <summary>The context, with the open transaction.</summary>
    public PlanningContext Db { get; }

    /// <summary>The time of publication (UTC).</summary>
    public DateTime Time { get; }

    /// <summary>What the run found; each stage fills in its part.</summary>
    public RunSummary Summary { get; } = new();

    /// <summary>The run's new version of the default plan of a kind in the Base scenario; the same at each call.</summary>
    /// <param name="kind">Kind of the plan.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A draft until the end of the transaction.</returns>
    public async Task<PlanVersion> VersionAsync(PlanKind kind, CancellationToken cancellationToken) => (await DraftAsync(kind, cancellationToken)).Version;

    /// <summary>Key of the version that was published before this run; null when there was none.</summary>
    /// <param name="kind">Kind of the plan.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<int?> VersionBeforeAsync(PlanKind kind, CancellationToken cancellationToken) =>
        (await DraftAsync(kind, cancellationToken)).Before?.PlanVersionKey;

    /// <summary>Writes facts of the new version, in bulk.</summary>
    /// <typeparam name="T">The fact.</typeparam>
    /// <param name="kind">Kind of the plan whose version they belong to.</param>
    /// <param name="rows">Rows in a fixed order, without key, version, scenario, run and time of writing: these are set here.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Number of rows.</returns>
    public async Task<long> WriteAsync<T>(PlanKind kind, IEnumerable<T> rows, CancellationToken cancellationToken)
        where T : PublishedFact
    {
        var draft = await DraftAsync(kind, cancellationToken);
        var entity = Db.Model.FindEntityType(typeof(T))!;
        var table = entity.GetTableName()!;
        var setKey = entity.FindPrimaryKey()!.Properties[0].PropertyInfo!.SetMethod!.CreateDelegate<Action<T, long>>();
        draft.Hash.AppendData(Encoding.UTF8.GetBytes(table));
        var written = 0L;
        foreach (var chunk in rows.Chunk(ChunkRows))
        {
            var key = await KeySequences.ReserveAsync(Db, table, chunk.Length, cancellationToken);
            foreach (var row in chunk)
            {
                draft.Hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(row, HashedForm));
                setKey(row, key++);
                (row.ScenarioKey, row.PlanVersionKey, row.RunKey, row.ModifiedAt) = (draft.Version.ScenarioKey, draft.Version.PlanVersionKey, _runKey, Time);
            }

            written += await BulkWriter.WriteAsync(Db, chunk, cancellationToken);
        }

        return written;
    }

    /// <summary>Supersedes the versions before, publishes the new ones, and answers the hash over all of them.</summary>
    internal async Task<string> CompleteAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // The old versions go first: the database allows one published version per plan and scenario.
        foreach (var before in _drafts.Values.Select(d => d.Before).OfType<PlanVersion>())
            before.Supersede(Time);

        await Db.SaveChangesAsync(cancellationToken);
        foreach (var (kind, draft) in _drafts)
        {
            var version = draft.Version;
            version.ContentHash = Convert.ToHexString(draft.Hash.GetHashAndReset());
            (version.Status, version.PublishedAt, version.ReplacedPlanVersionKey) = (PlanVersionStatus.Published, Time, draft.Before?.PlanVersionKey ?? 0);
            hash.AppendData(Encoding.UTF8.GetBytes($"{kind} {version.ContentHash}\n"));
            draft.Hash.Dispose();
        }

        await Db.SaveChangesAsync(cancellationToken);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private async Task<Draft> DraftAsync(PlanKind kind, CancellationToken cancellationToken)
    {
        if (_drafts.TryGetValue(kind, out var known))
            return known;
        var plan = await Db.Plans.AsNoTracking().SingleOrDefaultAsync(p => p.Kind == kind && p.IsDefault, cancellationToken)
            ?? throw new RunFailedException($"There is no default plan of the kind ({kind}). Maybe start the server once to complete the database.");
        var scenario = await Db.Scenarios.AsNoTracking().SingleAsync(s => s.Code == Scenario.BaseCode, cancellationToken);
        var ofPlan = Db.PlanVersions.Where(v => v.PlanKey == plan.PlanKey && v.ScenarioKey == scenario.ScenarioKey);
        var before = await ofPlan.SingleOrDefaultAsync(v => v.Status == PlanVersionStatus.Published, cancellationToken);
        var number = (await ofPlan.MaxAsync(v => (int?)v.Number, cancellationToken) ?? 0) + 1;
        var version = new PlanVersion
        {
            PlanVersionKey = (int)await KeySequences.ReserveAsync(Db, "PlanVersions", 1, cancellationToken),
            Code = FormattableString.Invariant($"{plan.Code}/{scenario.Code}/{number}"),
            Name = FormattableString.Invariant($"{plan.Name} {number}"),
            PlanKey = plan.PlanKey,
            ScenarioKey = scenario.ScenarioKey,
            Number = number,
            Author = _author,
            CreatedAt = Time,
            ModifiedAt = Time,
            RunKey = _runKey,
        };
        Db.PlanVersions.Add(version);
        await Db.SaveChangesAsync(cancellationToken);
        return _drafts[kind] = new Draft(version, before, IncrementalHash.CreateHash(HashAlgorithmName.SHA256));
    }

    private sealed record Draft(PlanVersion Version, PlanVersion? Before, IncrementalHash Hash);
}
