using System.Text;
using PlanningEngine.Cli.Import.Mapping;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Tests.Import;

public sealed class ChunkSourceTests : IDisposable
{
    private const string Sales = """
        source: t
        sets:
          - set: sales
            file: s.csv
            row_key: [id]
            columns: { date: day, product_code: product, quantity: units, revenue: money }
        """;

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Read_QuotesCommasAccentsBomAndCrlf_KeepsTextAndLines()
    {
        _work.Write("s.csv", "id,day,product,units,money\r\n1,2024-02-29,\"Café, \"\"grand\"\"\",1.5,-2.50\r\n\r\n2,2024-03-01,\"two\r\nlines\",1e3,7\r\n3,2024-03-02,Ünïcode, 4 ,0.1\r\n", new UTF8Encoding(true));
        var chunk = Assert.Single(Read(Sales));
        Assert.Empty(chunk.Findings);
        Assert.Equal([2, 4, 6], chunk.Lines);
        Assert.Equal(["Café, \"grand\"", "two\r\nlines", "Ünïcode"], chunk.Sales.Rows.Select(r => r.ProductCode));
        Assert.Equal([1.5, 1000, 4], chunk.Sales.Rows.Select(r => r.Quantity));
        Assert.Equal("-2.50", chunk.Sales.Rows[0].Revenue.Value);
        Assert.Equal((2024, 2, 29), (chunk.Sales.Rows[0].Date.Year, chunk.Sales.Rows[0].Date.Month, chunk.Sales.Rows[0].Date.Day));
    }

    [Fact]
    public void Read_ProductsWithPredecessors_KeepsAbsentSharesApartFromZero()
    {
        _work.Write("p.csv", "id,old,part\nB,A,0.8\nC,A,\nD,,\nE,A,0\n");
        var rows = Assert.Single(Read("""
            source: t
            sets:
              - set: products
                file: p.csv
                columns: { code: id, predecessor_code: old, predecessor_share: part }
            """)).Products.Rows;
        Assert.Equal([("A", 0.8), ("A", null), ("", null), ("A", 0)], rows.Select(r => (r.PredecessorCode, r.HasPredecessorShare ? r.PredecessorShare : (double?)null)));
    }

    [Fact]
    public void Read_CommittedPromotions_AreDriversAndTheirValues()
    {
        var chunks = new ChunkSource(MappingReader.Read(Repository.PathOf("deploy/mappings/promotions.yaml")), Repository.PathOf("deploy/mappings")).Read(TestContext.Current.CancellationToken).ToList();

        Assert.Empty(chunks.SelectMany(c => c.Findings));
        Assert.Equal(
            [("promotion", RegressorForm.Linear, DriverDefault.Zero), ("price", RegressorForm.Price, DriverDefault.LastKnown)],
            chunks.SelectMany(c => c.Drivers?.Rows ?? []).Select(d => (d.Code, d.Form, d.Default)));
        var values = chunks.SelectMany(c => c.DriverValues?.Rows ?? []).ToList();
        Assert.Equal(8, values.Count);
        var (first, price) = (values[0], values[^1]);
        Assert.Equal(("A-17", "promotion", "Chair, folding", "North", 5, 18, 0.2), (first.RowKey, first.DriverCode, first.ProductCode, first.TerritoryCode, first.Date.Day, first.EndDate.Day, first.Value));
        Assert.Equal(("", "price", "Parasol", null, 89), (price.RowKey, price.DriverCode, price.ProductCode, price.EndDate, price.Value));
    }

