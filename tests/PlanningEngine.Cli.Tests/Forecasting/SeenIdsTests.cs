using PlanningEngine.Cli.Forecasting;

namespace PlanningEngine.Cli.Tests.Forecasting;

public sealed class SeenIdsTests
{
    [Fact]
    public void Add_ManyIds_EachIsNewOnce()
    {
        var seen = new SeenIds(ascending: false);
        string[] ids = ["", "0", .. Enumerable.Range(0, 100_000).Select(i => $"SKU-{i}")];
        Assert.All(ids, id => Assert.True(seen.Add(id), id));
        Assert.All(ids, id => Assert.False(seen.Add(id), id));
    }

    [Theory]
    [InlineData("a,b,c", 3)]
    [InlineData("9,10,11,100", 4)]
    [InlineData("10,9,1", 2)]
    [InlineData("9,10,1", 2)]
    [InlineData("a,b,b", 2)]
    [InlineData("a,b,a", 2)]
    public void Add_WhereIdsShouldAscend_RefusesTheFirstThatDoesNot(string ids, int taken)
    {
        var seen = new SeenIds(ascending: true);
        Assert.Equal(taken, ids.Split(',').TakeWhile(seen.Add).Count());
    }
}
