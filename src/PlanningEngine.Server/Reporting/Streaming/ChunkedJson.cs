using System.Buffers;
using System.Text.Json;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting.Streaming;

/// <summary>
/// JSON that leaves in chunks of about 32 KB. Nothing is sent before the first chunk is full, so an early failure can
/// still be answered as an error.
/// </summary>
internal sealed class ChunkedJson(HttpResponse response) : IDisposable
{
    private const int ChunkBytes = 32 * 1024;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * ChunkBytes);
    private Utf8JsonWriter? _writer;

    public Utf8JsonWriter Writer => _writer ??= new(_buffer, JsonText.WriterOptions);

    /// <summary>True once a chunk is full.</summary>
    public bool IsFull => _buffer.WrittenCount + Writer.BytesPending >= ChunkBytes;

    /// <summary>Sends what is there.</summary>
    public async ValueTask SendAsync(CancellationToken cancel)
    {
        Writer.Flush();
        await response.BodyWriter.WriteAsync(_buffer.WrittenMemory, cancel);
        _buffer.ResetWrittenCount();
    }

    public void Dispose() => _writer?.Dispose();
}
