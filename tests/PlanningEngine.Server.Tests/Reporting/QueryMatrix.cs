using System.Text.Json;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Dimensions;

namespace PlanningEngine.Server.Tests.Reporting;

/// <summary>Queries against answers that LINQ computes over the same rows in memory; one and the same list for both databases.</summary>
public abstract class QueryMatrix(FeedHost host)
{
    private static readonly Dictionary<int, Product> ProductOf = new[] { Unknown() }.Concat(FeedData.Products).ToDictionary(p => p.ProductKey);

    protected FeedHost Host => host;

    protected static decimal Money(JsonElement row, string name) => row.GetProperty(name).GetDecimal();

    protected static string? Level1(Sale s) => ProductOf.GetValueOrDefault(s.ProductKey)?.Level1;

    protected static string? Name(Sale s) => ProductOf.GetValueOrDefault(s.ProductKey)?.Name;

    protected static string? Code(Sale s) => ProductOf.GetValueOrDefault(s.ProductKey)?.Code;

    protected static decimal? Price(Sale s) => ProductOf.GetValueOrDefault(s.ProductKey)?.Price;

    protected static decimal? Cost(Sale s) => ProductOf.GetValueOrDefault(s.ProductKey)?.Cost;

    private static Product Unknown() => new() { Code = Dimension.UnknownCode, Name = Dimension.UnknownName, Level1 = "Unknown" };

    protected void Available() => Assert.SkipUnless(host.Client is not null, $"No SQL Server: {FeedHost.SqlServerVariable} is not set.");
}
