namespace PlanningEngine.Server.Hosting.Grpc;

internal static partial class Log
{
    [LoggerMessage(EventId = 1000, EventName = "CallFailed", Level = LogLevel.Error, Message = "The call {Method} failed unexpectedly.")]
    public static partial void CallFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(EventId = 1001, EventName = "CallUnreadable", Level = LogLevel.Information, Message = "The message of the call {Method} could not be read: {Reason}")]
    public static partial void CallUnreadable(ILogger logger, string method, string reason);

    [LoggerMessage(EventId = 1002, EventName = "CallerGone", Level = LogLevel.Debug, Message = "The caller of {Method} has gone: {Reason}")]
    public static partial void CallerGone(ILogger logger, string method, string reason);

    [LoggerMessage(EventId = 1003, EventName = "DatabaseUnusable", Level = LogLevel.Error, Message = "The call {Method} failed. {Reason}")]
    public static partial void DatabaseUnusable(ILogger logger, string method, string reason, Exception exception);
}
