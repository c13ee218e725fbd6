using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PlanningEngine.Client;

namespace PlanningEngine.Benchmarks;

/// <summary>The server in a process of its own, on free ports of the loopback, with an empty data folder that is deleted in the end.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private const int KeptLines = 200;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CallDeadline = TimeSpan.FromMinutes(10);
    private readonly Queue<string> _output = new();
    private Process _process;
    private PlanningClient _client;

    private ServerUnderTest(string folder)
    {
        Folder = folder;
        (_process, _client) = Launch();
    }

    /// <summary>Its data folder.</summary>
    public string Folder { get; }

    /// <summary>Root of the pages and the feed.</summary>
    public Uri Http { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The connection to it; another one after <see cref="RestartAsync"/>.</summary>
    public PlanningClient Client => _client;

    /// <summary>The embedded database.</summary>
    public string Database => Path.Combine(Folder, "planning.db");

    /// <summary>Starts a server and waits until it is ready.</summary>
    /// <exception cref="BenchmarkException">It did not become ready.</exception>
    public static async Task<ServerUnderTest> StartAsync(CancellationToken ct)
    {
        var server = new ServerUnderTest(Directory.CreateTempSubdirectory("planning-benchmark-").FullName);
        try
        {
            await server.UntilReadyAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Most memory that the process held resident so far, in MB.</summary>
    public double PeakMemory()
    {
        if (OperatingSystem.IsLinux())
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', '\t')[^2], CultureInfo.InvariantCulture) * 1024 / 1e6;
        }

        _process.Refresh();
        return _process.PeakWorkingSet64 / 1e6;
    }

    /// <summary>Processor time that the process spent so far, on all cores, in seconds: what a busy machine does not change.</summary>
    public double CpuSeconds()
    {
        _process.Refresh();
        return _process.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>kill -9: no handler runs, no buffer is flushed.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Starts the server again on the same data, and says how long it took to be ready.</summary>
    public async Task<double> RestartAsync(CancellationToken ct)
    {
        await KillAsync();
        _process.Dispose();
        _client.Dispose();
        var watch = Stopwatch.StartNew();
        (_process, _client) = Launch();
        await UntilReadyAsync(ct);
        return watch.Elapsed.TotalSeconds;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await KillAsync();
        _process.Dispose();
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException failure)
        {
            Report.Progress($"The folder ({Folder}) stays: {failure.Message}");
        }
    }

    private (Process Process, PlanningClient Client) Launch()
    {
        Http = new Uri($"http://127.0.0.1:{FreePort()}/");
        var grpc = new Uri($"http://127.0.0.1:{FreePort()}/");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PlanningEngine.Server.dll")])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PLANNING_DATA"] = Folder;
        start.Environment["Kestrel__Endpoints__Http__Url"] = Http.ToString();
        start.Environment["Kestrel__Endpoints__Grpc__Url"] = grpc.ToString();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return (process, new PlanningClient(new PlanningClientOptions { Address = grpc, MaxAttempts = 1, DefaultDeadline = CallDeadline }));
    }

    private async Task UntilReadyAsync(CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < StartTimeout && !_process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Http, "health/ready"), ct);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                // Not listening yet.
            }

            await Task.Delay(50, ct);
        }

        lock (_output)
            throw new BenchmarkException($"The server {(_process.HasExited ? "ended" : "did not become ready")}. It said:\n{string.Join('\n', _output)}");
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > KeptLines)
                _output.Dequeue();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
