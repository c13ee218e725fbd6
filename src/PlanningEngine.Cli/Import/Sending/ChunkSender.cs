using Grpc.Core;
using PlanningEngine.Client;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Import.Sending;

/// <summary>Streams chunks into an open load; when the server goes away for a while, it goes on at the first chunk that was not acknowledged.</summary>
/// <param name="client">The connection.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="patience">How long an unreachable server is waited for.</param>
internal sealed class ChunkSender(PlanningClient client, TimeProvider clock, TimeSpan patience)
{
    private const int MostInFlight = 8;

    /// <summary>Sends what the load does not have yet.</summary>
    /// <param name="load">The open load.</param>
    /// <param name="chunks">All chunks, from number 0.</param>
    /// <param name="cancellationToken">Stops; what is acknowledged stays.</param>
    /// <returns>Number of chunks that the load now has.</returns>
    public async Task<int> SendAsync(Load load, IAsyncEnumerator<LoadChunk> chunks, CancellationToken cancellationToken)
    {
        var unacknowledged = new Queue<LoadChunk>();
        var expected = load.ChunkCount;
        var sent = 0;
        long? failingSince = null;
        while (true)
        {
            var before = expected;
            try
            {
                using var call = client.Loads.StreamChunks(cancellationToken: cancellationToken);
                foreach (var chunk in unacknowledged)
                    await WriteAsync(call, Message(load, chunk), cancellationToken);
                while (await chunks.MoveNextAsync())
                {
                    sent++;
                    if (chunks.Current.Number < load.ChunkCount)
                        continue;
                    unacknowledged.Enqueue(chunks.Current);
                    await WriteAsync(call, Message(load, chunks.Current), cancellationToken);
                    while (unacknowledged.Count >= MostInFlight)
                        expected = await AcknowledgeAsync(call, unacknowledged, cancellationToken);
                }

                await call.RequestStream.CompleteAsync();
                while (unacknowledged.Count > 0)
                    expected = await AcknowledgeAsync(call, unacknowledged, cancellationToken);
                return sent;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && !cancellationToken.IsCancellationRequested)
            {
                failingSince = expected > before ? null : failingSince;
                failingSince ??= clock.GetTimestamp();
                if (clock.GetElapsedTime(failingSince.Value) > patience)
                    throw;
                await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
            }
        }
    }

    private static StreamChunksRequest Message(Load load, LoadChunk chunk) => new() { LoadKey = load.LoadKey, Chunk = chunk };

    /// <summary>Writes a message; a broken connection, which writing reports as one of the transport's own exceptions, becomes the status of the call.</summary>
    private static async Task WriteAsync(AsyncDuplexStreamingCall<StreamChunksRequest, StreamChunksResponse> call, StreamChunksRequest message, CancellationToken cancellationToken)
    {
        try
        {
            await call.RequestStream.WriteAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidOperationException)
        {
            while (await call.ResponseStream.MoveNext(cancellationToken))
            {
                // Acknowledgements that came before the end: what they acknowledge is accepted again.
            }

            throw new RpcException(new Status(StatusCode.Unavailable, e.Message, e));
        }
    }

    private static async Task<int> AcknowledgeAsync(
        AsyncDuplexStreamingCall<StreamChunksRequest, StreamChunksResponse> call, Queue<LoadChunk> unacknowledged, CancellationToken cancellationToken)
    {
        if (!await call.ResponseStream.MoveNext(cancellationToken))
            throw new RpcException(new Status(StatusCode.Unavailable, "The server ended the stream before it had acknowledged every chunk."));
        var number = call.ResponseStream.Current.Number;
        while (unacknowledged.TryPeek(out var first) && first.Number <= number)
            unacknowledged.Dequeue();
        return number + 1;
    }
}
