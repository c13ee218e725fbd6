using PlanningEngine.Data.Runs;

namespace PlanningEngine.Server.Runs;

internal static partial class Log
{
    [LoggerMessage(EventId = 3000, EventName = "RunTakenUp", Level = LogLevel.Information, Message = "Run {RunKey} is taken up with token {FencingToken}.")]
    public static partial void TakenUp(ILogger logger, int runKey, long fencingToken);

    [LoggerMessage(EventId = 3001, EventName = "RunSucceeded", Level = LogLevel.Information, Message = "Run {RunKey} succeeded; its results are published.")]
    public static partial void Succeeded(ILogger logger, int runKey);

    [LoggerMessage(EventId = 3002, EventName = "RunEnded", Level = LogLevel.Warning, Message = "Run {RunKey} ended as {Status}. {Error}")]
    public static partial void Ended(ILogger logger, int runKey, RunStatus status, string error);

    [LoggerMessage(EventId = 3003, EventName = "RunHandedBack", Level = LogLevel.Information, Message = "Run {RunKey} is handed back; the next start goes on with it.")]
    public static partial void HandedBack(ILogger logger, int runKey);

    [LoggerMessage(EventId = 3004, EventName = "RunLeaseLost", Level = LogLevel.Warning, Message = "Run {RunKey} is no longer ours under token {FencingToken}.")]
    public static partial void LeaseLost(ILogger logger, int runKey, long fencingToken);

    [LoggerMessage(EventId = 3005, EventName = "RunFailed", Level = LogLevel.Error, Message = "Run {RunKey} failed unexpectedly.")]
    public static partial void Failed(ILogger logger, int runKey, Exception exception);

    [LoggerMessage(EventId = 3006, EventName = "RunDied", Level = LogLevel.Warning, Message = "Run {RunKey} was left by an injected fault at {Point}.")]
    public static partial void Died(ILogger logger, int runKey, string point);

    [LoggerMessage(EventId = 3007, EventName = "RunDatabaseAway", Level = LogLevel.Warning, Message = "Run {RunKey} is left until its lease runs out: the database does not answer.")]
    public static partial void DatabaseAway(ILogger logger, int runKey, Exception exception);

    [LoggerMessage(EventId = 3008, EventName = "RunHeartbeatFailed", Level = LogLevel.Warning, Message = "The lease of run {RunKey} could not be renewed.")]
    public static partial void HeartbeatFailed(ILogger logger, int runKey, Exception exception);

    [LoggerMessage(EventId = 3009, EventName = "RunQueueAway", Level = LogLevel.Warning, Message = "The queue of runs could not be read; it is tried again.")]
    public static partial void QueueAway(ILogger logger, Exception exception);
}
