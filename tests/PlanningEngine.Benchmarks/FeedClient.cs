using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace PlanningEngine.Benchmarks;

/// <summary>What a full read of a set met.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Pages">Pages.</param>
/// <param name="WireBytes">Bytes of the bodies as they came.</param>
/// <param name="Bytes">Bytes after decompression.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="FirstByteMilliseconds">Until the first byte of the first body.</param>
internal sealed record FeedRead(long Rows, int Pages, long WireBytes, long Bytes, double Seconds, double FirstByteMilliseconds);

/// <summary>Reads the feed as a client that walks nextLinks does.</summary>
internal sealed class FeedClient(Uri root) : IDisposable
{
    private const int MostPages = 100_000;
    private static readonly byte[] NextLink = "\"@odata.nextLink\":"u8.ToArray();
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>Reads a set to its end.</summary>
    /// <param name="path">Set and query below the feed's root.</param>
    /// <param name="rowMark">A property that each row has exactly once; counts the rows without parsing them.</param>
    /// <param name="gzip">Whether compression is asked for.</param>
    /// <param name="ct">Stops the reading.</param>
    public async Task<FeedRead> ReadAllAsync(string path, string rowMark, bool gzip, CancellationToken ct)
    {
        var mark = Encoding.UTF8.GetBytes($"\"{rowMark}\":");
        var (rows, pages, wire, bytes, first) = (0L, 0, 0L, 0L, 0.0);
        using var body = new MemoryStream();
        using var plain = new MemoryStream();
        var watch = Stopwatch.StartNew();
        for (Uri? next = At(path); next is not null && pages < MostPages; pages++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            if (gzip)
                request.Headers.Add("Accept-Encoding", "gzip");
            using var answer = await SendAsync(request, ct);
            body.SetLength(0);
            await using (var stream = await answer.Content.ReadAsStreamAsync(ct))
            {
                var one = new byte[1];
                await stream.ReadExactlyAsync(one, ct);
                if (pages == 0)
                    first = watch.Elapsed.TotalMilliseconds;
                body.Write(one);
                await stream.CopyToAsync(body, ct);
            }

            wire += body.Length;
            var page = Content(answer, body, plain);
            bytes += page.Length;
            rows += page.Span.Count(mark);
            next = NextOf(page.Span);
        }

        return new FeedRead(rows, pages, wire, bytes, watch.Elapsed.TotalSeconds, first);
    }

    /// <summary>Gets one document.</summary>
    public async Task<JsonDocument> GetAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, At(path));
        using var answer = await SendAsync(request, ct);
        await using var stream = await answer.Content.ReadAsStreamAsync(ct);
        return await JsonDocument.ParseAsync(stream, cancellationToken: ct);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private Uri At(string path) => new(root, "odata/" + path);

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (answer.IsSuccessStatusCode)
            return answer;
        var text = await answer.Content.ReadAsStringAsync(ct);
        answer.Dispose();
        throw new BenchmarkException($"{request.RequestUri} answered {(int)answer.StatusCode}: {text}");
    }

    private static ReadOnlyMemory<byte> Content(HttpResponseMessage answer, MemoryStream body, MemoryStream plain)
    {
        if (!answer.Content.Headers.ContentEncoding.Contains("gzip"))
            return body.GetBuffer().AsMemory(0, (int)body.Length);
        body.Position = 0;
        plain.SetLength(0);
        using var decompressed = new GZipStream(body, CompressionMode.Decompress, leaveOpen: true);
        decompressed.CopyTo(plain);
        return plain.GetBuffer().AsMemory(0, (int)plain.Length);
    }

    private Uri? NextOf(ReadOnlySpan<byte> page)
    {
        var at = page.LastIndexOf(NextLink);
        if (at < 0)
            return null;
        var reader = new Utf8JsonReader(page[(at + NextLink.Length)..]);
        reader.Read();
        return new Uri(At(""), reader.GetString()!);
    }
}
