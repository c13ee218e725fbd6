using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Tests.Plans;

public sealed class SupersededPlanTests
{
    private static CancellationToken Ct => PlanningDatabase.Ct;

    [Fact]
    public async Task Runs_OfOneSource_SayWhatLosesItsForecastAndWhatQuotasRestOn()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await using (var db = database.Open())
        {
            // The sales of product 1 come from a source of their own.
            db.Loads.Add(new Data.Loads.Load { LoadKey = 1, Source = "shop" });
            await db.SaveChangesAsync(Ct);
            await db.Sales.Where(s => s.ProductKey == 1).ExecuteUpdateAsync(s => s.SetProperty(x => x.LoadKey, 1), Ct);
        }

        Assert.DoesNotContain(await NotesAsync(RunKinds.Forecast), n => n.StartsWith("Warning", StringComparison.Ordinal));
        Assert.DoesNotContain(await NotesAsync(RunKinds.Quotas), n => n.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Empty(await database.PreviewAsync(RunKinds.Quotas, new()));
        const string Said = "Warning: this run replaces the published forecast, and 18 of its 24 series will have no forecast any more: only sales of the source (shop) are looked at. Maybe leave the source out";
        Assert.Contains(Said, await database.PreviewAsync(RunKinds.Forecast, new() { Source = "shop" }));
        Assert.Contains(Said, await NotesAsync(RunKinds.Forecast, "shop"));
        var foreseen = await database.PreviewAsync(RunKinds.Quotas, new());
        Assert.StartsWith("Warning: the forecast covers ", Assert.Single(foreseen), StringComparison.Ordinal);
        Assert.Contains(foreseen[0], await NotesAsync(RunKinds.Quotas));
        Assert.Empty(await database.PreviewAsync(RunKinds.Quotas, new() { Source = "shop" }));
        Assert.DoesNotContain(await NotesAsync(RunKinds.Forecast), n => n.StartsWith("Warning", StringComparison.Ordinal));

        async Task<IReadOnlyList<string>> NotesAsync(string kind, string source = "")
        {
            var run = await database.SucceedAsync(kind, new() { Methods = { "snaive" }, WithoutGlobalModel = true, Source = source });
            return [.. RunSummary.Parser.ParseJson(run.Summary).Notes];
        }
    }
}
