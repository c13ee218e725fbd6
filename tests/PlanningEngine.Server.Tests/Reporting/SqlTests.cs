using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using PlanningEngine.Data;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting;
using PlanningEngine.Server.Reporting.Compilation;
using PlanningEngine.Server.Reporting.Metadata;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>The SQL of the main queries: approved for both databases, and for SQL Server parsed and bound against the schema without a server.</summary>
public sealed class SqlTests(FeedHost host) : IClassFixture<FeedHost>
{
    /// <summary>What Power BI sends, what analysts paste, and one query for every function and operator.</summary>
    private static readonly string[] Queries =
    [
        "Products",
        "Sales",
        "Forecasts",
        "ForecastHistory",
        "Runs",
        "Sales?$top=1000&$select=SaleKey,DateKey,Revenue",
        "Sales?$filter=DateKey ge 20260101 and DateKey lt 20260201",
        "Sales?$filter=PeriodStart ge 2026-01-01T00:00:00Z and PeriodStart lt 2026-02-01T00:00:00Z&$count=true",
        "Forecasts?$filter=PeriodStart ge 2026-01-01T00:00:00Z and PeriodStart lt 2026-02-01T00:00:00Z",
        "Sales?$filter=year(PeriodStart) eq 2026 or date(PeriodStart) ne 2026-01-05",
        "Sales?$expand=Product($select=Name),Account($expand=Territory($select=Name))&$orderby=Product/Price desc,Quantity&$skip=10",
        "Sales?$filter=Product/Level1 ne 'Bikes' and not (Product/Price gt 100 or Territory/IsLeaf)",
        "Products?$filter=contains(tolower(Name),'é') or startswith(Code,'P') or endswith(Code,'1') or indexof(Name,'a') gt 2 or substring(Name,1,2) eq trim(toupper(Unit)) or length(concat(Code,Name)) lt 9",
        "Sales?$filter=month(PeriodStart) eq 1 and hour(ModifiedAt) lt 5 and ModifiedAt lt now() and date(ModifiedAt) gt date(PeriodStart)",
        "Sales?$filter=round(Revenue) gt 1 and floor(Quantity) lt ceiling(Quantity) and -Cost lt 0 and SaleKey mod 2 eq 0 and SaleKey div 2 gt 1 and Revenue div Quantity gt 3 and Revenue div 3 lt 5 and Revenue mul Cost ne 7",
        "PlanVersions?$filter=Status eq 'Published' or Status in ('Draft','Nope') or contains(Status,'a')&$orderby=Status",
        "Sales?$compute=Revenue sub Cost as Margin,Quantity gt 0 as Sold&$filter=Margin gt 2.5&$orderby=Margin desc&$select=SaleKey,Margin,Sold",
        "Sales?$apply=groupby((Product/Level1,Date/YearMonth),aggregate(Revenue with sum as Revenue,Quantity with average as Mean,SaleKey with countdistinct as Rows,$count as N))&$orderby=Revenue desc&$top=10&$count=true",
        "Sales?$apply=filter(Quantity gt 0)/compute(Revenue sub Cost as Margin)/groupby((Product/Level1,CurrencyCode),aggregate(Margin with sum as M,LoadKey with sum as L,Cost with average as A))/filter(M gt 10.5)/groupby((CurrencyCode),aggregate(M with max as Top,M with min as Low))",
        "Sales?$apply=aggregate(Revenue with sum as Revenue,$count as N)",
        "Territories?$apply=groupby((Level1),aggregate(IsLeaf with max as AnyLeaf))",
        "Sales/$count?$filter=CurrencyCode eq 'EUR'",
    ];

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, "reporting-sqlite.sql")]
    [InlineData(DatabaseProvider.SqlServer, "reporting-sqlserver.sql")]
    public void Sql_MainQueries_AreAsApproved(DatabaseProvider provider, string file)
    {
        var text = new StringBuilder();
        foreach (var (query, scope, sql, parameters) in All(provider))
        {
            text.Append(CultureInfo.InvariantCulture, $"-- {query}{(scope.IsAll ? "" : " [scope 2-4, second page]")}\n{sql}\n");
            text.Append(CultureInfo.InvariantCulture, $"-- {string.Join(", ", parameters.Select(p => $"{p.Name} = {Convert.ToString(p.Value, CultureInfo.InvariantCulture)}"))}\n\n");
        }

        Approval.Verify(text.ToString(), $"tests/PlanningEngine.Server.Tests/Reporting/Approved/{file}");
    }

    [Fact]
    public void SqlServer_MainQueries_ParseAndBindAgainstTheSchema()
    {
        using var db = new SqlServerPlanningContext(new DbContextOptionsBuilder<SqlServerPlanningContext>().UseSqlServer("Server=none").Options);
        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions { Collation = "Latin1_General_100_BIN2" });
        foreach (var statement in db.Database.GenerateCreateScript().Split("\nGO", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(s => s.StartsWith("CREATE", StringComparison.Ordinal)))
            model.AddObjects(statement);
        var parser = new TSql160Parser(initialQuotedIdentifiers: true);
        var number = 0;
        foreach (var (query, _, sql, parameters) in All(DatabaseProvider.SqlServer))
        {
            parser.Parse(new StringReader(sql), out var errors);
            Assert.True(errors.Count == 0, $"{query}: {string.Join("; ", errors.Select(e => e.Message))}\n{sql}");
            model.AddObjects($"CREATE PROCEDURE [dbo].[Query{number++}] {string.Join(", ", parameters.Select(p => $"{p.Name} {TypeOf(p)}"))} AS\n{sql}");
        }

        var messages = model.Validate().Where(m => m.MessageType == Microsoft.SqlServer.Dac.DacMessageType.Error || m.Message.Contains("unresolved", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(messages.Select(m => m.ToString()));
    }

    /// <summary>The check above can fail: a column that is not there is found.</summary>
    [Fact]
    public void SqlServer_UnknownColumn_IsFoundByBinding()
    {
        using var db = new SqlServerPlanningContext(new DbContextOptionsBuilder<SqlServerPlanningContext>().UseSqlServer("Server=none").Options);
        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions { Collation = "Latin1_General_100_BIN2" });
        foreach (var statement in db.Database.GenerateCreateScript().Split("\nGO", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(s => s.StartsWith("CREATE", StringComparison.Ordinal)))
            model.AddObjects(statement);
        model.AddObjects("CREATE PROCEDURE [dbo].[Wrong] AS\nSELECT t.[Nope] FROM [Sales] AS t");
        Assert.NotEmpty(model.Validate());
    }

    /// <summary>Defect 1 of the stock stack: filters on dates must seek an index.</summary>
    [Theory]
    [InlineData("Sales?$filter=DateKey ge 20260101 and DateKey lt 20260201", "IX_Sales_DateKey (DateKey>? AND DateKey<?)")]
    [InlineData("Sales?$filter=PeriodStart ge 2026-01-01T00:00:00Z", "IX_Sales_DateKey (DateKey>?)")]
    [InlineData("Sales?$filter=year(PeriodStart) eq 2026", "IX_Sales_DateKey (DateKey>?)")]
    [InlineData("Forecasts?$filter=PeriodStart ge 2026-01-01 and PeriodStart lt 2026-02-01", "IX_Forecasts_PlanVersionKey_DateKey (PlanVersionKey=? AND DateKey>? AND DateKey<?)")]
    [InlineData("Sales?$filter=SaleKey gt 5", "INTEGER PRIMARY KEY (rowid>?)")]
    public async Task Sqlite_DateFilters_SeekAnIndexAndSortNothing(string query, string seek)
    {
        await using var db = host.Contexts().CreateDbContext();
        await db.Database.OpenConnectionAsync(FeedHost.Ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        var dialect = SqlDialect.For(DatabaseProvider.Sqlite);
        var compiled = Compile(Models(DatabaseProvider.Sqlite), dialect, query, TerritoryScope.All, null).Single();
        command.CommandText = "EXPLAIN QUERY PLAN " + compiled.Sql;
        compiled.Parameters.Bind(command, dialect);
        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(FeedHost.Ct);
        while (await reader.ReadAsync(FeedHost.Ct))
            plan.Add(reader.GetString(3));
        Assert.Contains(plan, p => p.Contains(seek, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, p => p.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    private static IEnumerable<(string Query, TerritoryScope Scope, string Sql, IReadOnlyList<SqlParameterValue> Parameters)> All(DatabaseProvider provider)
    {
        var model = Models(provider);
        var dialect = SqlDialect.For(provider);
        foreach (var query in Queries)
            foreach (var (scope, after) in new[] { (TerritoryScope.All, false), (TerritoryScope.Of(new TerritoryRange(2, 4)), true) })
                foreach (var compiled in Compile(model, dialect, query, scope, after ? "after" : null))
                    yield return (query, scope, compiled.CountSql is null ? compiled.Sql : $"{compiled.CountSql};\n{compiled.Sql}", compiled.Parameters.Values);
    }

    private static FeedModel Models(DatabaseProvider provider)
    {
        using PlanningContext db = provider == DatabaseProvider.Sqlite
            ? new SqlitePlanningContext(new DbContextOptionsBuilder<SqlitePlanningContext>().UseSqlite("Data Source=:memory:").Options)
            : new SqlServerPlanningContext(new DbContextOptionsBuilder<SqlServerPlanningContext>().UseSqlServer("Server=none").Options);
        return FeedModel.Build(ReportingCatalogue.Build(db.Model));
    }

    private static IEnumerable<CompiledQuery> Compile(FeedModel model, SqlDialect dialect, string url, TerritoryScope scope, string? after)
    {
        var limits = new ReportingOptions();
        var parts = url.Split('?', 2);
        var path = FeedPath.Parse(parts[0], model.Catalogue);
        var query = FeedQuery.Parse(model, path.Set!, null, QueryText.Parse(parts.ElementAtOrDefault(1)), limits);
        var snapshot = new FeedSnapshot(3, 11, FeedData.Stamp);
        CompilationContext Fresh() => new(dialect, limits, snapshot, scope);
        if (path.Target == FeedTarget.Count)
        {
            yield return QueryCompiler.CompileCount(query, Fresh());
            yield break;
        }

        var first = QueryCompiler.Compile(query, Fresh(), new(20_000, true, query.Skip ?? 0, null));
        if (after is null || first.Order.Count == 0)
        {
            yield return first;
            yield break;
        }

        var values = first.Order.Select(o => System.Text.Json.JsonSerializer.SerializeToElement(Sample(o.Type))).ToArray();
        yield return QueryCompiler.Compile(query, Fresh(), new(20_000, true, 0, values));
    }

    private static object Sample(ReportingType type) => type switch
    {
        ReportingType.Flag => true,
        ReportingType.Whole32 or ReportingType.Whole64 => 20260105,
        ReportingType.Real or ReportingType.Money => "12.5",
        ReportingType.Moment => "2026-01-05T00:00:00",
        ReportingType.Day => "2026-01-05",
        _ => "text",
    };

    private static string TypeOf(SqlParameterValue parameter) => parameter.Value switch
    {
        int => "int",
        long => "bigint",
        double => "float",
        decimal => "decimal(38,10)",
        bool => "bit",
        DateTime => "datetime2",
        DateOnly => "date",
        _ => "nvarchar(4000)",
    };
}
