using Microsoft.Extensions.Time.Testing;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Planning.Quality;

namespace PlanningEngine.Server.Tests.Loads;

public sealed class FindingTests
{
    [Fact]
    public async Task ValidateLoad_RowsWithSeveralFaults_ReportsAllOfAllRowsAtOnce()
    {
        await using var host = await LoadHost.StartAsync();
        await host.LoadAsync(Some.Masters());
        var first = new SaleRow { Date = Some.Day(2024, 2, 30), ProductCode = "p1", Quantity = double.NaN, Revenue = new Google.Type.Decimal { Value = "abc" } };
        var second = Some.Sale("b", double.PositiveInfinity, product: "p9");
        second.Cost = new Google.Type.Decimal { Value = "1e400" };
        second.CurrencyCode = "EURO";
        var third = Some.Sale("b", 1e300, product: "");
        third.TerritoryCode = new string('x', 200);

        var (load, findings) = await ValidateAsync(host, new LoadChunk { File = "sales.csv", Lines = { 2, 3, 4 }, Sales = new SaleRows { Rows = { first, second, third } } });

        Assert.Equal(LoadState.Rejected, load.State);
        Assert.Equal(
            [
                "2 missing-code row_key  ", "2 not-a-number quantity NaN ", "2 unreadable-date date 2024-02-30 Sales", "2 unreadable-number revenue abc Sales",
                "3 not-a-number quantity Infinity b", "3 number-out-of-range cost 1e400 b", "3 text-too-long currency_code EUR b", "3 unknown-product product_code p9 b",
                "4 duplicate-row-key row_key b b", "4 missing-code product_code  b", "4 number-out-of-range quantity 1E+300 b", $"4 text-too-long territory_code {new string('x', 32)} b",
            ],
            findings.Where(f => f.Severity == Contracts.V1.Severity.Error).Select(f => $"{f.Line} {f.Rule} {f.Column} {f.Value} {f.Subject}").Order(StringComparer.Ordinal));
        Assert.Equal(12, load.ErrorCount);
    }

    [Theory]
    [InlineData("UTC", 31, 1)]
    [InlineData("Asia/Tokyo", 1, 2)]
    [InlineData("America/Sao_Paulo", 31, 1)]
    public async Task ValidateLoad_FutureDates_AreThoseAfterTheCompanysDay(string timeZone, int lastDay, int nextDay)
    {
        await using var host = await LoadHost.StartAsync(clock: new FakeTimeProvider(new DateTimeOffset(2025, 7, 31, 20, 0, 0, TimeSpan.Zero)), timeZone: timeZone);
        await host.LoadAsync(Some.Masters());
        var (today, tomorrow) = (Some.Sale("today"), Some.Sale("tomorrow"));
        today.Date = Some.Day(2025, lastDay == 1 ? 8 : 7, lastDay);
        tomorrow.Date = Some.Day(2025, 8, nextDay);

        var (_, findings) = await ValidateAsync(host, Some.Chunk(today, tomorrow));

        Assert.Equal("tomorrow", Assert.Single(findings, f => f.Rule == QualityRules.FutureDate).Subject);
    }

    [Fact]
    public async Task ValidateLoad_QuantitiesThatAddUpToInfinity_AreFindingsAndAFiniteTotal()
    {
        await using var host = await LoadHost.StartAsync();
        await host.LoadAsync(Some.Masters());

        var (load, findings) = await ValidateAsync(host, Some.Chunk([.. Enumerable.Range(0, 57).Select(i => Some.Sale($"{i}", 1.5e308)), Some.Sale("ok", 3)]));

        Assert.Equal((LoadState.Rejected, 57L), (load.State, load.ErrorCount));
        Assert.Equal(3, load.Totals.Single().Quantity);
        Assert.All(findings.Where(f => f.Severity == Contracts.V1.Severity.Error), f => Assert.Contains("must lie within 1000000000000 either way", f.Reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(QualityRules.NumberOutOfRange, 1e300, "10")]
    [InlineData(QualityRules.NumberOutOfRange, 1, "100000000000")]
    [InlineData(QualityRules.NotANumber, double.NaN, "10")]
    public async Task CommitLoad_NumbersThatALoweredSeverityLetsThrough_AreLeftOut(string rule, double quantity, string revenue)
    {
        await using var host = await LoadHost.StartAsync();
        await host.LoadAsync(Some.Masters());
        var sale = Some.Sale("bad", quantity);
        sale.Revenue.Value = revenue;
        var load = await host.OpenAsync(configure: r => r.RuleSeverities.Add(rule, Contracts.V1.Severity.Warning));
        await host.SendAsync(load.LoadKey, Some.Chunk(sale, Some.Sale("good", 2, 20)));

        var (validated, findings) = await host.ValidateAsync(load.LoadKey, 1);
        await host.CommitAsync(load.LoadKey);

        Assert.Equal((LoadState.Validated, rule), (validated.State, findings.Single(f => f.Rule == rule).Rule));
        Assert.Equal((1, 2d, 20m), await host.SalesAsync());
    }

    private static async Task<(Load Load, List<Contracts.V1.Finding> Findings)> ValidateAsync(LoadHost host, LoadChunk chunk)
    {
        var load = await host.OpenAsync();
        await host.SendAsync(load.LoadKey, chunk);
        return await host.ValidateAsync(load.LoadKey, 1);
    }
}
