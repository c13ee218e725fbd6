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
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"Run {run.RunKey} {run.Kind}: {run.State}{(run.Stage.Length > 0 ? $", {run.Stage}" : "")}, {run.Progress:P0}."));
        if (run.Error.Length > 0)
            screen.Error(run.Error);
        if (run.Summary is not { } summary)
            return;
        screen.Table(["Figure", "Value"], Rows(summary).Where(r => r[1].Length > 0));
        foreach (var note in summary.Notes)
            screen.Line(note);
    }

    private static IEnumerable<string[]> Rows(RunSummary s)
    {
        yield return ["Series", Number(s.SeriesCount)];
        yield return ["WAPE", s.HasWape ? Share(s.Wape) : ""];
        yield return ["WAPE of seasonal naive", s.HasNaiveWape ? Share(s.NaiveWape) : ""];
        yield return ["Bias", s.HasBias ? Share(s.Bias) : ""];
        yield return ["Weighted quantile loss", s.HasWql ? Share(s.Wql) : ""];
        yield return ["WRMSSE", s.HasWrmsse ? s.Wrmsse.ToString("0.000", CultureInfo.InvariantCulture) : ""];
        yield return ["Coverage of the 80 % interval", s.HasCoverage80 ? Share(s.Coverage80) : ""];
        yield return ["Series better than naive", s.HasWinRate ? Share(s.WinRate) : ""];
        foreach (var of in s.CoverageByLevel)
            yield return [$"In 80 % and 95 %: {Level(of)}", $"{Share(of.After.Coverage80)}, {Share(of.After.Coverage95)} ({Share(of.Before.Coverage80)}, {Share(of.Before.Coverage95)} before adding up)"];
        foreach (var (method, count) in s.SeriesByMethod.OrderByDescending(m => m.Value).ThenBy(m => m.Key, StringComparer.Ordinal))
            yield return [$"Series by {method}", Number(count)];
        yield return ["Forecast units", Number(s.ForecastQuantity)];
        yield return ["Quotas", s.QuotaTotal?.Value ?? ""];
        yield return ["Company target", s.QuotaTarget?.Value ?? ""];
        yield return ["Units demanded", Number(s.DemandQuantity)];
        yield return ["Units allocated", Number(s.AllocatedQuantity)];
        yield return ["Units short", Number(s.UnmetQuantity)];
        foreach (var (reason, units) in s.UnmetByReason.OrderByDescending(m => m.Value).ThenBy(m => m.Key, StringComparer.Ordinal))
            yield return [$"Units short: {reason}", Number(units)];
        yield return ["KPI rows", Number(s.KpiCount)];
        yield return ["People to hire", s.HeadcountCost is null ? "" : Number(s.Hires)];
        yield return ["Cost of hires and of capacity missing", s.HeadcountCost?.Value ?? ""];
        yield return ["Quota that nobody can carry", s.HeadcountCost is null ? "" : Number(s.CapacityShortfall)];
        yield return ["Accounts aligned", s.AccountsAligned == 0 ? "" : Number(s.AccountsAligned)];
        yield return ["Accounts that change hands", s.AccountsAligned == 0 ? "" : Number(s.AccountsMoved)];
        yield return ["Inventory policies", s.PolicyCount == 0 ? "" : Number(s.PolicyCount)];
        yield return ["Units to order now", s.PolicyCount == 0 ? "" : Number(s.UnitsToOrder)];
        yield return ["Budget spent", s.BudgetSpend?.Value ?? ""];
        yield return ["What it brings", s.BudgetSpend is null ? "" : Number(s.BudgetResponse)];
    }

    private static string Level(LevelCoverage of) => !of.HasLevel ? "series" : of.Level < 0 ? "company" : $"territories, level {Number(of.Level)}";

    private static string Number(double value) => value.ToString("#,##0.##", CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("P1", CultureInfo.InvariantCulture);
}
