using System.Text.Json;

namespace PlanningEngine.Server.Reporting.Protocol;

/// <summary>Errors as OData clients read them: <c>{"error":{"code":"...","message":"..."}}</c>, never a stack trace.</summary>
public static class FeedErrors
{
    /// <summary>
    /// Answers with an OData error. For the feed itself and for middleware in front of it (sign-in, rate limits, unhandled errors).
    /// </summary>
    /// <param name="context">A request whose answer has not begun.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">A word for programs.</param>
    /// <param name="message">What is wrong and what to do, for people.</param>
    public static async Task WriteAsync(HttpContext context, int status, string code, string message)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json;odata.metadata=minimal";
        FeedHeaders.SetVersion(context.Response);
        var body = JsonSerializer.SerializeToUtf8Bytes(new { error = new { code, message } }, JsonText.Options);
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
