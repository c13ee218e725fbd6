using System.Globalization;
using System.IO.Compression;
using PlanningEngine.Cli.Import.Mapping;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Tests.Import;

/// <summary>The committed mappings against the files they are for: what they send agrees with plain sums over the files.</summary>
public sealed class BenchmarkDataTests
{
    [Fact]
    public void AdventureWorks_Mapping_SendsTheWholeFolder()
    {
        var folder = Repository.SharedData("adventureworks_dw");
        Assert.SkipUnless(folder is not null, "The benchmark data (PLANNING_SHARED_DATA) is not here.");
        var chunks = Read("adventureworks.yaml", folder);
        Assert.Empty(chunks.SelectMany(c => c.Findings));
        var sales = chunks.SelectMany(c => c.Sales?.Rows ?? []).ToList();
        var lines = Column(folder, "fact_reseller_sales.csv.gz", "SalesAmount").Concat(Column(folder, "fact_internet_sales.csv.gz", "SalesAmount")).ToList();
        Assert.Equal(121_253, sales.Count);
        Assert.Equal(121_253, sales.Select(s => s.RowKey).Distinct().Count());
        Assert.Equal(lines.Sum(Money), sales.Sum(s => Money(s.Revenue.Value)));
        Assert.Equal(504, chunks.Sum(c => c.Products?.Rows.Count ?? 0));
        Assert.Equal("34.99", chunks.SelectMany(c => c.Products?.Rows ?? []).Single(p => p.Code == "HL-U509-R").Price.Value);
        Assert.Equal((701, 18), (chunks.Sum(c => c.Accounts?.Rows.Count ?? 0), chunks.Sum(c => c.SalesReps?.Rows.Count ?? 0)));
        var quotas = chunks.SelectMany(c => c.Quotas?.Rows ?? []).ToList();
        Assert.Equal(163, quotas.Count);
        Assert.All(quotas, q => Assert.Equal((1, 0), (q.PeriodStart.Day, (q.PeriodStart.Month - 1) % 3)));
        Assert.Equal(Column(folder, "fact_sales_quota.csv", "SalesAmountQuota").Sum(Money), quotas.Sum(q => Money(q.Amount.Value)));
        Assert.Equal(776_286, chunks.Sum(c => c.Inventory?.Rows.Count ?? 0));
        Assert.Equal(Column(folder, "fact_product_inventory.csv.gz", "UnitsBalance").Sum(Money), (decimal)chunks.Sum(c => c.Inventory?.Rows.Sum(r => r.OnHand) ?? 0));
        var codes = chunks.SelectMany(c => c.Territories?.Rows ?? []).ToDictionary(t => t.Code, t => t.ParentCode);
        Assert.Equal(4 + 7 + 11, codes.Count);
        Assert.All(codes.Values.Where(p => p.Length > 0), p => Assert.Contains(p, codes.Keys));
        Assert.All(sales, s => Assert.Contains(s.TerritoryCode, codes.Keys));
    }

    [Fact]
    public void Walmart_Mapping_SendsEveryWeek()
    {
        var folder = Repository.SharedData("walmart_2014");
        Assert.SkipUnless(folder is not null, "The benchmark data (PLANNING_SHARED_DATA) is not here.");
        var chunks = Read("walmart.yaml", folder);
        Assert.Empty(chunks.SelectMany(c => c.Findings));
        Assert.Equal(421_570, chunks.Sum(c => c.Sales?.Rows.Count ?? 0));
        var sent = chunks.SelectMany(c => c.Sales?.Rows ?? []).Sum(r => Money(r.Revenue.Value));
        Assert.Equal(Column(folder, "sales.csv.gz", "Weekly_Sales").Sum(Money), sent);
        Assert.Equal(1 + 3 + 45, chunks.Sum(c => c.Territories?.Rows.Count ?? 0));
        Assert.Equal(81, chunks.Sum(c => c.Products?.Rows.Count ?? 0));
    }

    private static List<LoadChunk> Read(string mapping, string folder) =>
        [.. new ChunkSource(MappingReader.Read(Repository.PathOf($"deploy/mappings/{mapping}")), folder).Read(TestContext.Current.CancellationToken)];

    private static decimal Money(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>A column by splitting at commas, independent of the reader under test; these files quote no number before it.</summary>
    private static List<string> Column(string folder, string file, string column)
    {
        Stream stream = File.OpenRead(Path.Combine(folder, file));
        if (file.EndsWith(".gz", StringComparison.Ordinal))
            stream = new GZipStream(stream, CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        var ordinal = Array.IndexOf(reader.ReadLine()!.Split(','), column);
        var values = new List<string>();
        while (reader.ReadLine() is { } line)
            values.Add(line.Split(',')[ordinal]);
        return values;
    }
}