    [Fact]
    public void Read_DriversByWeekAndWrongWords_AreReadOrReported()
    {
        _work.Write("d.csv", "code,form,default\nA,Linear,\nB,logaritmic,zero\nC,,sometimes\n");
        _work.Write("v.csv", "week,depth\n2026-01-05,0.1\n2026-01-12,\n2026-01-19,deep\n");
        var chunks = Read("""
            source: t
            sets:
              - set: drivers
                file: d.csv
                columns: { code: code, form: form, default: default }
              - set: driver_values
                file: v.csv
                columns: { driver_code: { constant: A }, date: week, days: { constant: "7" }, value: depth }
            """).ToList();
        Assert.Equal(["A"], chunks.SelectMany(c => c.Drivers?.Rows ?? []).Select(d => d.Code));
        Assert.Equal([(7, 0.1)], chunks.SelectMany(c => c.DriverValues?.Rows ?? []).Select(v => (v.Days, v.Value)));
        Assert.Equal(
            ["d.csv 3 unknown-word logaritmic", "d.csv 4 unknown-word sometimes", "v.csv 3 missing-value ", "v.csv 4 unreadable-number deep"],
            chunks.SelectMany(c => c.Findings).Select(f => $"{f.File} {f.Line} {f.Rule} {f.Value}"));
        Assert.Contains("linear, logarithmic, proportional", chunks.SelectMany(c => c.Findings).First().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyMistakes_ReportsEachWithFileLineRuleAndValue()
    {
        _work.Write("s.csv", """
            id,day,product,units,money
            1,2024-02-30,A,1,1
            2,2024-01-01,A,one,1
            3,2024-01-01,A,1
            4,2024-01-01,A,1,1,1
            ,2024-01-01,A,1,1
            6,2024-01-01,A,1,"1,000.50"
            7,2024-01-01,A,2,3
            """);
        var chunk = Assert.Single(Read(Sales));
        Assert.Equal("7", Assert.Single(chunk.Sales.Rows).RowKey);
        Assert.Equal(
            ["2 unreadable-date 2024-02-30", "3 unreadable-number one", "4 malformed-row 3,2024-01-01,A,1", "5 malformed-row 4,2024-01-01,A,1,1,1", "6 missing-value ", "7 unreadable-number 1,000.50"],
            chunk.Findings.Select(f => $"{f.Line} {f.Rule} {f.Value}"));
        Assert.All(chunk.Findings, f => Assert.Equal((Severity.Error, "s.csv"), (f.Severity, f.File)));
        Assert.All(chunk.Findings, f => Assert.Contains("Maybe", f.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SeveralMistakesInOneRow_ReportsAllOfThem()
    {
        _work.Write("s.csv", "id,day,product,units,money\n,2024-02-30,,one,x\n");

        var chunk = Assert.Single(Read(Sales));

        Assert.Null(chunk.Sales);
        Assert.Equal(["missing-value {id}", "unreadable-date day", "missing-value product", "unreadable-number units", "unreadable-number money"], chunk.Findings.Select(f => $"{f.Rule} {f.Column}"));
    }

    [Theory]
    [InlineData("", "empty-file")]
    [InlineData("id,day,product,units,money\n", "empty-file")]
    [InlineData("id,day,product\n1,2024-01-01,A\n", "missing-column")]
    [InlineData("id,day,product,units,money\n1,2024-01-01,\"A,1,1\n2,2024-01-01,A,1,1\n", "malformed-row")]
    public void Read_UnusableFile_IsAFinding(string text, string rule)
    {
        _work.Write("s.csv", text);
        var findings = Read(Sales).SelectMany(c => c.Findings).ToList();
        Assert.Contains(findings, f => f.Rule == rule);
    }

    [Fact]
    public void Read_MissingFile_IsAFinding()
    {
        var finding = Assert.Single(Read(Sales).SelectMany(c => c.Findings));
        Assert.Equal(("missing-file", Severity.Error), (finding.Rule, finding.Severity));
    }

    [Fact]
    public void Read_GermanSemicolonWindows1252_IsRead()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        _work.Write("s.csv.gz", "id;day;product;units;money\n1;31.12.2024;Größe;1,5;1.234,56\n", Encoding.GetEncoding(1252));
        var row = Assert.Single(Assert.Single(Read("""
            source: t
            format: { encoding: windows-1252, dates: dd.MM.yyyy, decimal: ",", thousands: "." }
            sets:
              - set: sales
                file: s.csv
                columns: { row_key: id, date: day, product_code: product, quantity: units, revenue: { column: money, scale: 1000 } }
            """)).Sales.Rows);
        Assert.Equal(("Größe", 1.5, "1234560.00"), (row.ProductCode, row.Quantity, row.Revenue.Value));
    }

    [Fact]
    public void Read_Expressions_LookUpCoalesceFilterAndRound()
    {
        _work.Write("groups.csv", "k,v\n1,Tools\n");
        _work.Write("products.csv", "k,g\nP,1\nQ,\n");
        _work.Write("q.csv", "rep,day,kind,p,amount\nr1,2024-12-29,Q,P,5\nr2,2024-01-03,X,P,6\nr3,2025-02-10,Q,Z,7\nr4,2025-02-10,Q,Q,NA\n");
        var chunks = Read("""
            source: t
            format: { nulls: NA }
            severities: { missing-value: warning }
            lookups:
              group: { file: products.csv, key: k, value: { coalesce: [{ column: g, lookup: groups }, { constant: none }] } }
              groups: { file: groups.csv, key: k, value: v }
            sets:
              - set: quotas
                file: q.csv
                where: [{ column: kind, not_equals: X }]
                columns:
                  sales_rep_code: { column: rep, values: { r1: R-1 } }
                  territory_code: { column: p, lookup: group }
                  period_start: { column: day, month: nearest }
                  amount: amount
            """);
        var rows = chunks.SelectMany(c => c.Quotas?.Rows ?? []).ToList();
        var row = Assert.Single(rows);
        Assert.Equal(("R-1", "Tools", 2025, 1, 1), (row.SalesRepCode, row.TerritoryCode, row.PeriodStart.Year, row.PeriodStart.Month, row.PeriodStart.Day));
        var findings = chunks.SelectMany(c => c.Findings).ToList();
        Assert.Equal([(4L, "unmatched-lookup", "Z"), (5L, "missing-value", "")], findings.Select(f => (f.Line, f.Rule, f.Value)));
        Assert.Equal(Severity.Warning, findings[1].Severity);
    }

    [Fact]
    public void Read_OrderAndDuplicates_SortsAndKeepsTheRowThatCounts()
    {
        _work.Write("p.csv", "code,start,name\nA,2,new\nB,1,b\nA,1,old\n");
        var sorted = Read("""
            source: t
            sets:
              - { set: products, file: p.csv, order: [start], duplicates: last, columns: { code: code, name: name } }
            """);
        Assert.Equal(["b", "new"], sorted[0].Products.Rows.Select(r => r.Name));
        Assert.Equal([3, 2], sorted[0].Lines);
        var first = Read("""
            source: t
            sets:
              - { set: products, file: p.csv, duplicates: first, columns: { code: code, name: name } }
            """);
        Assert.Equal(["new", "b"], first[0].Products.Rows.Select(r => r.Name));
    }

    [Fact]
    public void Read_ManyRows_ChunksAreFullNumberedAndTheSameEachTime()
    {
        var text = new StringBuilder("id,day,product,units,money\n");
        for (var i = 0; i < 25_000; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i},2024-01-01,P{i % 7},{i},{(i % 3 == 0 ? "bad" : "1")}\n");
        _work.Write("s.csv", text.ToString());
        var chunks = Read(Sales);
        Assert.Equal(Enumerable.Range(0, chunks.Count), chunks.Select(c => c.Number));
        Assert.Equal(16_666, chunks.Sum(c => c.Sales.Rows.Count));
        Assert.All(chunks, c => Assert.True(c.Sales.Rows.Count <= ChunkSource.RowsPerChunk && c.Lines.Count == c.Sales.Rows.Count && c.CalculateSize() < 4 << 20));
        Assert.Equal(8_334, chunks.Sum(c => c.Findings.Sum(f => f.Count)));
        Assert.True(chunks.Sum(c => c.Findings.Count) <= Findings.MaxPerRule + chunks.Count);
        Assert.Equal(chunks, Read(Sales));
    }

    [Fact]
    public async Task RequestIds_SameContent_SameIdsOtherContentOtherIds()
    {
        var path = _work.Write("m.yaml", Sales);
        _work.Write("s.csv", "id\n1\n");
        var token = TestContext.Current.CancellationToken;
        var first = await PlanningEngine.Cli.Import.Sending.RequestIds.OfAsync(MappingReader.Read(path), _work.Folder, token);
        var again = await PlanningEngine.Cli.Import.Sending.RequestIds.OfAsync(MappingReader.Read(path), _work.Folder, token);
        _work.Write("s.csv", "id\n2\n");
        var other = await PlanningEngine.Cli.Import.Sending.RequestIds.OfAsync(MappingReader.Read(path), _work.Folder, token);
        Assert.Equal(first.Of("open", 0), again.Of("open", 0));
        Assert.Equal(4, new[] { first.Of("open", 0), first.Of("open", 1), first.Of("commit", 0), other.Of("open", 0) }.Distinct().Count());
        Assert.True(Guid.TryParse(first.Of("open", 0), out var id) && id.Version == 8);
    }

    private List<LoadChunk> Read(string mapping) =>
        [.. new ChunkSource(MappingReader.Parse(new StringReader(mapping), "m.yaml"), _work.Folder).Read(TestContext.Current.CancellationToken)];
}
