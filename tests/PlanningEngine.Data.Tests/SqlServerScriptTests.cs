using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data.Tests;

/// <summary>What can be known about the T-SQL without a server: it parses, its schema is sound, and the statements fit that schema.</summary>
public sealed partial class SqlServerScriptTests
{
    private static readonly DatabaseOptions NoServer = new() { Provider = DatabaseProvider.SqlServer, ConnectionString = "Server=none;Database=Planning" };

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void Migrations_Model_HasNoPendingChanges(DatabaseProvider provider)
    {
        var options = provider == DatabaseProvider.SqlServer ? NoServer : new DatabaseOptions { ConnectionString = "Data Source=none.db" };
        using var db = new PlanningContextFactory(options, []).CreateDbContext();

        Assert.False(db.Database.HasPendingModelChanges(), "The model changed: regenerate the migrations of both providers.");
    }

    [Fact]
    public void IdempotentScript_ParsedAndModelled_IsASoundSchemaOfEveryTable()
    {
        using var db = new PlanningContextFactory(NoServer, []).CreateDbContext();
        using var model = Model(db);

        var tables = model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass).Select(t => t.Name.Parts[^1]).Order(StringComparer.Ordinal);
        Assert.Equal(db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Append("__EFMigrationsHistory").Order(StringComparer.Ordinal), tables);
        var indexes = model.GetObjects(DacQueryScopes.UserDefined, Microsoft.SqlServer.Dac.Model.Index.TypeClass).Count();
        Assert.Equal(db.Model.GetEntityTypes().Sum(e => e.GetIndexes().Count()), indexes);
    }

    [Fact]
    public async Task Statements_OfWriting_AreApprovedAndFitTheSchema()
    {
        var recorded = new RecordedSql();
        await using var db = new PlanningContextFactory(NoServer, recorded.Interceptors).CreateDbContext();
        await WriteAsync(db);
        recorded.Commands.AddRange([KeySequences.SqlServerReserve, DatabaseSeed.SeedLock, ReportingSnapshot.Query(db).ToQueryString()]);

        Approval.Verify(string.Join("\n\n-- next\n\n", recorded.Commands), "tests/PlanningEngine.Data.Tests/Approved/SqlServerWriting.sql");
        using var model = Model(db);
        Parse(DatabaseSeed.SeedLock);
        // The model knows no system procedures.
        foreach (var (statement, number) in recorded.Commands.Where(s => s != DatabaseSeed.SeedLock).Select((s, i) => (s, i)))
            model.AddObjects(Procedure($"Statement{number}", statement));
        AssertValid(model);
    }

    [Fact]
    public void Model_StatementOnAColumnThatIsNotThere_IsFound()
    {
        using var db = new PlanningContextFactory(NoServer, []).CreateDbContext();
        using var model = Model(db);
        model.AddObjects(Procedure("Wrong", "UPDATE [Products] SET [Colour] = @p0"));

        Assert.Contains(model.Validate(), m => m.Message.Contains("Colour", StringComparison.Ordinal));
    }

    /// <summary>The statements by which the data layer changes data, apart from bulk copies.</summary>
    private static async Task WriteAsync(PlanningContext db)
    {
        var ct = TestDatabase.Ct;
        var product = new Product { ProductKey = 1, Code = "A" };
        db.Add(product);
        await db.SaveChangesAsync(ct);
        (product.Name, product.Version) = ("B", 2);
        await db.SaveChangesAsync(ct);
        await db.Dates.Where(d => d.DateKey != Dimension.UnknownKey).ExecuteDeleteAsync(ct);
        await RunRetention.DeleteAsync(db.Forecasts, 7, ct);
        await db.RunCheckpoints.Where(c => c.RunKey == 7).ExecuteDeleteAsync(ct);
        await db.PlanVersions.Where(v => v.PlanKey == 1 && v.ScenarioKey == Scenario.BaseKey && v.Status == PlanVersionStatus.Published)
            .ExecuteUpdateAsync(s => s.SetProperty(v => v.Status, PlanVersionStatus.Superseded).SetProperty(v => v.Version, v => v.Version + 1), ct);
    }

    private static TSqlModel Model(PlanningContext db)
    {
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        var ddl = new Definitions();
        Parse(script).Accept(ddl);
        var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions { Collation = "Latin1_General_100_BIN2" });
        foreach (var definition in ddl.Found)
            model.AddObjects(definition);
        AssertValid(model);
        return model;
    }

    private static void AssertValid(TSqlModel model) =>
        Assert.Equal("", string.Join("\n", model.Validate().Where(m => m.MessageType != Microsoft.SqlServer.Dac.DacMessageType.Message).Select(m => m.Message)));

    internal static TSqlFragment Parse(string script)
    {
        using var text = new StringReader(script);
        var parsed = new TSql160Parser(initialQuotedIdentifiers: true).Parse(text, out var errors);
        Assert.Empty(errors.Select(e => $"{e.Line}:{e.Column} {e.Message}"));
        return parsed;
    }

    /// <summary>The statement as a procedure, so that the model checks its tables and columns.</summary>
    private static string Procedure(string name, string statement)
    {
        var declared = Declared().Matches(statement).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var parameters = Used().Matches(statement).Select(m => m.Value).Distinct(StringComparer.Ordinal)
            .Where(p => !declared.Contains(p));
        var procedure = $"CREATE PROCEDURE [{name}] {string.Join(", ", parameters.Select(p => p + " bigint"))} AS\nBEGIN\n{statement}\nEND";
        Parse(procedure);
        return procedure;
    }

    [GeneratedRegex(@"(?<!@)@\w+")]
    private static partial Regex Used();

    [GeneratedRegex(@"DECLARE (@\w+)")]
    private static partial Regex Declared();

    /// <summary>The definitions in a script that wraps them in IF blocks and EXEC strings; what later migrations add to a table or change about it stands in the table's definition.</summary>
    private sealed class Definitions : TSqlFragmentVisitor
    {
        private static readonly Sql160ScriptGenerator Generator = new();
        private readonly List<TSqlStatement> _found = [];

        public IEnumerable<string> Found => _found.Select(statement =>
        {
            Generator.GenerateScript(statement, out var text);
            return text;
        });

        public override void Visit(CreateTableStatement node) => _found.Add(node);

        public override void Visit(CreateIndexStatement node) => _found.Add(node);

        public override void Visit(AlterTableAddTableElementStatement node)
        {
            foreach (var column in node.Definition.ColumnDefinitions)
                Table(node).Definition.ColumnDefinitions.Add(column);
        }

        public override void Visit(AlterTableAlterColumnStatement node)
        {
            var columns = Table(node).Definition.ColumnDefinitions;
            columns.Single(c => c.ColumnIdentifier.Value == node.ColumnIdentifier.Value).DataType = node.DataType;
        }

        public override void Visit(ExecutableStringList node)
        {
            // A string put together at run time names a constraint by its variable: nothing that is defined.
            if (node.Strings.All(part => part is StringLiteral))
                foreach (var text in node.Strings.OfType<StringLiteral>())
                    Parse(text.Value).Accept(this);
        }

        private CreateTableStatement Table(AlterTableStatement node) =>
            _found.OfType<CreateTableStatement>().Single(t => t.SchemaObjectName.BaseIdentifier.Value == node.SchemaObjectName.BaseIdentifier.Value);
    }
}
