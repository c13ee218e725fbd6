using System.Security.Cryptography;
using System.Text;

namespace PlanningEngine.Cli.Tests;

public sealed class DatabaseVerbTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Keys_CreateListRevoke_ShowsTheSecretOnceAndStoresItsHash()
    {
        var missing = await Run("keys", "list");
        Assert.Equal(1, missing.Code);
        Assert.Contains("planctl db migrate", missing.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await Run("db", "migrate")).Code);
        var made = await Run("keys", "create", "--name", "Power BI, Köln", "--role", "Planner");
        Assert.Equal(0, made.Code);
        var parts = made.Output.Trim().Split('_', 3);
        Assert.Equal(("pe", 43), (parts[0], parts[2].Length));
        var list = await Run("keys", "list");
        Assert.Contains("Power BI, Köln", list.Output, StringComparison.Ordinal);
        Assert.Contains("valid", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(parts[2], list.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await Run("keys", "revoke", parts[1])).Code);
        Assert.Contains("revoked", (await Run("keys", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Run("keys", "revoke", "nobody")).Code);
        Assert.Equal(0, (await Run("db", "backup", _work.Path("copy.db"))).Code);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts[2])));
        var copy = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(_work.Path("copy.db"), TestContext.Current.CancellationToken));
        Assert.Contains(hash, copy, StringComparison.Ordinal);
        Assert.DoesNotContain(parts[2], copy, StringComparison.Ordinal);
        Assert.Contains("API keys", (await Run("db", "info")).Output, StringComparison.Ordinal);
        Assert.Contains("0 old runs", (await Run("runs", "purge", "--keep", "2")).Output, StringComparison.Ordinal);
    }

    private Task<Answer> Run(params string[] arguments) => Workspace.RunAsync([.. arguments, "--connection", $"Data Source={_work.Path("planning.db")}"]);
}
