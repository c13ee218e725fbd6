using Google.Protobuf;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Runs;
using PlanningEngine.Data.Writing;
using RunRow = PlanningEngine.Data.Runs.Run;

namespace PlanningEngine.Server.Runs;

/// <summary>Puts runs into the queue: for the service, and for parts of the server that start a run themselves.</summary>
public sealed class RunIntake
{
    private readonly RunServices _services;

    internal RunIntake(RunServices services) => _services = services;

    /// <summary>Queues a run.</summary>
    /// <param name="kind">One of <see cref="RunKinds"/>.</param>
    /// <param name="parameters">Parameters within their ranges; null for all defaults.</param>
    /// <param name="author">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Key of the run.</returns>
    public async Task<int> QueueAsync(string kind, RunParameters? parameters, string author, CancellationToken cancellationToken)
    {
        var row = Row(kind, RunParameterRules.Complete(parameters, _services.Company.FiscalWeeks), author);
        await _services.WriteAsync(async db =>
        {
            await AddAsync(db, row, cancellationToken);
            return await db.SaveChangesAsync(cancellationToken);
        }, cancellationToken);
        _services.Signals.Notify();
        return row.RunKey;
    }

    /// <summary>The row of a run that is not queued yet.</summary>
    internal RunRow Row(string kind, RunParameters parameters, string author) => new()
    {
        Kind = kind,
        Status = RunStatus.Queued,
        Seed = parameters.Seed,
        Parameters = JsonFormatter.Default.Format(parameters),
        Author = author,
        CreatedAt = _services.Now,
        ModifiedAt = _services.Now,
    };

    /// <summary>Gives a row its key and adds it to a context.</summary>
    internal static async Task AddAsync(PlanningContext db, RunRow row, CancellationToken cancellationToken)
    {
        row.RunKey = (int)await KeySequences.ReserveAsync(db, "Runs", 1, cancellationToken);
        db.Runs.Add(row);
    }
}
