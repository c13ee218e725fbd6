using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace PlanningEngine.EndToEnd.Tests;

/// <summary>What a user can mend is said in a line, without a stack trace.</summary>
public sealed class RefusedStartTests
{
    [Theory]
    [InlineData("Http")]
    [InlineData("Grpc")]
    public async Task Start_PortThatIsTaken_SaysWhichAndHowToChooseAnother(string endpoint)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var output = await RefusedAsync(ServerProcess.NewFolder(), $"--Kestrel:Endpoints:{endpoint}:Url={url}");
        Assert.StartsWith($"The server does not start: Failed to bind to address {url}: address already in use. Maybe another server runs already; else choose other ports with --Kestrel:Endpoints:Http:Url=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AddressOfAnotherMachine_SaysHowToChooseAnother()
    {
        // An address of documentation (RFC 5737) is no machine's own; behind a proxy and with a key the server would listen there.
        var output = await RefusedAsync(ServerProcess.NewFolder(), "--Kestrel:Endpoints:Http:Url=http://192.0.2.1:5080", "--Security:BehindTlsProxy=true", $"--Security:BootstrapKey={new string('k', 40)}");
        Assert.StartsWith("The server does not start: it may not listen there: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DatabaseThatCannotBeUsed_SaysWhy()
    {
        var folder = ServerProcess.NewFolder();
        var file = Path.Combine(folder, "planning.db");
        await File.WriteAllTextAsync(file, "This is no database, but a text that somebody saved under its name.", TestContext.Current.CancellationToken);
        Assert.StartsWith($"The server does not start: The database ({file}) cannot be used: the file is no database, or is damaged. Maybe put a backup", await RefusedAsync(folder), StringComparison.Ordinal);
        File.Delete(file);
        Directory.CreateDirectory(file);
        Assert.StartsWith($"The server does not start: The database ({file}) cannot be used: it cannot be opened. Maybe its path is that of a folder", await RefusedAsync(folder), StringComparison.Ordinal);
        var inFile = Path.Combine(folder, "afile");
        await File.WriteAllTextAsync(inFile, "", TestContext.Current.CancellationToken);
        Assert.Contains("cannot be used", await RefusedAsync(inFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DatabaseThatIsLocked_SaysSo()
    {
        var folder = ServerProcess.NewFolder();
        await using var other = new SqliteConnection($"Data Source={Path.Combine(folder, "planning.db")};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = other.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Assert.Contains("cannot be used: another program has locked it. Maybe end that program", await RefusedAsync(folder, "--Database:CommandTimeoutSeconds=1"), StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(string folder, params string[] arguments)
    {
        await using var server = ServerProcess.Launch(folder, arguments);
        Assert.Equal(1, await server.ExitAsync(TestContext.Current.CancellationToken));
        var output = server.Output.Trim();
        Assert.Single(output.Split('\n'));
        return output;
    }
}
