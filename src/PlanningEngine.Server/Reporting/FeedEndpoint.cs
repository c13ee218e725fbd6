using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PlanningEngine.Data;
using PlanningEngine.Server.Reporting.Compilation;
using PlanningEngine.Server.Reporting.Metadata;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting;

/// <summary>Answers everything below the feed's root, and turns every failure into an OData error or an aborted connection.</summary>
internal sealed class FeedEndpoint(
    FeedModelSource source,
    IDbContextFactory<PlanningContext> contexts,
    ITerritoryScopeAccessor scopes,
    IOptions<ReportingOptions> options,
    FeedGate gate,
    TimeProvider clock,
    ILogger<FeedEndpoint> logger)
{
    /// <summary>Root of the feed.</summary>
    public const string Root = "/odata";

    private const int RetryAfterSeconds = 10;
    private readonly ReportingOptions _limits = options.Value;

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_limits.QueryTimeoutSeconds), clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, timeout.Token);
        try
        {
            FeedHeaders.SetVersion(context.Response);
            await AnswerAsync(context, linked.Token);
        }
        catch (FeedException e) when (!context.Response.HasStarted)
        {
            if (e.Status is StatusCodes.Status503ServiceUnavailable)
                context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await FeedErrors.WriteAsync(context, e.Status, e.Code, e.Message);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (Exception e)
        {
            await FailAsync(context, e, timeout.IsCancellationRequested);
        }
    }

    /// <summary>The feed's address as the client sees it.</summary>
    public static string AddressOf(HttpRequest request) => $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}{Root}";

    private async Task FailAsync(HttpContext context, Exception e, bool timedOut)
    {
        var path = context.Request.Path.ToString();
        if (timedOut)
            logger.FeedTimedOut(path, _limits.QueryTimeoutSeconds);
        else
            logger.FeedFailed(e, path, context.TraceIdentifier);
        if (context.Response.HasStarted)
        {
            // A cut connection is an error to every client; a short answer with status 200 would not be.
            context.Abort();
            return;
        }

        context.Response.Clear();
        if (timedOut)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await FeedErrors.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "QueryTimeout",
                $"The query took longer than {_limits.QueryTimeoutSeconds} s and was cancelled. Maybe filter by DateKey, select fewer columns or raise Reporting:QueryTimeoutSeconds.");
            return;
        }

        await FeedErrors.WriteAsync(context, StatusCodes.Status500InternalServerError, "InternalError",
            $"The server failed on this request. Maybe tell its operator the number {context.TraceIdentifier}, which is in the log.");
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken cancel)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method))
        {
            context.Response.Headers.Allow = "GET";
            throw new FeedException(StatusCodes.Status405MethodNotAllowed, "ReadOnly", "The feed is read with GET only. Maybe change data over gRPC or planctl.");
        }

        var length = request.Path.ToUriComponent().Length + (request.QueryString.Value?.Length ?? 0);
        if (length > _limits.MaxUrlLength)
            throw new FeedException(StatusCodes.Status414UriTooLong, "UrlTooLong", $"The URL has {length} characters, the most is {_limits.MaxUrlLength}. Maybe filter a range (ge and lt) instead of listing keys, or keep EnableBatch off and join in the client.");
        FeedHeaders.CheckVersion(request);
        var path = FeedPath.Parse(context.GetRouteValue("path") as string ?? "", source.Model.Catalogue);
        var text = QueryText.Parse(request.QueryString.Value);
        switch (path.Target)
        {
            case FeedTarget.Metadata:
                await WriteMetadataAsync(context, text.Format, cancel);
                break;
            case FeedTarget.Service:
                await WriteServiceAsync(context, text.Format, cancel);
                break;
            default:
                await ReadAsync(context, path, text, cancel);
                break;
        }
    }

    private async Task WriteMetadataAsync(HttpContext context, string? format, CancellationToken cancel)
    {
        var isJson = format is "json" or "application/json";
        if (format is not (null or "xml" or "application/xml") && !isJson)
            throw new FeedException(StatusCodes.Status406NotAcceptable, "NotAcceptable", $"$metadata comes as XML or JSON, not as ({format}).");
        context.Response.ContentType = isJson ? "application/json" : "application/xml";
        await context.Response.Body.WriteAsync(isJson ? source.Json : source.Xml, cancel);
    }

    private async Task WriteServiceAsync(HttpContext context, string? format, CancellationToken cancel)
    {
        var form = FeedHeaders.NegotiateJson(context.Request, format);
        context.Response.ContentType = form.ContentType;
        var document = new Dictionary<string, object>(StringComparer.Ordinal);
        if (form.HasMetadata)
            document.Add("@odata.context", AddressOf(context.Request) + "/$metadata");
        document.Add("value", source.Model.Catalogue.Sets.Select(s => new { name = s.Name, kind = "EntitySet", url = s.Name }));
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(document, JsonText.Options), cancel);
    }

    private async Task ReadAsync(HttpContext context, FeedPath path, QueryText text, CancellationToken cancel)
    {
        var set = path.Set!;
        var query = FeedQuery.Parse(source.Model, set, path.Key, text, _limits);
        CheckCombination(path, query, text);
        var reader = new FeedReader(source.Dialect, _limits, scopes.GetScope(context), clock);
        using var turn = await gate.EnterAsync(cancel);
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var rows = path.Target switch
        {
            FeedTarget.Count => await reader.CountAsync(context, db, query, cancel),
            FeedTarget.Row => await reader.RowAsync(context, db, query, text, cancel),
            _ => await reader.PageAsync(context, db, query, text, cancel),
        };
        logger.FeedServed(rows, path.Set!.Name);
    }

    private static void CheckCombination(FeedPath path, FeedQuery query, QueryText text)
    {
        if (path.Target == FeedTarget.Count && (query.Top ?? query.Skip) is not null)
            throw FeedException.NotImplemented("OptionNotOffered", "$top and $skip do not apply to /$count. Maybe leave them out.");
        if (path.Target != FeedTarget.Row)
            return;
        foreach (var option in text.Options.Keys.Where(o => o.StartsWith('$') && o is not ("$select" or "$expand" or "$compute")))
            throw FeedException.BadRequest("WrongOption", $"The option ({option}) does not apply to one row. Maybe read the set with $filter.");
    }
}
