using System.Data.Common;
using System.Text;
using System.Text.Json;
using PlanningEngine.Data;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Compilation;
using PlanningEngine.Server.Reporting.Protocol;
using PlanningEngine.Server.Reporting.Streaming;

namespace PlanningEngine.Server.Reporting;

/// <summary>Runs a read and streams its answer: no entities, no lists, flat memory.</summary>
internal sealed class FeedReader(SqlDialect dialect, ReportingOptions limits, TerritoryScope scope, TimeProvider clock)
{
    private static readonly JsonEncodedText ContextName = Projection.Encode("@odata.context");
    private static readonly JsonEncodedText CountName = Projection.Encode("@odata.count");
    private static readonly JsonEncodedText NextLinkName = Projection.Encode("@odata.nextLink");

    /// <summary>Answers /$count.</summary>
    public async Task<long> CountAsync(HttpContext context, PlanningContext db, FeedQuery query, CancellationToken cancel)
    {
        var snapshot = await FeedSnapshot.CaptureAsync(db, query.Set, clock, cancel);
        var compiled = QueryCompiler.CompileCount(query, new(dialect, limits, snapshot, scope));
        await using var statement = await Statement.OpenAsync(db, compiled, dialect, cancel);
        await statement.Rows.ReadAsync(cancel);
        context.Response.ContentType = "text/plain;charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(statement.Rows.GetValue(0).ToString()!), cancel);
        return 1;
    }

    /// <summary>Answers a look-up by key.</summary>
    public async Task<long> RowAsync(HttpContext context, PlanningContext db, FeedQuery query, QueryText text, CancellationToken cancel)
    {
        var form = FeedHeaders.NegotiateJson(context.Request, text.Format);
        var preferences = FeedHeaders.ReadPreferences(context.Request);
        var snapshot = await FeedSnapshot.CaptureAsync(db, query.Set, clock, cancel);
        var compiled = QueryCompiler.Compile(query, new(dialect, limits, snapshot, scope), new(1, false, 0, null));
        await using var statement = await Statement.OpenAsync(db, compiled, dialect, cancel);
        if (!await statement.Rows.ReadAsync(cancel))
            throw FeedException.NotFound("UnknownKey", $"The set ({query.Set.Name}) has no row with the key ({query.Key}). Maybe it was corrected since: filter by what identifies it.");
        Begin(context, form, preferences with { PageSize = null }, 0);
        using var json = new ChunkedJson(context.Response);
        json.Writer.WriteStartObject();
        WriteContext(json.Writer, context, form, compiled);
        new RowWriter(statement.Cells, json.Writer, form, preferences.OmitNulls).WriteMembers(compiled.Shape);
        json.Writer.WriteEndObject();
        await json.SendAsync(cancel);
        return 1;
    }

    /// <summary>Answers a page of a set or of an aggregated result.</summary>
    public async Task<long> PageAsync(HttpContext context, PlanningContext db, FeedQuery query, QueryText text, CancellationToken cancel)
    {
        var form = FeedHeaders.NegotiateJson(context.Request, text.Format);
        var preferences = FeedHeaders.ReadPreferences(context.Request);
        var bound = $"{query.Set.Name}?{text.Raw}";
        var token = text.Token is { } encoded ? SkipToken.Decode(encoded, bound) : null;
        if (token is not null)
            await token.Snapshot.VerifyAsync(db, query.Set, cancel);
        var snapshot = token?.Snapshot ?? await FeedSnapshot.CaptureAsync(db, query.Set, clock, cancel);
        var pageSize = Math.Min(preferences.PageSize ?? token?.PageSize ?? limits.MaxPageSize, limits.MaxPageSize);
        var remaining = token is null ? query.Top : token.Remaining;
        var rows = Math.Min(pageSize, remaining ?? long.MaxValue);
        var window = new PageWindow(rows, LooksAhead: (remaining ?? long.MaxValue) > pageSize,
            Skip: token?.Offset ?? query.Skip ?? 0, token is { After.Length: > 0 } ? token.After : null);
        var compiled = QueryCompiler.Compile(query, new(dialect, limits, snapshot, scope), window);

        await using var statement = await Statement.OpenAsync(db, compiled, dialect, cancel);
        Begin(context, form, preferences, pageSize);
        using var json = new ChunkedJson(context.Response);
        json.Writer.WriteStartObject();
        WriteContext(json.Writer, context, form, compiled);
        if (statement.Count is { } count)
            json.Writer.WriteNumber(CountName, count);
        json.Writer.WriteStartArray("value"u8);
        var page = await WriteRowsAsync(statement, compiled, json, form, preferences, rows, cancel);
        json.Writer.WriteEndArray();
        if (page.HasMore)
        {
            var next = new SkipToken
            {
                Snapshot = snapshot,
                PageSize = pageSize,
                Remaining = remaining - page.Rows,
                After = page.Last,
                Offset = compiled.IsCounted ? window.Skip + page.Rows : 0,
            };
            json.Writer.WriteString(NextLinkName, NextLink(context, query, text, next.Encode(bound)));
        }

        json.Writer.WriteEndObject();
        await json.SendAsync(cancel);
        return page.Rows;
    }

