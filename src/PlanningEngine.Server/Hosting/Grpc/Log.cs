namespace PlanningEngine.Server.Hosting.Grpc;

internal static partial class Log
{
    [LoggerMessage(EventId = 1000, EventName = "CallFailed", Level = LogLevel.Error, Message = "The call {Method} failed unexpectedly.")]
    public static partial void CallFailed(ILogger logger, string method, Exception exception);
}
