using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Import.Sending;

/// <summary>Reads files on one thread while another one sends.</summary>
internal static class ChunkPump
{
    private const int ChunksAhead = 4;

    /// <summary>The same chunks, read ahead.</summary>
    public static async IAsyncEnumerable<LoadChunk> ReadAhead(IEnumerable<LoadChunk> chunks, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<LoadChunk>(ChunksAhead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(async () =>
        {
            try
            {
                foreach (var chunk in chunks)
                    await channel.Writer.WriteAsync(chunk, stop.Token);
                channel.Writer.Complete();
            }
            catch (Exception e)
            {
                // Not swallowed: whoever reads the channel gets it.
                channel.Writer.Complete(e);
            }
        }, CancellationToken.None);
        try
        {
            await foreach (var chunk in channel.Reader.ReadAllAsync(cancellationToken))
                yield return chunk;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }
}
