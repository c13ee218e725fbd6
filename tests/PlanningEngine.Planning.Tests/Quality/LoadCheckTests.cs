using System.Globalization;
using PlanningEngine.Planning.Input;
using PlanningEngine.Planning.Quality;

namespace PlanningEngine.Planning.Tests.Quality;

public sealed class LoadCheckTests
{
    private static readonly DateOnly Day = new(2026, 5, 4);
    private static readonly ProductRow Product = new("P", "Rope", "a", "b", "c", "pcs", 10, 5, null, new DateOnly(2026, 12, 31));
    private static readonly SaleRow Sale = new("1", Day, "P", "T", "C", "A", "R", 2, 20m, 10m, "EUR");
    private static readonly OpportunityRow Opportunity = new("O", "Deal", "A", "P", "R", "Proposal", 100, 0.5, Day, Day, null);
    private static readonly SalesRepRow Rep = new("R", "Zoé", null, "T", Day, null, "Sales rep");

    private static readonly DriverValueRow Promotion = new("promotion", "P", "T", null, Day, Day.AddDays(6), 0.2);
    private static readonly DriverValueRow Price = new("price", "P", null, null, Day, null, 9.99);

    public static TheoryData<string> FiringRules => [.. Breaches.Keys];

    private static Dictionary<string, Action<LoadCheck>> Breaches { get; } = new()
    {
        [QualityRules.MissingCode] = c => c.Check(Product with { Code = " " }, RowOrigin.None),
        [QualityRules.UnknownProduct] = c => c.Check(Sale with { ProductCode = "?" }, RowOrigin.None),
        [QualityRules.UnknownLocation] = c => c.Check(new CapacityRow("?", "Outbound", Day, 1), RowOrigin.None),
        [QualityRules.UnknownTerritory] = c => c.Check(Sale with { TerritoryCode = "?" }, RowOrigin.None),
        [QualityRules.UnknownChannel] = c => c.Check(Sale with { ChannelCode = "?" }, RowOrigin.None),
        [QualityRules.UnknownAccount] = c => c.Check(Sale with { AccountCode = "?" }, RowOrigin.None),
        [QualityRules.UnknownSalesRep] = c => c.Check(new QuotaRow("?", null, Day, 1, false), RowOrigin.None),
        [QualityRules.UnknownDriver] = c => c.Check(Promotion with { DriverCode = "?" }, RowOrigin.None),
        [QualityRules.UnknownProductLevel] = c => c.Check(Promotion with { ProductCode = null, ProductLevel2 = "?" }, RowOrigin.None),
        [QualityRules.DriverProductAndLevel] = c => c.Check(Promotion with { ProductLevel1 = "?" }, RowOrigin.None),
        [QualityRules.DriverValueOutOfRange] = c => Each(c, Price with { Value = 0 }),
        [QualityRules.DriverDefaultZero] = c => c.Check(new DriverRow("X", "x", DriverForm.Proportional, DriverDefault.Zero), RowOrigin.None),
        [QualityRules.DriverEndsBeforeStart] = c => Each(c, Promotion with { EndDate = Day.AddDays(-1) }),
        [QualityRules.DriverOverlap] = c => Each(c, Promotion, Promotion with { Date = Day.AddDays(3), EndDate = Day.AddDays(9), Value = 0.5 }),
        [QualityRules.DriverValueFarOff] = c => Each(c, Promotion, Promotion with { Date = Day.AddDays(30), EndDate = Day.AddDays(36) }, Promotion with { Date = Day.AddDays(60), EndDate = null, Value = 20 }),
        [QualityRules.DuplicateRowKey] = c => Each(c, Sale, Sale with { Quantity = 3 }),
        [QualityRules.DuplicateCode] = c => c.Check(Product with { Name = "Other" }, RowOrigin.None),
        [QualityRules.NotANumber] = c => c.Check(Sale with { Quantity = double.NaN }, RowOrigin.None),
        [QualityRules.NumberOutOfRange] = c => c.Check(Sale with { Quantity = -1.1e12 }, RowOrigin.None),
        [QualityRules.DateOutOfRange] = c => c.Check(Sale with { Date = new DateOnly(1899, 12, 31) }, RowOrigin.None),
        [QualityRules.ParentCycle] = c => c.Check(new TerritoryRow("X", "x", "X"), RowOrigin.None),
        [QualityRules.PredecessorCycle] = c => c.Check(Product with { Code = "X", PredecessorCode = "X" }, RowOrigin.None),
        [QualityRules.ShareOutOfRange] = c => c.Check(Product with { Code = "X", PredecessorCode = "P", PredecessorShare = 80 }, RowOrigin.None),
        [QualityRules.SharesAboveOne] = c =>
        {
            c.Check(Product with { Code = "X", PredecessorCode = "P", PredecessorShare = 0.8 }, RowOrigin.None);
            c.Check(Product with { Code = "Y", PredecessorCode = "P", PredecessorShare = 0.3 }, RowOrigin.None);
        },
        [QualityRules.NegativePrice] = c => c.Check(Product with { Code = "N", Price = -1 }, RowOrigin.None),
        [QualityRules.ProbabilityOutOfRange] = c => c.Check(Opportunity with { Probability = 50 }, RowOrigin.None),
        [QualityRules.Returns] = c => c.Check(Sale with { Quantity = -1, Revenue = -10 }, RowOrigin.None),
        [QualityRules.Gaps] = c => Each(c, Sale, Sale with { RowKey = "2", Date = Day.AddMonths(2) }, Sale with { RowKey = "3", ChannelCode = null, Date = Day.AddMonths(1) }),
        [QualityRules.MissingPeriods] = c => Each(c, Sale, Sale with { RowKey = "2", ChannelCode = null, Date = Day.AddMonths(2) }),
        [QualityRules.SuspiciousJumps] = c => Each(c, [.. Monthly(i => i == 7 ? 1000 : 10 + (i % 2))]),
        [QualityRules.FutureDate] = c => c.Check(Sale with { Date = new DateOnly(2026, 12, 2) }, RowOrigin.None),
        [QualityRules.RevenueWithoutQuantity] = c => c.Check(Sale with { Quantity = 0 }, RowOrigin.None),
        [QualityRules.SaleAfterDiscontinuation] = c => c.Check(Sale with { Date = new DateOnly(2027, 1, 1) }, RowOrigin.None),
        [QualityRules.ZeroPrice] = c => c.Check(Product with { Code = "Z", Price = 0 }, RowOrigin.None),
        [QualityRules.NegativeAmount] = c => c.Check(new QuotaRow("R", null, Day, -1, false), RowOrigin.None),
        [QualityRules.DateFarOff] = c => c.Check(Product with { Code = "F", EndDate = new DateOnly(2099, 12, 31) }, RowOrigin.None),
        [QualityRules.ForeignCurrency] = c => c.Check(Sale with { CurrencyCode = "USD" }, RowOrigin.None),
        [QualityRules.DatesReversed] = c => c.Check(Rep with { Code = "R2", LeaveDate = Day.AddDays(-1) }, RowOrigin.None),
    };

