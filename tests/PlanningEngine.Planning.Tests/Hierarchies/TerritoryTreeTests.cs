using CsCheck;
using PlanningEngine.Planning.Hierarchies;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Tests.Hierarchies;

public sealed class TerritoryTreeTests
{
    [Fact]
    public void Build_RandomForest_IntervalsAreTheDescendants() => Gen.Int[-1, 1_000].Array[0, 40].Sample(draws =>
    {
        var rows = draws.Select((d, i) => new TerritoryRow($"T{i}", $"Name {i}", i == 0 || d < 0 ? null : $"T{d % i}")).ToList();
        var tree = TerritoryTree.Build(rows.AsEnumerable().Reverse());
        Assert.Empty(tree.Violations);
        Assert.Equal(rows.Count, tree.Nodes.Count);
        var parents = rows.ToDictionary(r => r.Code, r => r.ParentCode);
        foreach (var node in tree.Nodes)
        {
            var descendants = rows.Where(r => IsUnder(r.Code, node.Code, parents)).Select(r => r.Code).Order();
            Assert.Equal(descendants, tree.Nodes.Where(n => n.First >= node.First && n.First <= node.Last).Select(n => n.Code).Order());
            Assert.Equal(descendants, tree.Subtree(node.Code).Select(n => n.Code).Order());
        }
    });

    [Fact]
    public void Build_FiveLevels_NamesTheTopThree()
    {
        var tree = TerritoryTree.Build([new("E", "e", "D"), new("D", "d", "C"), new("C", "c", "B"), new("B", "b", "A"), new("A", "a", null)]);
        var deepest = tree.Find("E")!;
        Assert.Equal(("a", "b", "c", 4), (deepest.Level1, deepest.Level2, deepest.Level3, deepest.Depth));
        var root = tree.Find("A")!;
        Assert.Equal(("a", "a", "a", 1, 5), (root.Level1, root.Level2, root.Level3, root.First, root.Last));
        Assert.Equal(("a", "b", "b"), (tree.Find("B")!.Level1, tree.Find("B")!.Level2, tree.Find("B")!.Level3));
    }

    [Fact]
    public void Build_CyclesOrphansAndDuplicates_KeepsEveryCodeAndReportsAll()
    {
        var tree = TerritoryTree.Build(
        [
            new("B", "b", "A"), new("A", "a", "C"), new("C", "c", "B"), new("S", "s", "S"), new("O", "o", "GONE"), new("X", "x", "A"), new("X", "other", "A"), new("", "nameless", null),
        ]);
        Assert.Equal(["duplicate-code", "missing-code", "parent-cycle", "parent-cycle", "unknown-parent"], tree.Violations.Select(v => v.Code).Order());
        Assert.Equal(["A", "B", "C", "O", "S", "X"], tree.Nodes.Select(n => n.Code).Order());
        Assert.Null(tree.Find("A")!.ParentCode);
    }

    [Fact]
    public void Build_ChainOfFiftyThousand_DoesNotOverflow()
    {
        var tree = TerritoryTree.Build(Enumerable.Range(0, 50_000).Select(i => new TerritoryRow($"{i:00000}", string.Empty, i == 0 ? null : $"{i - 1:00000}")));
        Assert.Equal((1, 50_000), (tree.Nodes[0].First, tree.Nodes[0].Last));
    }

    private static bool IsUnder(string code, string ancestor, Dictionary<string, string?> parents)
    {
        for (var at = code; at is not null; at = parents[at])
        {
            if (at == ancestor)
                return true;
        }

        return false;
    }
}
