using System.IO.Compression;
using System.Text;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>A file that is written beside its place, packed where its name ends in .gz, and put there only when it is complete.</summary>
internal sealed class OutputFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _partial;
    private bool _closed;

    /// <param name="path">Where it will stand.</param>
    public OutputFile(string path)
    {
        (_path, _partial) = (path, $"{path}.{Environment.ProcessId}.partial");
        Stream file = File.Create(_partial);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            file = new GZipStream(file, CompressionLevel.Optimal);
        Text = new StreamWriter(file, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
    }

    /// <summary>Takes its text.</summary>
    public StreamWriter Text { get; }

    /// <summary>Puts the file in its place.</summary>
    public async Task CompleteAsync()
    {
        await Text.DisposeAsync();
        _closed = true;
        File.Move(_partial, _path, overwrite: true);
    }

    /// <summary>Removes what was not completed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closed)
            return;
        await Text.DisposeAsync();
        File.Delete(_partial);
    }
}
