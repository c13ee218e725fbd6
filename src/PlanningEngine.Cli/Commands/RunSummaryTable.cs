using System.Globalization;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Commands;

/// <summary>Shows a run and what it found.</summary>
internal static class RunSummaryTable
{
    /// <summary>Writes the run.</summary>
    public static void Write(Screen screen, Run run)
    {
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"Run {run.RunKey} {run.Kind}: {run.State}{(run.Stage.Length > 0 ? $", {run.Stage}" : "")}, {Figures.Share(run.Progress)}."));
        WriteWarnings(screen, run);
        if (run.Error.Length > 0)
            screen.Error(run.Error);
        if (run.Summary is not { } summary)
            return;
        screen.Table(["Figure", "Value"], FiguresOf(run));
        foreach (var note in summary.Notes)
            screen.Line(note);
    }

    /// <summary>Writes what a run would be that was checked only.</summary>
    public static void WritePreview(Screen screen, Run run)
    {
        screen.Line($"A run of kind {run.Kind} would do this; nothing was started.");
        if (run.Error.Length > 0)
            screen.Error($"It would fail: {run.Error}");
        WriteWarnings(screen, run);
        screen.Table(["Parameter", "Value"], Parameters(run).Where(r => r[1].Length > 0));
        if (run.Summary is not { } summary)
            return;
        screen.Table(["Figure", "Value"], [Prepared(run), ["Series forecast", Figures.Number(summary.SeriesCount)]]);
        foreach (var note in summary.Notes)
            screen.Line(note);
    }

    /// <summary>A number of series; nothing for runs that are not about series.</summary>
    public static string Series(int count) => count == 0 ? "" : Figures.Number(count);

    private static void WriteWarnings(Screen screen, Run run)
    {
        foreach (var warning in run.Warnings)
            screen.Error($"Warning: {warning}");
    }

    /// <summary>Figures of a run with a summary, each with its name; empty where the run has none.</summary>
    public static IEnumerable<string[]> FiguresOf(Run run) => Rows(run.Kind, run.Summary).Prepend(Prepared(run)).Where(r => r[1].Length > 0);

    private static string[] Prepared(Run run) => ["Series prepared", Series(run.SeriesCount)];

    /// <summary>Parameters, each with its name; empty where it says nothing.</summary>
    public static IEnumerable<string[]> Parameters(Run run)
    {
        var p = run.Parameters ?? new();
        yield return ["Bucket", p.FiscalPeriods is { } fiscal ? $"{p.Bucket}: {fiscal.Pattern}, {fiscal.YearEnd}" : p.Bucket.ToString()];
        yield return ["Horizon", Figures.Number(p.Horizon)];
        yield return ["Measure", p.Measure.ToString()];
        yield return ["Absence means", p.Absence.ToString()];
        yield return ["Source", p.Source.Length > 0 ? p.Source : "all"];
        yield return ["Methods", p.Methods.Count > 0 ? string.Join(", ", p.Methods) : "all that fit"];
        yield return ["Global model", p.WithoutGlobalModel ? "left out" : "yes"];
        yield return ["Drivers of demand", p.WithoutDrivers ? "left out" : "all that are loaded"];
        yield return ["Outliers and level shifts", p.Treatment switch { Treatment.Tried => "treated where that errs less", Treatment.Applied => "treated", _ => "left" }];
        yield return ["Actuals until", p.EndDate is { } end ? string.Create(CultureInfo.InvariantCulture, $"{end.Year:0000}-{end.Month:00}-{end.Day:00}") : "the last there are"];
        yield return ["Company target", Figures.Money(p.CompanyTarget?.Value)];
        yield return ["Growth without a target", Part(p.Growth)];
        yield return ["Share of history in quotas", Part(p.HistoryWeight)];
        yield return ["Over-assignment", p.HasOverAssignment ? Part(p.OverAssignment) : ""];
        yield return ["Seed", p.Seed.ToString(CultureInfo.InvariantCulture)];
        var ofKind = run.Kind switch
        {
            RunKind.Headcount => Headcount(p.Headcount ?? new()),
            RunKind.Inventory => Inventory(p.Inventory ?? new()),
            RunKind.Territories => Territories(p.Territories ?? new()),
            RunKind.Budget when p.Budget is { } budget => [["Budget", Exact(budget.Budget)], ["Items of the budget", Figures.Number(budget.Items.Count)], ["Groups of the budget", Figures.Number(budget.Groups.Count)]],
            _ => [],
        };
        foreach (var row in ofKind)
            yield return row;
    }

    /// <summary>What a budget can be spent on, and its groups, each field with its name: too many to list but where they differ.</summary>
    public static IEnumerable<string[]> BudgetParts(RunParameters? p)
    {
        foreach (var item in p?.Budget?.Items ?? [])
        {
            yield return [$"Item {item.ItemId}: label", item.Label];
            yield return [$"Item {item.ItemId}: curve", item.Curve?.ToString() ?? ""];
            yield return [$"Item {item.ItemId}: least", Exact(item.Least)];
            yield return [$"Item {item.ItemId}: most", item.HasMost ? Exact(item.Most) : "no limit"];
            yield return [$"Item {item.ItemId}: group", item.GroupId];
        }

        foreach (var group in p?.Budget?.Groups ?? [])
        {
            yield return [$"Group {group.GroupId}: label", group.Label];
            yield return [$"Group {group.GroupId}: least", Exact(group.Least)];
            yield return [$"Group {group.GroupId}: most", group.HasMost ? Exact(group.Most) : "no limit"];
            yield return [$"Group {group.GroupId}: part of", group.ParentId];
        }
    }

    private static IEnumerable<string[]> Headcount(HeadcountRunParameters p) =>
    [
        ["Productivity by month of tenure", p.Ramp.Count > 0 ? string.Join(", ", p.Ramp.Select(Part)) : "0.0 %, 25.0 %, 50.0 %, 75.0 %, 100.0 %"],
        ["Monthly attrition", p.HasMonthlyAttrition ? Part(p.MonthlyAttrition) : "as seen"],
        ["Cost of a person and month", p.HasMonthlyCost ? Exact(p.MonthlyCost) : "a fifth of what a ramped person brings"],
        ["Cost of a hire", p.HasHireCost ? Exact(p.HireCost) : "three months' cost"],
        ["Most hires in a month", p.HasMostHires ? Figures.Number(p.MostHires) : "no limit"],
        ["Cost of a unit of quota that nobody can carry", p.HasShortfallCost ? Exact(p.ShortfallCost) : "the gross margin"],
    ];

    private static IEnumerable<string[]> Inventory(InventoryRunParameters p) =>
    [
        ["Lead times", p.LeadTimes.Count > 0 ? string.Join(", ", p.LeadTimes) : "1"],
        ["Periods between reviews", Figures.Number(p.ReviewPeriods == 0 ? 1 : p.ReviewPeriods)],
        ["Service", p.ServiceCase switch
        {
            InventoryRunParameters.ServiceOneofCase.CycleService => $"{Part(p.CycleService)} of order cycles",
            InventoryRunParameters.ServiceOneofCase.FillRate => $"{Part(p.FillRate)} of demand",
            _ => "least cost",
        }],
        ["Holding cost of a year", p.HasHoldingRate ? Part(p.HoldingRate) : Part(0.2)],
        ["Cost of an order", Exact(p.OrderCost)],
    ];

    private static IEnumerable<string[]> Territories(TerritoryRunParameters p) =>
    [
        ["What is balanced", (p.Balance == TerritoryBalance.Unspecified ? TerritoryBalance.Revenue : p.Balance).ToString()],
        ["Tolerance", Part(p.HasTolerance ? p.Tolerance : 0.1)],
        ["Tolerance of potential", p.HasPotentialTolerance ? Part(p.PotentialTolerance) : "free"],
        ["Cost of a move", Exact(p.HasMoveCost ? p.MoveCost : 1)],
    ];

    /// <summary>A number as exactly as it was given, so that what differs looks different.</summary>
    private static string Exact(double value) => value.ToString("#,##0.##########", CultureInfo.InvariantCulture);

    private static string Part(double value) => (100 * value).ToString("#,##0.0#########", CultureInfo.InvariantCulture) + " %";

    private static IEnumerable<string[]> Rows(RunKind kind, RunSummary s)
    {
        var (hasForecast, hasSupply, hasKpis) = (kind is RunKind.Cycle or RunKind.Forecast, kind is RunKind.Cycle or RunKind.Allocation, kind is RunKind.Cycle or RunKind.Kpis);
        yield return ["Series forecast", Series(s.SeriesCount)];
        yield return ["WAPE", s.HasWape ? Figures.Share(s.Wape) : ""];
        yield return ["WAPE of seasonal naive", s.HasNaiveWape ? Figures.Share(s.NaiveWape) : ""];
        yield return ["Bias", s.HasBias ? Figures.Share(s.Bias) : ""];
        yield return ["Weighted quantile loss", s.HasWql ? Figures.Share(s.Wql) : ""];
        yield return ["WRMSSE", s.HasWrmsse ? s.Wrmsse.ToString("0.000", CultureInfo.InvariantCulture) : ""];
        yield return ["Coverage of the 80 % interval", s.HasCoverage80 ? Figures.Share(s.Coverage80) : ""];
        yield return ["Series better than naive", s.HasWinRate ? Figures.Share(s.WinRate) : ""];
        foreach (var of in s.CoverageByLevel)
            yield return [$"In 80 % and 95 %: {Level(of)}", $"{Figures.Share(of.After.Coverage80)}, {Figures.Share(of.After.Coverage95)} ({Figures.Share(of.Before.Coverage80)}, {Figures.Share(of.Before.Coverage95)} before adding up)"];
        foreach (var (method, count) in s.SeriesByMethod.OrderByDescending(m => m.Value).ThenBy(m => m.Key, StringComparer.Ordinal))
            yield return [$"Series by {method}", Figures.Number(count)];
        yield return ["Forecast units", !hasForecast ? "" : Figures.Number(s.ForecastQuantity)];
        yield return ["Quotas", Figures.Money(s.QuotaTotal?.Value)];
        yield return ["Company target", Figures.Money(s.QuotaTarget?.Value)];
        yield return ["Units demanded", !hasSupply ? "" : Figures.Number(s.DemandQuantity)];
        yield return ["Units allocated", !hasSupply ? "" : Figures.Number(s.AllocatedQuantity)];
        yield return ["Units short", !hasSupply ? "" : Figures.Number(s.UnmetQuantity)];
        foreach (var (reason, units) in s.UnmetByReason.OrderByDescending(m => m.Value).ThenBy(m => m.Key, StringComparer.Ordinal))
            yield return [$"Units short: {reason}", Figures.Number(units)];
        yield return ["KPI rows", !hasKpis ? "" : Figures.Number(s.KpiCount)];
        yield return ["People to hire", s.HeadcountCost is null ? "" : Figures.Number(s.Hires)];
        yield return ["Cost of hires and of capacity missing", Figures.Money(s.HeadcountCost?.Value)];
        yield return ["Quota that nobody can carry", s.HeadcountCost is null ? "" : Figures.Number(s.CapacityShortfall)];
        yield return ["Accounts aligned", s.AccountsAligned == 0 ? "" : Figures.Number(s.AccountsAligned)];
        yield return ["Accounts that change hands", s.AccountsAligned == 0 ? "" : Figures.Number(s.AccountsMoved)];
        yield return ["Inventory policies", s.PolicyCount == 0 ? "" : Figures.Number(s.PolicyCount)];
        yield return ["Units to order now", s.PolicyCount == 0 ? "" : Figures.Number(s.UnitsToOrder)];
        yield return ["Budget spent", Figures.Money(s.BudgetSpend?.Value)];
        yield return ["What it brings", s.BudgetSpend is null ? "" : Figures.Number(s.BudgetResponse)];
    }

    private static string Level(LevelCoverage of) => !of.HasLevel ? "series" : of.Level < 0 ? "company" : $"territories, level {Figures.Number(of.Level)}";
}
