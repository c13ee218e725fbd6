using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Drivers;
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
        .. FactSql.For<DriverValue>(db).All,
        .. LoadSets.Dimensions.SelectMany(set => MemberUse.Statements(db, set)),
    ];

    private static void Verify(string file, List<string> statements) =>
        Approval.Verify(string.Join(";\n", statements) + ";", $"tests/PlanningEngine.Server.Tests/Loads/Approved/{file}");
}
