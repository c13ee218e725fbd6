using PlanningEngine.Planning.Input;
using PlanningEngine.Planning.Quality;

namespace PlanningEngine.Planning.Tests.Quality;

public sealed class DriverFindingsTests
{
    private static readonly DateOnly Day = new(2026, 5, 4);
    private static readonly DriverValueRow Promotion = new("promotion", "P", null, null, Day, Day.AddDays(6), 0.2);

    [Theory]
    [InlineData(3, 9, "begins last", "0.3")]
    [InlineData(0, 9, "begins on the same day and is loaded last", "0.3")]
    [InlineData(-2, 9, "begins last", "0.2")]
    public void Complete_OverlapWithTheStore_SaysWhichCounts(int from, int until, string why, string counts)
    {
        var row = Promotion with { Date = Day.AddDays(from), EndDate = Day.AddDays(until), Value = 0.3 };
        var finding = Assert.Single(Check([row], new KnownDriverValue(Promotion, 4, 7, false)));
        Assert.Equal((QualityRules.DriverOverlap, Severity.Warning, "promotions.csv", 2), (finding.Rule, finding.Severity, finding.File, finding.Line));
        Assert.Contains("the value (0.2) from 2026-05-04 to 2026-05-10 of load 7", finding.Reason, StringComparison.Ordinal);
        Assert.Contains($"the value ({counts}) counts, which {why}.", finding.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_SameDayInOneLoad_TheOneFurtherDownCounts()
    {
        var finding = Assert.Single(Check([Promotion with { RowKey = "A-1" }, Promotion with { RowKey = "A-2", Value = 0.3 }]));
        Assert.Equal(3, finding.Line);
        Assert.Contains("of (promotion / P), row (A-2), overlaps the value (0.2)", finding.Reason, StringComparison.Ordinal);
        Assert.Contains("of row (A-1), promotions.csv line 2: on days of both the value (0.3) counts, which begins on the same day and stands further down", finding.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_UnchangedRowBesideALaterLoad_TheLaterOneCounts()
    {
        var findings = Check([Promotion with { RowKey = "A-1" }], new KnownDriverValue(Promotion, 4, 7, true), new KnownDriverValue(Promotion with { Value = 0.3 }, 5, 8, false));
        Assert.Contains("the value (0.3) counts, which begins on the same day and is loaded last", Assert.Single(findings).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_ReplacedEqualOrApart_NothingFound() => Assert.Empty(Check(
        [Promotion with { Value = 0.3 }, Promotion with { Date = Day.AddDays(7), EndDate = Day.AddDays(8), Value = 0.25 }],
        new KnownDriverValue(Promotion, 4, 7, true), new KnownDriverValue(Promotion with { Value = 0.3 }, 4, 7, false), new KnownDriverValue(Promotion with { ProductCode = "Q" }, 4, 7, false),
        new KnownDriverValue(Promotion with { EndDate = null }, 4, 7, false)));

    [Fact]
    public void Complete_Levels_AreKnownNotBesideAProductAndAPlaceOfTheirOwn()
    {
        var tents = Promotion with { ProductCode = null, ProductLevel1 = "Tents" };
        Assert.Empty(Check([tents, tents with { ProductLevel2 = "Peak", Value = 0.3 }, Promotion with { Value = 0.4 }]));
        var overlap = Assert.Single(Check([tents, tents with { Value = 0.3 }]));
        Assert.Equal((QualityRules.DriverOverlap, "promotion / Tents"), (overlap.Rule, overlap.Subject));
        Assert.Equal(QualityRules.DriverOverlap, Assert.Single(Check([tents], new KnownDriverValue(tents with { Value = 0.3 }, 4, 7, false))).Rule);
        var both = Assert.Single(Check([Promotion with { ProductLevel1 = "Tents" }]));
        Assert.Equal((QualityRules.DriverProductAndLevel, Severity.Error), (both.Rule, both.Severity));
        var unknown = Check([tents with { ProductLevel1 = "Peak", ProductLevel2 = "Tents", ProductLevel3 = "x" }]);
        Assert.Equal(["The product level 1 (Peak) of (promotion / Peak / Tents / x) is not known.", "The product level 2 (Tents) of (promotion / Peak / Tents / x) is not known.", "The product level 3 (x) of (promotion / Peak / Tents / x) is not known."],
            unknown.Where(f => f.Rule == QualityRules.UnknownProductLevel && f.Severity == Severity.Error).Select(f => f.Reason.Replace(" Maybe load it first or in the same load.", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Tents", "Peak", "", null)]
    [InlineData("Grills", "", "Gas", null)]
    [InlineData("", "Fire", "Gas", null)]
    [InlineData("Grills", "Fire", "Gas", null)]
    [InlineData("Tents", "Fire", "", "Tents / Fire")]
    [InlineData("Tents", "", "Gas", "Tents / Gas")]
    [InlineData("", "Peak", "Gas", "Peak / Gas")]
    [InlineData("Grills", "Peak", "Gas", "Grills / Peak / Gas")]
    public void Complete_LevelsTogether_MustBeThoseOfOneProduct(string level1, string level2, string level3, string? found)
    {
        var codes = new ReferenceCodes();
        codes.AddDriver("promotion", DriverForm.Linear);
        codes.AddLevels("Tents", "Peak", "");
        var check = new LoadCheck(codes, new QualityOptions());
        check.Check(Promotion with { ProductCode = null, ProductLevel1 = level1, ProductLevel2 = level2, ProductLevel3 = level3 }, new RowOrigin("promotions.csv", 2));
        check.Check(new ProductRow("G", "Grill", "Grills", "Fire", "Gas", "", null, null, null, null), RowOrigin.None);

        var findings = check.Complete().Findings.Where(f => f.Rule == QualityRules.UnknownProductLevel).ToList();

        Assert.Equal(found is null ? [] : [found], findings.Select(f => f.Value));
        Assert.All(findings, f => Assert.StartsWith($"No product has the levels ({found}) of (promotion / {found}) together.", f.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Complete_OverlapHiddenByALongEqualOne_IsFound()
    {
        DriverValueRow Of(int from, int until, double value) => Promotion with { Date = Day.AddDays(from), EndDate = Day.AddDays(until), Value = value };
        var findings = Check([Of(0, 30, 0.2), Of(5, 10, 0.3), Of(8, 12, 0.2), Of(20, 22, 0.2)]);
        Assert.Equal([3, 4], findings.Select(f => f.Line).Order());
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.2, 20 }, new double[0], new[] { 20.0 })]
    [InlineData(new[] { 20.0 }, new[] { 0.2 }, new[] { 20.0 })]
    [InlineData(new[] { 20.0, 25, 30 }, new[] { 0.1, 0.3 }, new[] { 20.0, 25, 30 })]
    [InlineData(new[] { -20.0 }, new[] { 0.2 }, new[] { -20.0 })]
    [InlineData(new[] { 0.5 }, new[] { 0.2 }, new double[0])]
    [InlineData(new[] { 0.25, 0.05, 0.05, 0.05 }, new[] { 0.05 }, new double[0])]
    [InlineData(new[] { 0.9 }, new[] { 0.02, 0.03, 0.04 }, new double[0])]
    [InlineData(new[] { 25.0, 5, 5, 5 }, new[] { 5.0 }, new double[0])]
    [InlineData(new[] { 60.0 }, new[] { 5.0, 4 }, new double[0])]
    [InlineData(new[] { 60.0 }, new[] { 5.0, 4, 3 }, new[] { 60.0 })]
    [InlineData(new[] { 60.0, 5, 4, 3 }, new double[0], new[] { 60.0 })]
    [InlineData(new[] { 2000.0, 5, 5 }, new double[0], new[] { 2000.0 })]
    [InlineData(new[] { 20.0 }, new double[0], new double[0])]
    [InlineData(new[] { 0.0, 0.2 }, new double[0], new double[0])]
    [InlineData(new[] { 0.0, 0 }, new[] { 0.0 }, new double[0])]
    public void Complete_ValuesOfALinearDriver_ThoseBeyondAllOthersAreFound(double[] load, double[] store, double[] far) =>
        Assert.Equal(far.Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order(), FarOff("promotion", load.Select(v => ("P", v)), store.Select(v => ("Q", v))).Order());

    [Fact]
    public void Complete_Prices_AreComparedWithinTheirProductBothWays()
    {
        Assert.Empty(FarOff("price", [("P", 10), ("Q", 900)], [("P", 12), ("Q", 1000)]));
        Assert.Equal(["1000"], FarOff("price", [("P", 1000), ("P", 10)], [("P", 12), ("Q", 1000)]));
        Assert.Equal(["0.1"], FarOff("price", [("P", 0.1), ("P", 10)], [("P", 12), ("Q", 0.1)]));
        // A clearance says nothing where one other price is known, and is odd beside many.
        Assert.Empty(FarOff("price", [("P", 2)], [("P", 12)]));
        Assert.Equal(["2"], FarOff("price", [("P", 2)], [("P", 12), ("P", 11), ("P", 10)]));
        Assert.Equal(["50"], FarOff("price", [("P", 50)], [("P", 12), ("P", 11), ("P", 10)]));
        // What is spent on advertising varies more than prices do.
        Assert.Empty(FarOff("advertising", [("P", 50)], [("P", 12), ("P", 11), ("P", 10)]));
        Assert.Equal(["500"], FarOff("advertising", [("P", 500)], [("P", 12), ("P", 11), ("P", 10)]));
    }

    private static List<string> FarOff(string driver, IEnumerable<(string Product, double Value)> load, IEnumerable<(string Product, double Value)> store)
    {
        DriverValueRow Of((string Product, double Value) v, int i) => new(driver, v.Product, null, null, Day.AddDays(i), null, v.Value);
        return [.. Check(load.Select(Of), [.. store.Select((v, i) => new KnownDriverValue(Of(v, -1 - i), 1, 1, false))]).Where(f => f.Rule == QualityRules.DriverValueFarOff).Select(f => f.Value)];
    }

    private static IReadOnlyList<Finding> Check(IEnumerable<DriverValueRow> rows, params KnownDriverValue[] known)
    {
        var codes = new ReferenceCodes();
        codes.AddProduct("P", null);
        codes.AddProduct("Q", null);
        codes.AddLevels("Tents", "Peak", "");
        codes.AddDriver("promotion", DriverForm.Linear);
        codes.AddDriver("price", DriverForm.Price);
        codes.AddDriver("advertising", DriverForm.Logarithmic);
        var check = new LoadCheck(codes, new QualityOptions());
        var line = 2;
        foreach (var row in rows)
            check.Check(row, new RowOrigin("promotions.csv", line++));
        foreach (var one in known)
            check.CheckAgainst(one);
        return check.Complete().Findings;
    }
}
