using PlanningEngine.Cli.Import.Mapping;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Tests.Import;

public sealed class MappingReaderTests
{
    [Theory]
    [InlineData("adventureworks.yaml", 12)]
    [InlineData("walmart.yaml", 5)]
    [InlineData("crm.yaml", 6)]
    [InlineData("tidy-sales.yaml", 4)]
    [InlineData("promotions.yaml", 3)]
    public void Read_CommittedMapping_HasItsSets(string file, int sets)
    {
        var mapping = MappingReader.Read(Repository.PathOf($"deploy/mappings/{file}"));
        Assert.Equal(sets, mapping.Sets.Count);
    }

    [Fact]
    public void Parse_ManyMistakes_ReportsAllWithTheirLines()
    {
        var problems = Problems("""
            sorce: x
            bucket: year
            severities: { returns: loud }
            sets:
              - set: sale
              - set: sales
                file: a.csv
                colour: red
                columns:
                  date: { column: D, constant: E }
                  product_code: { column: P, lookup: nowhere }
                  prise: X
            """);
        Assert.Contains(problems, p => p.Line == 1 && p.Message.Contains("(sorce)", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Message.Contains("needs the key (source)", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Line == 2 && p.Message.Contains("month, week", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Line == 3 && p.Message.Contains("(loud)", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Line == 5 && p.Message.Contains("no set (sale)", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Line == 8 && p.Message.Contains("(colour)", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Line == 10 && p.Message.Contains("exactly one of", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Line == 11 && p.Message.Contains("(nowhere)", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Line == 12 && p.Message.Contains("(prise)", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Message.Contains("needs the field (row_key)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("source: [x")]
    [InlineData("- just\n- a list")]
    [InlineData("source: x\nsource: y\nsets: []")]
    [InlineData("source: x\nsets: 5")]
    public void Parse_NotAMapping_IsOneExceptionAndNoCrash(string text) => Assert.NotEmpty(Problems(text));

    [Fact]
    public void Parse_LookupsInACircle_AreReported()
    {
        var problems = Problems("""
            source: x
            lookups:
              a: { file: f.csv, key: K, value: { column: V, lookup: b } }
              b: { file: f.csv, key: K, value: { column: V, lookup: a } }
            sets:
              - { set: channels, rows: [{ code: C }] }
            """);
        Assert.Contains(problems, p => p.Message.Contains("circle", StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_ChainedLookups_AreOrderedByUse()
    {
        var mapping = Parse("""
            source: x
            lookups:
              product: { file: f.csv, key: K, value: { column: V, lookup: group } }
              group: { file: g.csv, key: K, value: V }
            sets:
              - { set: channels, rows: [{ code: C }], duplicates: last }
            """);
        Assert.Equal(["group", "product"], mapping.Lookups.Select(l => l.Name));
        Assert.Equal(DuplicatePolicy.Last, mapping.Duplicates["Channels"]);
    }

    private static ImportMapping Parse(string text) => MappingReader.Parse(new StringReader(text), "m.yaml");

    private static IReadOnlyList<MappingProblem> Problems(string text) => Assert.Throws<MappingException>(() => Parse(text)).Problems;
}
