namespace PlanningEngine.Server.Loads;

internal static partial class Log
{
    [LoggerMessage(EventId = 2000, EventName = "LoadValidated", Level = LogLevel.Information, Message = "Load {LoadKey} was checked: {RowCount} rows, {ErrorCount} errors, {WarningCount} warnings.")]
    public static partial void Validated(ILogger logger, int loadKey, long rowCount, long errorCount, long warningCount);

    [LoggerMessage(EventId = 2001, EventName = "LoadCommitted", Level = LogLevel.Information,
        Message = "Load {LoadKey} is commit {CommitNumber}: {InsertedCount} rows new, {CorrectedCount} corrected, {UnchangedCount} unchanged, in {Seconds:0.0} s.")]
    public static partial void Committed(ILogger logger, int loadKey, int commitNumber, long insertedCount, long correctedCount, long unchangedCount, double seconds);

    [LoggerMessage(EventId = 2002, EventName = "LoadReverted", Level = LogLevel.Information,
        Message = "Load {LoadKey} was taken back by commit {CommitNumber}: {RemovedCount} rows removed, {RestoredCount} restored, {KeptCount} members kept.")]
    public static partial void Reverted(ILogger logger, int loadKey, int commitNumber, long removedCount, long restoredCount, int keptCount);
}
