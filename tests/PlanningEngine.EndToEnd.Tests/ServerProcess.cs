using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace PlanningEngine.EndToEnd.Tests;

/// <summary>The server as users run it: a process of its own, on free ports, with a data folder of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private ServerProcess(string folder, int httpPort, int grpcPort, Process process) =>
        (Folder, HttpPort, GrpcPort, _process) = (folder, httpPort, grpcPort, process);

    public string Folder { get; }

    public int HttpPort { get; }

    public int GrpcPort { get; }

    public Uri Http => new($"http://127.0.0.1:{HttpPort}");

    public Uri Grpc => new($"http://127.0.0.1:{GrpcPort}");

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("planning-e2e-").FullName;

    public static ServerProcess Launch(string folder, params string[] arguments)
    {
        var (http, grpc) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet")
        {
            // Another folder than the binary's: the server must not care.
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "PlanningEngine.Server.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["PLANNING_DATA"] = folder;
        start.Environment["Kestrel__Endpoints__Http__Url"] = $"http://127.0.0.1:{http}";
        start.Environment["Kestrel__Endpoints__Grpc__Url"] = $"http://127.0.0.1:{grpc}";
        var server = new ServerProcess(folder, http, grpc, new Process { StartInfo = start });
        server._process.OutputDataReceived += (_, line) => server.Append(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Append(line.Data);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    public static async Task<ServerProcess> StartAsync(string folder, params string[] arguments)
    {
        var server = Launch(folder, arguments);
        await server.UntilAsync(async client => (await client.GetAsync(new Uri(server.Http, "/health/ready"))).IsSuccessStatusCode, StartTimeout, "to be ready");
        return server;
    }

    /// <summary>Waits until something holds; fails with the server's own output when it does not in time.</summary>
    public async Task UntilAsync(Func<HttpClient, Task<bool>> holds, TimeSpan timeout, string what)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < timeout && !HasExited)
        {
            try
            {
                if (await holds(client))
                    return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"Waited for the server {what}; {(HasExited ? $"it exited with {_process.ExitCode}" : "it did not come about")}. It said:\n{Output}");
    }

    /// <summary>Waits until the process ends by itself.</summary>
    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(StartTimeout, cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>kill -9: no handler runs, no buffer is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to end, as a container runtime does.</summary>
    public async Task<int> StopAsync()
    {
        if (!HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Append(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    /// <summary>A free port below those that systems give to outgoing connections: one of these could be taken again before the server starts.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
