namespace PlanningEngine.Server.Reporting;

/// <summary>What the feed logs; never values of rows.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 6001, EventName = "FeedFailed", Level = LogLevel.Error, Message = "The feed failed on {Path} ({TraceId})")]
    public static partial void FeedFailed(this ILogger logger, Exception exception, string path, string traceId);

    [LoggerMessage(EventId = 6002, EventName = "FeedTimedOut", Level = LogLevel.Warning, Message = "The feed cancelled {Path} after {Seconds} s")]
    public static partial void FeedTimedOut(this ILogger logger, string path, int seconds);

    [LoggerMessage(EventId = 6003, EventName = "FeedServed", Level = LogLevel.Debug, Message = "The feed served {Rows} rows of {Path}")]
    public static partial void FeedServed(this ILogger logger, long rows, string path);

    [LoggerMessage(EventId = 6004, EventName = "DescriptionsMissing", Level = LogLevel.Warning, Message = "The documentation file of the data model is not beside the program: $metadata has no descriptions")]
    public static partial void DescriptionsMissing(this ILogger logger);
}
