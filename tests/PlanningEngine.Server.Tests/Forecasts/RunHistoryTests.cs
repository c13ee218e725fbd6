using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Server.Tests.Runs;
using static PlanningEngine.Contracts.V1.RunService;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>What runs say of the sales they see: those that they refuse, sources that end early, end dates before and after all of them.</summary>
public sealed class RunHistoryTests
{
    private static CancellationToken Ct => EngineDatabase.Ct;

    private static RunParameters Quick => new() { Methods = { "snaive", "ses" }, WithoutGlobalModel = true };

    [Fact]
    public async Task Run_SaleBeyondTheLimit_RefusesItsSeriesByItsCodesAndForecastsTheOthers()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var engine = database.Engine();
        await ChangeAsync(engine.Open(), s => s.ProductKey == 2 && s.TerritoryKey == 3 && s.ChannelKey == 1 && s.DateKey == 20240515, 1e300);

        var foretold = await PreviewAsync(database, Quick);
        var run = await engine.SucceedAsync(Quick);

        const string Warning = "Warning: 1 series are refused and have no forecast, since a sale of theirs lies beyond 1000000000000 units: product (SKU-2), territory (T3), channel (C1): 1E+300 units on 2024-05-15, load 0. Maybe correct the sales, or revert their load";
        Assert.Contains(Warning, foretold.Summary.Notes);
        Assert.Equal(SampleCompany.LiveSeries - 1, foretold.Summary.SeriesCount);
        Assert.Contains("1 series are refused", run.Summary, StringComparison.Ordinal);
        await using var db = engine.Open();
        var forecasts = await db.Forecasts.Where(f => f.RunKey == run.RunKey).ToListAsync(Ct);
        Assert.Equal(SampleCompany.LiveSeries - 1, forecasts.Select(f => (f.ProductKey, f.TerritoryKey, f.ChannelKey)).Distinct().Count());
        Assert.DoesNotContain(forecasts, f => (f.ProductKey, f.TerritoryKey, f.ChannelKey) == (2, 3, 1));
        Assert.All(forecasts, f => Assert.InRange(f.Mean, 0, 1e6));
        var revenue = Quick;
        revenue.Measure = Measure.Revenue;
        Assert.Equal(SampleCompany.LiveSeries, (await PreviewAsync(database, revenue)).Summary.SeriesCount);
    }

    [Fact]
    public async Task Run_AllSeriesRefused_SaysSoAndNotThatThereAreNone()
    {
        await using var database = await EngineDatabase.CreateAsync();
        await ChangeAsync(database.Engine().Open(), _ => true, -1e300);

        Assert.StartsWith("There are no sales to forecast but such as cannot be used: 30 series are refused", (await PreviewAsync(database, Quick)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SourceThatEndsBeforeTheOthers_IsWarnedOfWithItsSeriesAndMonths()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var engine = database.Engine();
        await SourceAsync(engine.Open(), 1, "shop", s => s.ProductKey == 1 && s.DateKey > 20231231, goneFrom: 20250401);
        // Sells now and then: its pause at the end is none of which it had not had before.
        await SourceAsync(engine.Open(), 2, "now and then", s => s.ProductKey == 3 && s.TerritoryKey == 4 && s.ChannelKey == 1, goneFrom: 20260201);

        var foretold = await PreviewAsync(database, Quick);
        var run = await engine.SucceedAsync(Quick);

        const string Warning = "Warning: the sales of the source (shop) end on 2025-03-31, 11 months before the last ones: 6 series count as not sold since then. Maybe load what is missing, set the end date 2025-03-31, set absence to unknown, or give products that are no longer sold their end date";
        Assert.Equal([Warning], foretold.Summary.Notes.Where(n => n.StartsWith("Warning", StringComparison.Ordinal)));
        Assert.Contains(Warning, run.Summary, StringComparison.Ordinal);
        var unknown = Quick;
        unknown.Absence = Absence.Unknown;
        Assert.DoesNotContain((await PreviewAsync(database, unknown)).Summary.Notes, n => n.StartsWith("Warning", StringComparison.Ordinal));
        var ended = Quick;
        ended.EndDate = new Google.Type.Date { Year = 2025, Month = 3, Day = 31 };
        Assert.DoesNotContain((await PreviewAsync(database, ended)).Summary.Notes, n => n.Contains("(shop)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1999, 1, 1, "All 875 sales lie after the end date (1999-01-01), the first on 2023-03-15. Maybe set a later end date, or leave it out.")]
    [InlineData(2023, 3, 20, "None of the 27 sales can be forecast from: there is no whole period in which more was sold than came back. Maybe load more of the history, or set a later end date.")]
    public async Task Run_EndDateBeforeWholePeriods_SaysWhyThereIsNothing(int year, int month, int day, string reason)
    {
        await using var database = await EngineDatabase.CreateAsync();
        var parameters = Quick;
        parameters.EndDate = new Google.Type.Date { Year = year, Month = month, Day = day };

        Assert.Equal(reason, (await PreviewAsync(database, parameters)).Error);
    }

    [Fact]
    public async Task Run_EndDateAfterAllSales_IsWarnedOf()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var parameters = Quick;
        parameters.EndDate = new Google.Type.Date { Year = 2050, Month = 1, Day = 1 };
        const string Warning = "Warning: the end date (2050-01-01) lies after the last period with sales, which ends on 2026-02-28: forecasts begin after that period all the same, which counts as complete. Maybe leave the end date out";

        Assert.Contains(Warning, (await PreviewAsync(database, parameters)).Summary.Notes);
        parameters.EndDate = new Google.Type.Date { Year = 2026, Month = 2, Day = 28 };
        Assert.DoesNotContain((await PreviewAsync(database, parameters)).Summary.Notes, n => n.StartsWith("Warning", StringComparison.Ordinal));
    }

    private static async Task<Run> PreviewAsync(EngineDatabase database, RunParameters parameters)
    {
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var request = new CreateRunRequest { RequestId = Guid.NewGuid().ToString(), Kind = RunKind.Forecast, ValidateOnly = true, Parameters = parameters };
        return (await new RunServiceClient(host.Channel).CreateRunAsync(request, cancellationToken: Ct)).Run;
    }

    private static async Task ChangeAsync(PlanningContext db, System.Linq.Expressions.Expression<Func<Sale, bool>> which, double quantity)
    {
        await using (db)
            Assert.NotEqual(0, await db.Sales.Where(which).ExecuteUpdateAsync(u => u.SetProperty(s => s.Quantity, quantity), Ct));
    }

    private static async Task SourceAsync(PlanningContext db, int loadKey, string source, System.Linq.Expressions.Expression<Func<Sale, bool>> which, int goneFrom)
    {
        await using (db)
        {
            db.Loads.Add(new Data.Loads.Load { LoadKey = loadKey, Source = source });
            await db.SaveChangesAsync(Ct);
            await db.Sales.Where(which).Where(s => s.DateKey >= goneFrom).ExecuteDeleteAsync(Ct);
            await db.Sales.Where(which).ExecuteUpdateAsync(u => u.SetProperty(s => s.LoadKey, loadKey), Ct);
        }
    }
}
