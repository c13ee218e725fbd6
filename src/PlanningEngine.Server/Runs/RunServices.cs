using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PlanningEngine.Data;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Hosting.Startup;

namespace PlanningEngine.Server.Runs;

/// <summary>What executions and the queue need from outside: database, gate, clock, faults, options, company.</summary>
internal sealed class RunServices(
    IDbContextFactory<PlanningContext> contexts, IWriteGate gate, TimeProvider clock, RunFaults faults, RunSignals signals, IOptions<RunOptions> options, IOptions<CompanyOptions> company)
{
    public IDbContextFactory<PlanningContext> Contexts => contexts;

    public TimeProvider Clock => clock;

    public RunFaults Faults => faults;

    public RunSignals Signals => signals;

    public RunOptions Options => options.Value;

    public CompanyOptions Company => company.Value;

    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Runs a write in its own transaction, behind the gate.</summary>
    public async Task<T> WriteAsync<T>(Func<PlanningContext, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var turn = await gate.EnterAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await write(db);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