    [Fact]
    public void FiringRules_Always_AreAllButTheReadersOwn() => Assert.Equal(
        QualityRules.All.Select(r => r.Id).Except([QualityRules.UnreadableDate, QualityRules.UnreadableNumber]).Order(),
        Breaches.Keys.Order());

    [Theory]
    [MemberData(nameof(FiringRules))]
    public void Complete_OneBreach_FiresThatRule(string rule)
    {
        var check = Sound();
        Breaches[rule](check);
        var report = check.Complete();
        Assert.Contains(report.Counts, c => c.Rule == rule && c.Count >= 1);
        Assert.Equal(QualityRules.All.Single(r => r.Id == rule).DefaultSeverity, report.Findings.First(f => f.Rule == rule).Severity);
    }

    [Theory]
    [InlineData(1e12, 0)]
    [InlineData(-1e12, 0)]
    [InlineData(1.0000001e12, 4)]
    [InlineData(1e300, 4)]
    public void Check_NumbersAtTheLimit_FireBeyondIt(double value, long count)
    {
        var check = Sound();
        check.Check(Sale with { RowKey = "large", Quantity = value }, RowOrigin.None);
        check.Check(new InventoryRow("L", "P", Day, value), RowOrigin.None);
        check.Check(new CapacityRow("L", "dock", Day, value), RowOrigin.None);
        check.Check(Promotion with { Value = value }, RowOrigin.None);

        Assert.Equal(count, check.Complete().Counts.SingleOrDefault(c => c.Rule == QualityRules.NumberOutOfRange)?.Count ?? 0);
    }

