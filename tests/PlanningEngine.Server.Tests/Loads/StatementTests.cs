using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Server.Loads.Commit;
using PlanningEngine.Server.Loads.Revert;
using PlanningEngine.Server.Loads.Rows;

namespace PlanningEngine.Server.Tests.Loads;

public sealed class StatementTests
{
    [Fact]
    public void SetWiseStatements_BothDatabases_AreAsApproved()
    {
        using var sqlite = new SqlitePlanningContext(new DbContextOptionsBuilder<SqlitePlanningContext>().UseSqlite("Data Source=:memory:").Options);
        using var sqlServer = CreateSqlServer();

        Verify("Sqlite.sql", Statements(sqlite));
        Verify("SqlServer.sql", Statements(sqlServer));
    }

    [Fact]
    public void SetWiseStatements_SqlServer_AreTransactSql()
    {
        using var db = CreateSqlServer();
        foreach (var statement in Statements(db))
        {
            using var text = new StringReader(statement);
            new TSql160Parser(initialQuotedIdentifiers: true).Parse(text, out var errors);
            Assert.Empty(errors.Select(e => $"{statement}: {e.Message}"));
        }
    }

    private static SqlServerPlanningContext CreateSqlServer() => new(new DbContextOptionsBuilder<SqlServerPlanningContext>().UseSqlServer("Server=none").Options);

    private static List<string> Statements(PlanningContext db) =>
    [
        .. FactSql.For<Sale>(db).All, .. FactSql.For<InventoryLevel>(db).All, .. FactSql.For<Capacity>(db).All, .. FactSql.For<Opportunity>(db).All,
        .. LoadSets.Dimensions.SelectMany(set => MemberUse.Statements(db, set)),
    ];

    /// <summary>A mismatch leaves the new text beside the approved one as NAME.received.sql.</summary>
    private static void Verify(string file, List<string> statements, [CallerFilePath] string test = "")
    {
        var approved = Path.Combine(Path.GetDirectoryName(test)!, "Approved", file);
        var text = string.Join(";\n", statements) + ";\n";
        if (File.Exists(approved) && File.ReadAllText(approved).ReplaceLineEndings("\n") == text)
            return;
        File.WriteAllText(Path.ChangeExtension(approved, ".received.sql"), text);
        Assert.Fail($"{file} is not what was approved. Compare it with the received file beside it, and rename that over it when the change is meant.");
    }
}
