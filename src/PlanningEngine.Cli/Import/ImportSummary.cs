using System.Globalization;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Import;

/// <summary>Shows what a load holds and what its commit did.</summary>
internal static class ImportSummary
{
    /// <summary>Rows and totals per set.</summary>
    public static void WriteTotals(Screen screen, Load load)
    {
        if (load.Totals.Count > 0)
            screen.Table(["Set", "Rows", "Quantity", "Amount"], load.Totals.Select(t => new[]
            {
                t.Set,
                Figures.Number(t.RowCount),
                Figures.Number(t.Quantity),
                Figures.Money(t.Amount?.Value),
            }));
    }

    /// <summary>What became a fact.</summary>
    public static void WriteCommit(Screen screen, Load load) => screen.Line(string.Create(CultureInfo.InvariantCulture,
        $"Committed as load {load.LoadKey}: {load.InsertedCount:N0} new, {load.CorrectedCount:N0} corrected, {load.UnchangedCount:N0} unchanged; {load.WarningCount:N0} warnings."));
}