    [Fact]
    public void Check_RowWithUnreadColumns_JudgesTheOthersAlone()
    {
        var check = Sound();
        var origin = new RowOrigin("sales.csv", 7) { Unread = ["date", "revenue"] };

        check.Check(Sale with { RowKey = "", Date = default, Revenue = 0, ProductCode = "?", Quantity = double.NaN }, origin);
        check.Check(Promotion with { Date = default, ProductCode = "?" }, origin);
        check.Check(Product with { EndDate = null }, new RowOrigin("products.csv", 8) { Unread = ["end_date"] });

        var found = check.Complete().Findings;
        Assert.Equal(["missing-code row_key", "not-a-number quantity", "unknown-product product_code", "unknown-product product_code"], found.Select(f => $"{f.Rule} {f.Column}").Order());
        Assert.All(found, f => Assert.Equal(("sales.csv", 7), (f.File, f.Line)));
    }

    [Fact]
    public void Complete_SalesInOtherCurrencies_AreSaidOncePerCurrency()
    {
        var check = Sound();
        Each(check, [.. Monthly(i => 10 + (i % 3)).Select((s, i) => s with { CurrencyCode = i < 3 ? "USD" : i < 5 ? "eur" : i == 5 ? "" : "EUR" })]);
        check.Check(Sale with { RowKey = "gift", Revenue = 0, Cost = null, CurrencyCode = "BRL" }, RowOrigin.None);
        var found = check.Complete().Findings.Where(f => f.Rule == QualityRules.ForeignCurrency).ToList();
        Assert.Equal(["USD", "eur"], found.Select(f => f.Value));
        Assert.StartsWith("The amounts of 3 sales", found[0].Reason, StringComparison.Ordinal);
        var unjudged = new LoadCheck(new ReferenceCodes(), new QualityOptions());
        unjudged.Check(Sale with { CurrencyCode = "USD" }, RowOrigin.None);
        Assert.DoesNotContain(unjudged.Complete().Findings, f => f.Rule == QualityRules.ForeignCurrency);
    }

    [Fact]
    public void Complete_YearThatIsWrong_MissesNoPeriodsSinceThen()
    {
        var check = Sound();
        Each(check, [.. Monthly(i => 10 + (i % 3)), Sale with { RowKey = "old", Date = new DateOnly(1026, 5, 4) }]);
        Assert.Equal([QualityRules.DateOutOfRange], check.Complete().Findings.Select(f => f.Rule));
    }

