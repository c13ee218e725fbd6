using PlanningEngine.Planning.Input;
using PlanningEngine.Planning.Quality;

namespace PlanningEngine.Planning.Tests.Quality;

/// <summary>Predecessors, parents and managers that cannot be: each is named where it stands.</summary>
public sealed class SuccessionFindingsTests
{
    private static readonly ProductRow Product = new("P", "Rope", "a", "b", "c", "pcs", 10, 5, null, new DateOnly(2026, 12, 31));
    private static readonly SalesRepRow Rep = new("R", "Zoé", null, "T", new DateOnly(2026, 5, 4), null, "Sales rep");

    [Fact]
    public void Complete_BadPredecessors_AreAllNamed()
    {
        var codes = new ReferenceCodes();
        codes.AddProduct("OLD", null);
        codes.AddProduct("STORED", null, "OLD", 0.7);
        var check = new LoadCheck(codes, new QualityOptions());
        void Add(string code, string? predecessor, double? share) => check.Check(Product with { Code = code, PredecessorCode = predecessor, PredecessorShare = share }, new RowOrigin("products.csv", code[0]));
        Add("A", "GHOST", null);
        Add("B", "B", null);
        Add("C", "D", 0);
        Add("D", "C", double.NaN);
        Add("E", null, 0.5);
        Add("F", "OLD", 0.4);
        Assert.Equal(
            [
                ("predecessor-cycle", "B"), ("predecessor-cycle", "C"), ("share-out-of-range", "C"), ("share-out-of-range", "D"), ("share-out-of-range", "E"), ("shares-above-one", "OLD"),
                ("unknown-product", "A"),
            ],
            check.Complete().Findings.Select(f => (f.Rule, f.Subject)).Order());
    }

    [Fact]
    public void Complete_CirclesAndSharesAboveOne_NameFileAndLine()
    {
        var codes = new ReferenceCodes();
        codes.AddProduct("OLD", null);
        codes.AddProduct("A-STORED", null, "B", 1);
        var check = new LoadCheck(codes, new QualityOptions());
        void Add(int line, string code, string? predecessor, double? share) =>
            check.Check(Product with { Code = code, PredecessorCode = predecessor, PredecessorShare = share }, new RowOrigin("products.csv", line));
        Add(2, "B", "A-STORED", null);
        Add(3, "X", "OLD", 0.8);
        Add(4, "Y", "OLD", 0.3);
        check.Check(new TerritoryRow("T1", "t", "T2"), new RowOrigin("territories.csv", 5));
        check.Check(new TerritoryRow("T2", "t", "T1"), new RowOrigin("territories.csv", 6));
        check.Check(Rep with { ManagerCode = "R", TerritoryCode = "T1" }, new RowOrigin("reps.csv", 7));
        Assert.Equal(
            [("parent-cycle", "reps.csv", 7), ("parent-cycle", "territories.csv", 5), ("predecessor-cycle", "products.csv", 2), ("shares-above-one", "products.csv", 4)],
            check.Complete().Findings.Select(f => (f.Rule, f.File, f.Line)).Order());
    }
}
