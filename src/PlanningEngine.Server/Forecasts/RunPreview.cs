using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Runs;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What a run would find if it began now: its series, periods and methods, and what their preparation has to say; of quotas how much of the sales the published forecast covers. Nothing is computed with them, and nothing is kept.</summary>
internal sealed class RunPreview(RunServices services)
{
    private const int MostSourcesNamed = 20;

    /// <summary>Adds a violation where no sales are known of the source that parameters name.</summary>
    /// <param name="parameters">Completed parameters.</param>
    /// <param name="found">Receives it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task CheckSourceAsync(RunParameters parameters, Violations found, CancellationToken cancellationToken)
    {
        if (parameters.Source.Length == 0)
            return;
        await using var db = await services.Contexts.CreateDbContextAsync(cancellationToken);
        var sales = db.Sales.Where(s => s.KnownTo == Sale.StillKnown);
        if (await sales.AnyAsync(s => db.Loads.Any(l => l.LoadKey == s.LoadKey && l.Source == parameters.Source), cancellationToken))
            return;
        var sources = await db.Loads.Where(l => db.Sales.Any(s => s.LoadKey == l.LoadKey && s.KnownTo == Sale.StillKnown)).Select(l => l.Source).Distinct().OrderBy(s => s).ToListAsync(cancellationToken);
        var known = sources.Count == 0 ? "no sales are loaded at all" : $"there are: {string.Join(", ", sources.Take(MostSourcesNamed))}{(sources.Count > MostSourcesNamed ? ", ..." : "")}";
        found.Require(false, "parameters.source", "unknown-source", $"There are no sales of the source ({parameters.Source}); {known}. Maybe use one of these, or leave it out for all.");
    }

    /// <summary>Looks.</summary>
    /// <param name="kind">One of <see cref="RunKinds"/>.</param>
    /// <param name="parameters">Completed parameters.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The series that would be prepared, and a summary of notes; without series for quotas, and without either for other kinds.</returns>
    /// <exception cref="RunFailedException">There is nothing to forecast.</exception>
    public async Task<(int Prepared, RunSummary? Summary)> ReadAsync(string kind, RunParameters parameters, CancellationToken cancellationToken)
    {
        if (kind is not (RunKinds.Cycle or RunKinds.Forecast or RunKinds.Quotas))
            return (0, null);
        await using var db = await services.Contexts.CreateDbContextAsync(cancellationToken);
        var snapshot = await ReportingSnapshot.CaptureAsync(db, cancellationToken);
        if (kind == RunKinds.Quotas)
            return (0, new RunSummary { Notes = { await CoverAsync(db, snapshot, parameters, cancellationToken) } });
        var set = await PrepareStage.PrepareAsync(db, snapshot.LastCommit, await MasterData.ReadAsync(db, cancellationToken), parameters, services.Options.BatchSize, cancellationToken);
        var ahead = set.Series.Count(s => s.Treatment != SeriesTreatment.Discontinued);
        return (set.Series.Count, new RunSummary { SeriesCount = ahead, Notes = { Describe(set, parameters), set.Notes } });
    }

    /// <summary>How much of the sales the published forecast speaks of, on which quotas would rest.</summary>
    private static async Task<IReadOnlyList<string>> CoverAsync(PlanningContext db, ReportingSnapshot snapshot, RunParameters parameters, CancellationToken cancellationToken)
    {
        var version = snapshot.VersionOf(PlanKind.Demand);
        var known = await db.Forecasts.Where(f => version != 0 && f.PlanVersionKey == version).Select(f => new { f.ProductKey, f.TerritoryKey }).Distinct().ToListAsync(cancellationToken);
        var scope = new ActualsScope(snapshot.LastCommit, parameters.Source, parameters.EndDate?.ToDateOnly());
        return await ForecastCover.NotesAsync(
            db, await MasterData.ReadAsync(db, cancellationToken), scope, QuotaBasis.WindowTo(await scope.LastDayAsync(db, TimeBucket.Month, cancellationToken)),
            [.. known.Select(k => new ForecastSum(k.ProductKey, k.TerritoryKey, 0))], cancellationToken);
    }

    private static IEnumerable<string> Describe(SeriesSet set, RunParameters parameters)
    {
        string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string Start(int period) => Day(set.Bucket.StartOf(period));
        yield return $"Actuals from {Start(set.Series.Min(s => s.FirstPeriod))} to {Day(set.Bucket.EndOf(set.LastPeriod))}; forecasts from {Start(set.LastPeriod + 1)} to {Day(set.Bucket.EndOf(set.LastPeriod + parameters.Horizon))}";
        yield return set.LaterOrigins.Count == 0
            ? "The history is too short for origins: methods are combined by their default weights, and there is no credibility"
            : $"Methods are chosen and calibrated at {string.Join(", ", set.InnerOrigins.Select(Start))} and judged at {string.Join(", ", set.LaterOrigins.Select(Start))}";
        yield return $"Methods: {(parameters.Methods.Count > 0 ? string.Join(", ", parameters.Methods) : $"all that fit each series{(parameters.WithoutGlobalModel ? "" : $", {TrainStage.MethodName} over all of them among these")}")}";
    }
}