    [Fact]
    public void Complete_ChannelThatEndsEarly_MissesThePeriodsAfter()
    {
        var check = Sound();
        check.Check(new ChannelRow("D", "d"), RowOrigin.None);
        Each(check, [.. Monthly(i => 10 + (i % 3)), .. Monthly(i => 20).Take(9).Select(s => s with { RowKey = "D" + s.RowKey, ChannelCode = "D" })]);
        var missing = check.Complete().Findings.Where(f => f.Rule == QualityRules.MissingPeriods).ToList();
        Assert.Equal(Monthly(i => 1).Skip(9).Select(s => ("D", s.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))), missing.Select(f => (f.Subject, f.Value)));
    }

    [Fact]
    public void Complete_SoundRows_FiresNothing()
    {
        var check = Sound();
        Each(check, [.. Monthly(i => 10 + (i % 3))]);
        check.Check(Product, RowOrigin.None);
        check.Check(Opportunity, RowOrigin.None);
        check.Check(new InventoryRow("L", "P", Day, 0), RowOrigin.None);
        Assert.Empty(check.Complete().Findings);
    }

    [Fact]
    public void Complete_ReferencesThatComeLater_AreKnown()
    {
        var check = new LoadCheck(new ReferenceCodes(), new QualityOptions());
        check.Check(Sale, RowOrigin.None);
        check.Check(new AccountRow("A", "Müller, Söhne & Cie", "T", "R", null), RowOrigin.None);
        check.Check(Rep, RowOrigin.None);
        check.Check(new ChannelRow("C", "c"), RowOrigin.None);
        check.Check(new TerritoryRow("T", "t", null), RowOrigin.None);
        check.Check(Product, RowOrigin.None);
        Assert.False(check.Complete().HasErrors);
    }

    [Fact]
    public void Complete_SoundDrivers_FireNothing()
    {
        var check = new LoadCheck(Codes(), new QualityOptions { MaxFindingsPerRule = 2 });
        // Values before their driver, neighbours, overlaps that say the same or belong to others, and an open price below a temporary one.
        Each(check, Promotion, Promotion with { Date = Day.AddDays(7), EndDate = Day.AddDays(8), Value = 0 }, Promotion with { Date = Day.AddDays(1), EndDate = Day.AddDays(1) });
        Each(check, Promotion with { ProductCode = null, Value = -0.1 }, Promotion with { TerritoryCode = null, Value = 0.5 }, Price, Price with { Date = Day.AddDays(4), EndDate = Day.AddDays(5), Value = 8 });
        check.Check(new DriverRow("promotion", "Promotion, Aktion", DriverForm.Linear, DriverDefault.Zero), RowOrigin.None);
        check.Check(new DriverRow("price", "Price", DriverForm.Logarithmic), RowOrigin.None);
        Assert.Empty(check.Complete().Findings);
    }

    [Fact]
    public void Complete_BadDriverValues_AreAllNamedWithTheirLines()
    {
        var codes = Codes();
        codes.AddDriver("price", DriverForm.Logarithmic);
        var check = new LoadCheck(codes, new QualityOptions { MaxFindingsPerRule = 2 });
        var line = 1;
        void Add(DriverValueRow row) => check.Check(row, new RowOrigin("prices.csv", ++line));
        Add(Price with { Value = double.NaN });
        Add(Price with { Value = -1 });
        Add(Price with { Value = 0 });
        Add(Price with { Value = 0, ProductCode = "?" });
        Add(Price with { Value = double.PositiveInfinity });
        Add(Price with { Date = new DateOnly(1066, 10, 14), EndDate = new DateOnly(2300, 1, 1) });
        Add(Price with { DriverCode = " " });

        var report = check.Complete();

        Assert.Equal([("date-out-of-range", 2), ("driver-value-out-of-range", 3), ("missing-code", 1), ("not-a-number", 2), ("unknown-driver", 1), ("unknown-product", 1)], report.Counts.Select(c => (c.Rule, (int)c.Count)).Order());
        var negative = report.Findings.Single(f => f is { Rule: "driver-value-out-of-range", Value: "-1" });
        Assert.Equal(("prices.csv", 3, "price / P", "value"), (negative.File, negative.Line, negative.Subject, negative.Column));
        Assert.Contains("must be above 0, since the driver (price) is not linear", negative.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_SuccessorsThatShare_FireNothing()
    {
        var check = Sound();
        check.Check(Product with { Code = "X", PredecessorCode = "Y" }, RowOrigin.None);
        check.Check(Product with { Code = "Y", PredecessorCode = "P", PredecessorShare = 0.7 }, RowOrigin.None);
        check.Check(Product with { Code = "Z", PredecessorCode = "P", PredecessorShare = 0.3 }, RowOrigin.None);
        Assert.Empty(check.Complete().Findings);
    }

    [Fact]
    public void Complete_SeverityOverrides_ChangeAndSwitchOff()
    {
        var check = Sound(new QualityOptions { Severities = new Dictionary<string, Severity> { [QualityRules.Returns] = Severity.Error, [QualityRules.UnknownChannel] = Severity.Off } });
        check.Check(Sale with { Quantity = -1, ChannelCode = "?" }, new RowOrigin("sales.csv", 17));
        var report = check.Complete();
        var finding = Assert.Single(report.Findings);
        Assert.Equal((QualityRules.Returns, Severity.Error, "sales.csv", 17), (finding.Rule, finding.Severity, finding.File, finding.Line));
        Assert.True(report.HasErrors);
    }

    [Fact]
    public void Constructor_UnknownRule_Throws() => Assert.Throws<ArgumentException>(() =>
        new LoadCheck(new ReferenceCodes(), new QualityOptions { Severities = new Dictionary<string, Severity> { ["no-such-rule"] = Severity.Off } }));

    [Fact]
    public void Complete_ManyBadRows_KeepsAFewAndCountsAll()
    {
        var check = Sound();
        for (var i = 0; i < 200_000; i++)
            check.Check(Sale with { RowKey = i.ToString(CultureInfo.InvariantCulture), Quantity = -1, ProductCode = "?" }, new RowOrigin("f", i));
        var report = check.Complete();
        Assert.All([QualityRules.Returns, QualityRules.UnknownProduct], rule =>
        {
            Assert.Equal(200_000, report.Counts.Single(c => c.Rule == rule).Count);
            Assert.Equal(101, report.Findings.Count(f => f.Rule == rule));
            Assert.Contains("199900 more", report.Findings.Last(f => f.Rule == rule).Reason, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Complete_ConstantSeriesWithOneSpike_FindsTheSpikeAlone()
    {
        var check = Sound();
        Each(check, [.. Monthly(i => i == 5 ? 500 : 10)]);
        Assert.Equal(1, check.Complete().Counts.Single(c => c.Rule == QualityRules.SuspiciousJumps).Count);
    }

    private static IEnumerable<SaleRow> Monthly(Func<int, double> quantity) => Enumerable.Range(0, 20)
        .Select(i => Sale with { RowKey = $"m{i}", Date = new DateOnly(2025, 1, 1).AddMonths(i), Quantity = quantity(i) });

    private static void Each(LoadCheck check, params SaleRow[] rows)
    {
        foreach (var row in rows)
            check.Check(row, RowOrigin.None);
    }

    private static void Each(LoadCheck check, params DriverValueRow[] rows)
    {
        foreach (var row in rows)
            check.Check(row, RowOrigin.None);
    }

    private static LoadCheck Sound(QualityOptions? options = null)
    {
        var codes = Codes();
        codes.AddDriver("promotion", DriverForm.Linear);
        codes.AddDriver("price", DriverForm.Logarithmic);
        var check = new LoadCheck(codes, (options ?? new QualityOptions()) with { Today = new DateOnly(2026, 12, 1), Currency = "EUR" });
        check.Check(Product, RowOrigin.None);
        return check;
    }

    private static ReferenceCodes Codes()
    {
        var codes = new ReferenceCodes();
        codes.AddProduct("P", null);
        codes.AddTerritory("T", null);
        codes.Add(ReferenceKind.Channel, "C");
        codes.Add(ReferenceKind.Location, "L");
        codes.Add(ReferenceKind.Account, "A");
        codes.AddSalesRep("R", null);
        return codes;
    }
}
