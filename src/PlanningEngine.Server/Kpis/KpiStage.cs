using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Writing;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Kpis;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Runs;
using DefinitionRow = PlanningEngine.Data.Kpis.KpiDefinition;
using ValueRow = PlanningEngine.Data.Kpis.KpiValue;

namespace PlanningEngine.Server.Kpis;

/// <summary>Computes and publishes KPIs per territory and month: 24 months back where the data reach, and the months of the allocation ahead.</summary>
internal sealed class KpiStage : IPublishingStage
{
    /// <summary>The figures.</summary>
    public static RunOutput<IReadOnlyList<KpiFigure>> Output { get; } = new("kpis");

    public string Name => Output.Stage;

    public Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken) => run.OnceAsync(ct => ComputeAsync(run, ct), cancellationToken);

    public async Task PublishAsync(RunExecution run, RunPublication publication, CancellationToken cancellationToken)
    {
        var figures = await run.ReadAsync(Output, 0, cancellationToken);
        var keys = await DefineAsync(publication, cancellationToken);
        publication.Summary.KpiCount = (int)await publication.WriteAsync(PlanKind.Kpi, figures.Select(f => ToRow(f, keys)), cancellationToken);
    }

    private static async Task<IReadOnlyList<KpiFigure>> ComputeAsync(RunExecution run, CancellationToken cancellationToken)
    {
        await using var db = await run.OpenAsync(cancellationToken);
        var sums = new KpiSums();
        var snapshot = await ReportingSnapshot.CaptureAsync(db, cancellationToken);
        var allocation = await SupplyKpis.ReadAsync(run, db, snapshot.VersionOf(PlanKind.Supply), cancellationToken);
        SupplyKpis.AddFillRate(sums, allocation);
        if (await ActualsScope.LastDayAsync(run, db, TimeBucket.Month, cancellationToken) is not { } lastDay)
            return sums.ToList();

        var lastMonth = TimeBucket.Month.OrdinalOf(lastDay.AddDays(1)) - 1;
        var sales = await SalesKpis.ReadAsync(db, ActualsScope.Of(run), lastMonth, cancellationToken);
        SalesKpis.AddGrowth(sums, sales, lastMonth);
        // The run's own quotas begin after the last actual month, so the published ones are those to be measured by.
        await SalesKpis.AddQuotaAttainmentAsync(sums, db, snapshot.VersionOf(PlanKind.Quota), sales, lastMonth, cancellationToken);
        await SalesKpis.AddPlanAttainmentAsync(sums, db, snapshot.VersionOf(PlanKind.Sales), sales, lastMonth, cancellationToken);
        await AccuracyKpis.AddAsync(sums, run, db, snapshot.VersionOf(PlanKind.Demand), lastMonth, cancellationToken);
        await SupplyKpis.AddUtilisationAsync(sums, db, await run.MasterDataAsync(cancellationToken), run.InputCommit, allocation, sales, lastMonth, cancellationToken);
        return sums.ToList();
    }

    /// <summary>The catalogue's definitions are there, under their codes; a target set by hand stays.</summary>
    private static async Task<Dictionary<string, int>> DefineAsync(RunPublication publication, CancellationToken cancellationToken)
    {
        var db = publication.Db;
        var known = await db.KpiDefinitions.ToDictionaryAsync(d => d.Code, StringComparer.Ordinal, cancellationToken);
        foreach (var definition in KpiCatalogue.All)
        {
            if (!known.TryGetValue(definition.Code, out var row))
            {
                row = new DefinitionRow
                {
                    KpiDefinitionKey = (int)await KeySequences.ReserveAsync(db, "KpiDefinitions", 1, cancellationToken),
                    Code = definition.Code,
                    Target = definition.Target,
                    ModifiedAt = publication.Time,
                };
                db.KpiDefinitions.Add(known[definition.Code] = row);
            }

            if ((row.Name, row.Unit, row.Formula, row.HigherIsBetter) == (definition.Name, definition.Unit, definition.Formula, definition.HigherIsBetter))
                continue;
            (row.Name, row.Unit, row.Formula, row.HigherIsBetter) = (definition.Name, definition.Unit, definition.Formula, definition.HigherIsBetter);
            row.ModifiedAt = publication.Time;
        }

        await db.SaveChangesAsync(cancellationToken);
        return known.ToDictionary(d => d.Key, d => d.Value.KpiDefinitionKey, StringComparer.Ordinal);
    }

    private static ValueRow ToRow(KpiFigure figure, Dictionary<string, int> keys)
    {
        var value = figure.ToValue();
        return new ValueRow
        {
            KpiDefinitionKey = keys[figure.Code],
            TerritoryKey = figure.TerritoryKey,
            DateKey = figure.DateKey,
            PeriodStart = DateKeys.StartOf(DateKeys.ToDate(figure.DateKey)),
            Numerator = value.Numerator,
            Denominator = value.Denominator,
            Value = value.Value,
            Target = value.Target,
            Status = value.Status.ToString(),
        };
    }
}