    private static async Task<(long Rows, bool HasMore, JsonElement[] Last)> WriteRowsAsync(
        Statement statement, CompiledQuery compiled, ChunkedJson json, JsonForm form, Preferences preferences, long limit, CancellationToken cancel)
    {
        var writer = new RowWriter(statement.Cells, json.Writer, form, preferences.OmitNulls);
        JsonElement[] last = [];
        long written = 0;
        while (await statement.Rows.ReadAsync(cancel))
        {
            // The one row more that was asked for says that another page follows.
            if (written == limit)
                return (written, true, last);
            writer.Write(compiled.Shape);
            written++;
            if (written == limit)
                last = OrderValues.Read(statement.Rows, compiled.Order);
            if (json.IsFull)
                await json.SendAsync(cancel);
        }

        return (written, false, last);
    }

    private static void Begin(HttpContext context, JsonForm form, Preferences preferences, int pageSize)
    {
        context.Response.ContentType = form.ContentType;
        if (preferences.Applied(pageSize) is { Length: > 0 } applied)
            context.Response.Headers["Preference-Applied"] = applied;
    }

    private static void WriteContext(Utf8JsonWriter writer, HttpContext context, JsonForm form, CompiledQuery compiled)
    {
        if (form.HasMetadata)
            writer.WriteString(ContextName, $"{FeedEndpoint.AddressOf(context.Request)}/$metadata#{compiled.Context}");
    }

    private static string NextLink(HttpContext context, FeedQuery query, QueryText text, string token) =>
        $"{FeedEndpoint.AddressOf(context.Request)}/{query.Set.Name}?{text.Raw}{(text.Raw.Length == 0 ? "" : "&")}$skiptoken={token}";

    /// <summary>A running statement: the count, if one was asked for, is read; the reader stands before the rows.</summary>
    private sealed class Statement : IAsyncDisposable
    {
        private readonly DbCommand _command;
        private readonly IDisposable _interrupt;

        private Statement(DbCommand command, DbDataReader rows, long? count, IDisposable interrupt)
        {
            _command = command;
            _interrupt = interrupt;
            Rows = rows;
            Count = count;
            Cells = CellsOf.Reader(rows);
        }

        public DbDataReader Rows { get; }

        public long? Count { get; }

        public ICells Cells { get; }

        public static async Task<Statement> OpenAsync(PlanningContext db, CompiledQuery compiled, SqlDialect dialect, CancellationToken cancel)
        {
            var interrupt = await Interrupt.OpenAsync(db, cancel);
            var command = interrupt.Connection.CreateCommand();
            DbDataReader? reader = null;
            try
            {
                command.CommandText = compiled.CountSql is null ? compiled.Sql : $"{compiled.CountSql};{compiled.Sql}";
                // The request's own time-out cancels; the command's would only come in its way.
                command.CommandTimeout = 0;
                compiled.Parameters.Bind(command, dialect);
                reader = await command.ExecuteReaderAsync(cancel);
                long? count = null;
                if (compiled.CountSql is not null)
                {
                    await reader.ReadAsync(cancel);
                    count = reader.GetInt64(0);
                    await reader.NextResultAsync(cancel);
                }

                return new(command, reader, count, interrupt);
            }
            catch
            {
                if (reader is not null)
                    await reader.DisposeAsync();
                await command.DisposeAsync();
                interrupt.Dispose();
                throw;
            }
        }

        public async ValueTask DisposeAsync()
        {
            // No interruption may reach the connection once others can have it.
            _interrupt.Dispose();
            await Rows.DisposeAsync();
            await _command.DisposeAsync();
        }
    }
}
