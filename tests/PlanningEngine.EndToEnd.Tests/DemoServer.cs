[assembly: AssemblyFixture(typeof(PlanningEngine.EndToEnd.Tests.DemoServer))]

namespace PlanningEngine.EndToEnd.Tests;

/// <summary>One server with the demo company, started once for all tests that only read.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    private static readonly TimeSpan DemoTimeout = TimeSpan.FromMinutes(4);
    private readonly string _folder = ServerProcess.NewFolder();
    private ServerProcess? _server;

    internal ServerProcess Server => _server ?? throw new InvalidOperationException("The demo server was not started.");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(_folder, "--demo");
        await _server.UntilAsync(_ => Task.FromResult(_server.Output.Contains("Open http://", StringComparison.Ordinal)), DemoTimeout, "to finish the demo");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
