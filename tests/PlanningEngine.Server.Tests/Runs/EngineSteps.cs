using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Runs;
using PlanningEngine.Server.Runs;
using Run = PlanningEngine.Data.Runs.Run;

namespace PlanningEngine.Server.Tests.Runs;

/// <summary>What tests do with an engine.</summary>
internal static class EngineSteps
{
    public static Task<int> QueueAsync(this IServiceProvider engine, RunParameters? parameters = null) =>
        engine.GetRequiredService<RunIntake>().QueueAsync(RunKinds.Forecast, parameters, "test", EngineDatabase.Ct);

    public static Task<bool> WorkAsync(this IServiceProvider engine) => engine.WorkUntilAsync(CancellationToken.None);

    public static Task<bool> WorkUntilAsync(this IServiceProvider engine, CancellationToken stopping) =>
        engine.GetRequiredService<RunProcessor>().ProcessNextAsync(stopping);

    public static PlanningContext Open(this IServiceProvider engine) => engine.GetRequiredService<IDbContextFactory<PlanningContext>>().CreateDbContext();

    public static async Task<Run> RunAsync(this IServiceProvider engine, int runKey)
    {
        await using var db = engine.Open();
        return await db.Runs.AsNoTracking().SingleAsync(r => r.RunKey == runKey, EngineDatabase.Ct);
    }

    /// <summary>Queues a run, works on it, and asserts that it succeeded.</summary>
    public static async Task<Run> SucceedAsync(this IServiceProvider engine, RunParameters? parameters = null)
    {
        var key = await engine.QueueAsync(parameters);
        Assert.True(await engine.WorkAsync());
        var run = await engine.RunAsync(key);
        Assert.Equal("", run.Error);
        Assert.Equal(RunStatus.Succeeded, run.Status);
        return run;
    }
}

/// <summary>Dies at the points it is told, once each; counts all it passes.</summary>
internal sealed class DeadlyFaults(Func<string, bool> isDeadly) : RunFaults
{
    private readonly HashSet<string> _died = [];

    public List<string> Passed { get; } = [];

    public int Deaths => _died.Count;

    public override Task AtAsync(string point, CancellationToken cancellationToken)
    {
        Passed.Add(point);
        return isDeadly(point) && _died.Add(point) ? throw new ProcessDeathException(point) : Task.CompletedTask;
    }
}

/// <summary>Does something at a point, once.</summary>
internal sealed class OnceAt(string point, Func<Task> act) : RunFaults
{
    private bool _done;

    public override Task AtAsync(string passed, CancellationToken cancellationToken)
    {
        if (_done || passed != point)
            return Task.CompletedTask;
        _done = true;
        return act();
    }
}
