using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;

namespace PlanningEngine.Server.Runs;

/// <summary>What a run looks at: the actuals up to a commit, the versions published and the master data as they were when it began.</summary>
/// <param name="Commit">Number of the last commit; 0 before the first.</param>
/// <param name="Hash">SHA-256 over kind, parameters, seed, commit, the published versions' hashes and the master data, hexadecimal.</param>
/// <param name="MasterData">Products, territories, places, accounts, reps and drivers of demand.</param>
public sealed record FrozenInput(int Commit, string Hash, MasterData MasterData);

/// <summary>The first stage of every run: fixes its input, so that a load committed meanwhile changes nothing.</summary>
internal sealed class FreezeStage : IRunStage
{
    /// <summary>What was frozen.</summary>
    public static RunOutput<FrozenInput> Output { get; } = new("freeze");

    public string Name => Output.Stage;

    public async Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var frozen = await run.OnceAsync(ct => FreezeAsync(run, ct), cancellationToken, (db, input, ct) => db.Runs
            .Where(r => r.RunKey == run.RunKey)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.InputCommit, input.Commit).SetProperty(r => r.InputHash, input.Hash), ct));
        run.InputCommit = frozen.Commit;
    }

    private static async Task<FrozenInput> FreezeAsync(RunExecution run, CancellationToken cancellationToken)
    {
        await using var db = await run.OpenAsync(cancellationToken);
        var snapshot = await ReportingSnapshot.CaptureAsync(db, cancellationToken);
        var keys = snapshot.PublishedVersions.Values.ToArray();
        var versions = await db.PlanVersions.Where(v => keys.Contains(v.PlanVersionKey))
            .OrderBy(v => v.PlanKey).Select(v => v.ContentHash).ToListAsync(cancellationToken);
        var masterData = await MasterData.ReadAsync(db, cancellationToken);
        var text = FormattableString.Invariant($"{run.Kind}\n{run.Parameters}\n{run.Seed}\n{snapshot.LastCommit}\n{string.Join('\n', versions)}\n{masterData.Hash()}");
        return new FrozenInput(snapshot.LastCommit, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))), masterData);
    }
}
