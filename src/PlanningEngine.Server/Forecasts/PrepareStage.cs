using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Series;
using PlanningEngine.Server.Runs;
using Absence = PlanningEngine.Planning.Series.Absence;
using Measure = PlanningEngine.Planning.Series.Measure;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Makes series of the frozen sales: one per product, territory and channel.</summary>
internal sealed class PrepareStage : IRunStage
{
    private static readonly JsonSerializerOptions HashedForm = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public string Name => SeriesSet.Output.Stage;

    public Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken) =>
        run.OnceAsync(ct => PrepareAsync(run, ct), cancellationToken, (db, set, ct) => db.Runs
            .Where(r => r.RunKey == run.RunKey)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.SeriesCount, set.Series.Count).SetProperty(r => r.InputHash, set.Hash), ct));

    private static async Task<SeriesSet> PrepareAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var parameters = run.Parameters;
        var weekly = parameters.Bucket == RunBucket.Week;
        var bucket = weekly ? TimeBucket.Week : TimeBucket.Month;
        await using var db = await run.OpenAsync(cancellationToken);
        var products = await db.Products.AsNoTracking().ToDictionaryAsync(p => p.ProductKey, cancellationToken);
        var territories = await db.Territories.AsNoTracking().ToDictionaryAsync(t => t.TerritoryKey, cancellationToken);

        var preparation = new SeriesPreparation<SeriesKey>(new PreparationOptions
        {
            Bucket = bucket,
            Measure = parameters.Measure == Contracts.V1.Measure.Revenue ? Measure.Revenue : Measure.Quantity,
            Absence = parameters.Absence == Contracts.V1.Absence.Unknown ? Absence.Unknown : Absence.Zero,
            KnownThrough = parameters.EndDate?.ToDateOnly(),
        });
        var sales = await SalesHistory.ReadAsync(db, run, bucket, preparation.Add, cancellationToken);
        var stockOuts = await StockOuts.ReadAsync(db, run.InputCommit, bucket, territories, sales, cancellationToken);
        var result = preparation.Build(new SeriesFacts<SeriesKey>
        {
            EndDate = key => products.GetValueOrDefault(key.ProductKey)?.EndDate is { } end ? DateOnly.FromDateTime(end) : null,
            IsStockedOut = stockOuts.IsStockedOut,
        });
        if (result.Series.Count == 0)
        {
            throw new RunFailedException(parameters.Source.Length > 0
                ? $"There are no sales of the source ({parameters.Source}) to forecast. Maybe check the name of the source, or load its sales first."
                : "There are no sales to forecast. Maybe load sales first, and commit the load.");
        }

        var period = bucket.PeriodsPerYear;
        var series = result.Series
            .OrderBy(s => s.Key.ProductKey).ThenBy(s => s.Key.TerritoryKey).ThenBy(s => s.Key.ChannelKey)
            .Select(s => ToSeries(s, result.Report.LastPeriod, period, products, territories)).ToList();
        var full = series.Where(s => s.Treatment == SeriesTreatment.Full).Select(s => s.FirstPeriod).Order().ToList();
        var origins = full.Count == 0 ? OriginPlan.None : OriginPlan.For(full[full.Count / 2], result.Report.LastPeriod + 1, parameters.Horizon, period);
        var decline = EarlierDeclines.Of(series, weekly);
        return new SeriesSet(
            weekly, result.Report.LastPeriod, series, [.. origins.Inner], [.. origins.Later], origins.Horizon, run.BatchSize,
            PreparationText.Notes(result.Report, series, stockOuts, decline), HashOf(series))
        { Decline = decline };
    }

    private static RunSeries ToSeries(
        PreparedSeries<SeriesKey> prepared, int lastPeriod, int period, Dictionary<int, Product> products, Dictionary<int, Territory> territories)
    {
        var (key, values) = (prepared.Key, prepared.Values);
        var recent = values.AsSpan(Math.Max(0, values.Length - (2 * period)));
        var isDead = true;
        foreach (var value in recent)
            isDead &= double.IsNaN(value) || value == 0;
        var treatment = prepared.ForecastUntil <= lastPeriod ? SeriesTreatment.Discontinued
            : isDead ? SeriesTreatment.Dead : SeriesTreatment.Full;
        var product = products.GetValueOrDefault(key.ProductKey);
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["product"] = product?.Code ?? "",
            ["level1"] = product?.Level1 ?? "",
            ["level2"] = product?.Level2 ?? "",
            ["territory"] = territories.GetValueOrDefault(key.TerritoryKey)?.Code ?? "",
            ["channel"] = FormattableString.Invariant($"{key.ChannelKey}"),
        };
        return new RunSeries(
            key.ProductKey, key.TerritoryKey, key.ChannelKey, prepared.FirstPeriod, values, prepared.ForecastUntil, treatment, attributes);
    }

    private static string HashOf(IReadOnlyList<RunSeries> series)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var one in series)
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(one, HashedForm));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
