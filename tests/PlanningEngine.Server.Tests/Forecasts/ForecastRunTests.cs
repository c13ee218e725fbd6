using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Server.Tests.Runs;

namespace PlanningEngine.Server.Tests.Forecasts;

public sealed class ForecastRunTests
{
    [Theory]
    [MemberData(nameof(EngineDatabase.Providers), MemberType = typeof(EngineDatabase))]
    public async Task Publish_AllFacts_HoldTheirInvariants(DatabaseProvider provider)
    {
        await using var database = await EngineDatabase.CreateAsync(provider);
        var engine = database.Engine();
        var run = await engine.SucceedAsync();
        var summary = RunSummary.Parser.ParseJson(run.Summary);
        await using var db = engine.Open();
        var forecasts = await db.Forecasts.AsNoTracking().ToListAsync(EngineDatabase.Ct);

        const int Forecast = SampleCompany.LiveSeries;
        Assert.Equal(Forecast * 6, forecasts.Count);
        Assert.Equal(Forecast, summary.SeriesCount);
        Assert.Equal(summary.ForecastQuantity, forecasts.Sum(f => f.Mean), 6);
        Assert.All(forecasts, f => Assert.True(0 <= f.Q05 && f.Q05 <= f.Q10 && f.Q10 <= f.Q25 && f.Q25 <= f.Q50 && f.Q50 <= f.Q75 && f.Q75 <= f.Q90 && f.Q90 <= f.Q95 && f.Mean >= 0));
        Assert.Equal([20260301, 20260401, 20260501, 20260601, 20260701, 20260801], forecasts.Select(f => f.DateKey).Distinct().Order());
        Assert.DoesNotContain(forecasts, f => f.ProductKey == 5);
        Assert.Equal(SampleCompany.DeadSeries * 6, forecasts.Count(f => f is { Method: "zero", Mean: 0, Q95: 0 }));
        Assert.Contains(summary.Notes, n => n.StartsWith("2 series without a sale", StringComparison.Ordinal));
        Assert.Contains(summary.Notes, n => n.StartsWith("6 series of discontinued", StringComparison.Ordinal));

        var rollups = await db.ForecastRollups.AsNoTracking().ToListAsync(EngineDatabase.Ct);
        Assert.Equal(6, rollups.Count);
        foreach (var rollup in rollups)
        {
            Assert.Equal((1, 0), (rollup.TerritoryKey, rollup.Level));
            Assert.Equal(forecasts.Where(f => f.DateKey == rollup.DateKey).Sum(f => f.Mean), rollup.Mean, 6);
            Assert.True(rollup.Q05 <= rollup.Q50 && rollup.Q50 <= rollup.Q95);
        }

        var quantiles = await db.ForecastQuantiles.AsNoTracking().ToListAsync(EngineDatabase.Ct);
        Assert.Equal(2 * forecasts.Count, quantiles.Count);
        Assert.All(forecasts, f =>
        {
            var tails = quantiles.Where(q => (q.ProductKey, q.TerritoryKey, q.ChannelKey, q.DateKey) == (f.ProductKey, f.TerritoryKey, f.ChannelKey, f.DateKey)).OrderBy(q => q.Level).ToList();
            Assert.True(tails[0].Value <= f.Q05 && f.Q95 <= tails[1].Value);
        });

        var accuracies = await db.ForecastAccuracies.AsNoTracking().ToListAsync(EngineDatabase.Ct);
        var ofSeries = accuracies.GroupBy(a => (a.ProductKey, a.TerritoryKey, a.ChannelKey)).ToList();
        Assert.Equal(Forecast, ofSeries.Count);
        Assert.All(ofSeries, s => Assert.Single(s, a => a.Chosen));
        Assert.All(ofSeries, s => Assert.Equal(s.Count(), s.Select(a => a.Method).Distinct().Count()));
        Assert.Equal(Forecast - SampleCompany.DeadSeries, ofSeries.Count(s => s.Any(a => a.Method == "trees") && s.Any(a => a.Method == "snaive")));
        foreach (var series in ofSeries)
        {
            var tried = series.Where(a => a.Weight is not null).ToList();
            Assert.Equal(1, tried.Sum(a => a.Weight!.Value), 9);
            var published = forecasts.First(f => (f.ProductKey, f.TerritoryKey, f.ChannelKey) == series.Key).Method;
            Assert.Equal(published, string.Join('+', tried.Where(a => a.Weight > 0).OrderByDescending(a => a.Weight).ThenBy(a => a.Method, StringComparer.Ordinal).Select(a => a.Method)));
            Assert.Equal(published.Contains('+', StringComparison.Ordinal), series.Single(a => a.Chosen).Weight is null);
            Assert.All(series.Where(a => a is { Weight: 0, Chosen: false }), a => Assert.Equal("", a.Note));
        }

        Assert.Contains(accuracies, a => a is { Method: "4theta", Weight: > 0, ChoiceError: > 0, Note: not "" });
        Assert.All(accuracies.Where(a => a.Method is "combination" or "zero"), a => Assert.Null(a.ChoiceError));
        var chosen = accuracies.Where(a => a.Chosen).ToList();
        Assert.Equal(summary.Wape, chosen.Sum(a => a.AbsoluteError) / chosen.Sum(a => a.Actual), 9);
        Assert.Equal(summary.Wql, chosen.Sum(a => a.QuantileLoss!.Value) / chosen.Sum(a => a.Actual), 9);
        Assert.InRange(summary.Wql, 0.3 * summary.Wape, summary.Wape);
        var moving = chosen.Where(a => a is { Rmsse: not null, Actual: > 0 }).ToList();
        Assert.Equal(summary.Wrmsse, moving.Sum(a => a.Rmsse!.Value * a.Actual) / moving.Sum(a => a.Actual), 9);
        Assert.All(accuracies.Where(a => a is { N: > 0, Actual: > 0 }), a => Assert.NotNull(a.Wql));
        Assert.InRange(summary.Coverage80, 0.5, 1);

        var model = await db.Models.SingleAsync(m => m.ModelKey != 0, EngineDatabase.Ct);
        Assert.Equal(("Promoted", run.RunKey), (model.Status, model.RunKey));
        Assert.True(await db.ModelArtefacts.AnyAsync(a => a.ModelKey == model.ModelKey, EngineDatabase.Ct));
    }

    [Theory]
    [InlineData(false, "does not have the hash")]
    [InlineData(true, "was begun by another version")]
    public async Task Execute_ArtefactTamperedWithOrOfAnotherVersion_FailsWithAReason(bool isOlder, string reason)
    {
        await using var database = await EngineDatabase.CreateAsync();
        var other = database.Engine();
        var engine = database.Engine(new OnceAt("train/0/done", async () =>
        {
            await using var db = other.Open();
            var artefact = await db.ModelArtefacts.SingleAsync(EngineDatabase.Ct);
            if (isOlder)
                "PEGT0004"u8.CopyTo(artefact.Content);
            else
                artefact.Content[^1] ^= 1;
            db.Entry(artefact).Property(a => a.Content).IsModified = true;
            await db.SaveChangesAsync(EngineDatabase.Ct);
        }));
        var key = await engine.QueueAsync();

        Assert.True(await engine.WorkAsync());

        Assert.Contains(reason, (await engine.RunAsync(key)).Error, StringComparison.Ordinal);
    }
}
