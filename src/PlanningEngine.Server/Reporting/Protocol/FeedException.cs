namespace PlanningEngine.Server.Reporting.Protocol;

/// <summary>A request that the feed answers with an OData error.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">A word for programs, such as UnknownSet.</param>
/// <param name="message">What is wrong and what to do, for people.</param>
internal sealed class FeedException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static FeedException BadRequest(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);

    public static FeedException NotFound(string code, string message) => new(StatusCodes.Status404NotFound, code, message);

    public static FeedException Gone(string message) => new(StatusCodes.Status410Gone, "TokenExpired", message);

    public static FeedException NotImplemented(string code, string message) => new(StatusCodes.Status501NotImplemented, code, message);
}
