using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Series;
using PlanningEngine.Server.Runs;
using Absence = PlanningEngine.Planning.Series.Absence;
using ForecastLifecycle = PlanningEngine.Data.Forecasts.ForecastLifecycle;
using Measure = PlanningEngine.Planning.Series.Measure;
using RegressorForm = PlanningEngine.Forecasting.RegressorForm;

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
        await using var db = await run.OpenAsync(cancellationToken);
        return await PrepareAsync(db, run.InputCommit, await run.MasterDataAsync(cancellationToken), run.Parameters, run.BatchSize, cancellationToken);
    }

    /// <summary>The series of a run.</summary>
    /// <param name="db">A context.</param>
    /// <param name="commit">Number of the last commit that counts.</param>
    /// <param name="masterData">Products, territories, places and drivers.</param>
    /// <param name="parameters">All parameters, defaults filled in.</param>
    /// <param name="batchSize">Series in a batch.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="RunFailedException">There is nothing to forecast.</exception>
    internal static async Task<SeriesSet> PrepareAsync(
        PlanningContext db, int commit, MasterData masterData, RunParameters parameters, int batchSize, CancellationToken cancellationToken)
    {
        var bucket = RunBuckets.Of(parameters);
        var (products, territories) = (masterData.Products.ToDictionary(p => p.ProductKey), masterData.Territories.ToDictionary(t => t.TerritoryKey));

        var preparation = new SeriesPreparation<SeriesKey>(new PreparationOptions
        {
            Bucket = bucket,
            Measure = parameters.Measure == Contracts.V1.Measure.Revenue ? Measure.Revenue : Measure.Quantity,
            Absence = parameters.Absence == Contracts.V1.Absence.Unknown ? Absence.Unknown : Absence.Zero,
            KnownThrough = parameters.EndDate?.ToDateOnly(),
        });
        var sales = await SalesHistory.ReadAsync(db, commit, parameters, bucket, preparation.Add, cancellationToken);
        var stockOuts = await StockOuts.ReadAsync(db, masterData.Locations, commit, bucket, territories, cancellationToken);
        var result = preparation.Build(new SeriesFacts<SeriesKey>
        {
            EndDate = key => products.GetValueOrDefault(key.ProductKey)?.EndDate is { } end ? DateOnly.FromDateTime(end) : null,
            Stock = stockOuts.Of,
        });
        var factory = new RunSeriesFactory(products, territories, bucket, result.Report.LastPeriod);
        var refused = await RefusedSeries.WarningAsync(db, sales.Refused, factory, cancellationToken);
        if (result.Series.Count == 0)
            throw new RunFailedException(await NothingToForecast.ReasonAsync(db, commit, parameters, refused, cancellationToken));

        var firstSales = result.Series.GroupBy(s => s.Key.ProductKey).ToDictionary(g => g.Key, g => g.Min(s => s.FirstPeriod));
        var successions = Successions.Of(products, key =>
            firstSales.TryGetValue(key, out var sold) ? Math.Min(sold, factory.LaunchOf(key) ?? sold) : factory.LaunchOf(key));
        var series = new InheritedDemand(successions, factory, parameters.Horizon, parameters.Absence != Contracts.V1.Absence.Unknown)
            .In([.. result.Series.Select(s => factory.Create(s.Key, s.FirstPeriod, s.Values, s.ForecastUntil, s.Limited))]);
        var full = series.Where(s => s.Treatment == SeriesTreatment.Full).Select(s => s.FirstPeriod).Order().ToList();
        var origins = full.Count == 0 ? OriginPlan.None : OriginPlan.For(full[full.Count / 2], result.Report.LastPeriod + 1, parameters.Horizon, bucket.Cycle);
        var set = new SeriesSet(RunBuckets.NameOf(bucket), result.Report.LastPeriod, series, [.. origins.Inner], [.. origins.Later], origins.Horizon, batchSize, [], "")
        {
            Decline = EarlierDeclines.Of(series, bucket),
            DormantShare = DormantDemand.Learn(
                series.Where(s => s.Treatment is SeriesTreatment.Full or SeriesTreatment.Dead).Select(s => s.ToTimeSeries(bucket.PeriodsPerYear)), parameters.Horizon).Share,
            Lengths = LengthsOf(bucket, series, result.Report.LastPeriod + parameters.Horizon),
        };
        // Who names methods wants these alone.
        if (parameters.Methods.Count == 0)
            set = new RunLaunches(factory, successions, parameters.Horizon).AddTo(set, result.Report.FirstPeriod);
        set = parameters.WithoutDrivers
            ? set with { Notes = [.. set.Notes, DriverText.LeftOut] }
            : (await RunDrivers.ReadAsync(db, commit, masterData.Drivers, products, territories, cancellationToken)).AddTo(set, successions, parameters.Horizon);
        set = set with { Series = [.. set.Series.Select(s => PhasedOut(s, set, parameters.Horizon))], Places = RunPlace.Of(set) };
        return set with
        {
            Notes =
            [
                .. await SupersededSeries.NotesAsync(db, set, parameters, cancellationToken), .. refused.Length > 0 ? [$"Warning: {refused}"] : Array.Empty<string>(),
                .. await EarlyEnds.WarningsAsync(db, set, sales, parameters, cancellationToken), .. PreparationText.Notes(result.Report, set, successions, factory, stockOuts), .. set.Notes,
            ],
            Hash = HashOf(set),
        };
    }

    /// <summary>A period of five weeks is no growth beside one of four. What months differ by, their season knows.</summary>
    private static RunDriver? LengthsOf(TimeBucket bucket, List<RunSeries> series, int last)
    {
        if (bucket.Kind != BucketKind.FiscalPeriod)
            return null;
        var first = series.Min(s => s.FirstPeriod);
        return new RunDriver("days of the period", RegressorForm.Proportional, first, [.. Enumerable.Range(first, last - first + 1).Select(p => (double)bucket.DaysOf(p))]);
    }

    /// <summary>Says of a series that ends, or declines to its end, inside the horizon.</summary>
    private static RunSeries PhasedOut(RunSeries series, SeriesSet set, int horizon) =>
        series is not { Treatment: SeriesTreatment.Full, Lifecycle: ForecastLifecycle.None, ForecastUntil: { } until } || !set.EndsWithin(series, horizon) ? series : series with
        {
            Lifecycle = ForecastLifecycle.PhaseOut,
            LifecycleNote = string.Create(CultureInfo.InvariantCulture,
                $"its product ends in the period from {set.Bucket.StartOf(until):yyyy-MM-dd}{(series.LastShare < 1 ? $", after {100 * series.LastShare:0} % of its days" : "")}{(set.Decline.Count > 0 ? $": demand declines over {set.Decline.Count} periods to {100 * set.Decline[^1]:0} % as that for earlier products did" : "")}"),
        };

    private static string HashOf(SeriesSet set)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var one in set.Series)
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(one, HashedForm));
        foreach (var driver in set.Lengths is { } lengths ? [.. set.Drivers, lengths] : set.Drivers)
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(driver, HashedForm));
        foreach (var launch in set.Launches.Concat(set.EarlierLaunches))
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(launch, HashedForm));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
