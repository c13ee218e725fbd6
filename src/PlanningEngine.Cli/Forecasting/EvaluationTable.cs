using System.Globalization;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Evaluation;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>The scores of methods, for people and as a file.</summary>
internal static class EvaluationTable
{
    private static readonly string[] Columns =
    [
        "n", "wape", "bias", "gain_over_naive", "smape", "mase", "owa", "rmsse", "wql", "msis", "coverage80", "below80", "above80", "coverage95", "below95", "above95",
        .. ForecastRequest.DefaultLevels.Select(l => $"loss_{ForecastWriter.QuantileName(l)}"),
    ];

    /// <summary>A row per figure, its name first, then each method's.</summary>
    public static IEnumerable<string[]> Rows(IReadOnlyList<(string Method, ForecastEvaluation Scores)> methods, int lag)
    {
        string[] Row(string name, Func<ForecastEvaluation, string> figure) => [name, .. methods.Select(m => figure(m.Scores))];
        yield return Row("Values compared", s => Figures.Number(s.All.Accuracy.N));
        yield return Row("WAPE", s => Share(s.All.Accuracy.Wape));
        yield return Row("Bias", s => Share(s.All.Accuracy.Bias));
        yield return Row("Gain over seasonal naive", s => Share(s.All.GainOverNaive));
        yield return Row("sMAPE", s => Share(s.All.Smape));
        yield return Row("MASE", s => Ratio(s.All.Accuracy.Mase));
        yield return Row("OWA", s => Ratio(s.All.Owa));
        yield return Row("RMSSE", s => Ratio(s.All.Accuracy.Rmsse));
        yield return Row("WRMSSE", s => Ratio(s.Wrmsse));
        yield return Row("Weighted quantile loss (CRPS)", s => Share(s.All.Accuracy.Wql));
        yield return Row("MSIS", s => Ratio(s.All.Accuracy.Msis));
        yield return Row("In 80 %: below, inside, above", s => Tails(s.All.Outside80, s.All.Accuracy.Coverage80));
        yield return Row("In 95 %: below, inside, above", s => Tails(s.All.Outside95, s.All.Accuracy.Coverage95));
        yield return Row("Revised from origin to origin", s => Share(s.Instability));
        EvaluationScores? At(ForecastEvaluation s) => s.Steps.Count >= lag ? s.AtLag(lag) : null;
        var ahead = string.Create(CultureInfo.InvariantCulture, $"{lag} ahead");
        yield return Row($"WAPE {ahead}", s => Share(At(s)?.Accuracy.Wape));
        yield return Row($"Bias {ahead}", s => Share(At(s)?.Accuracy.Bias));
        yield return Row($"In 80 % {ahead}: below, inside, above", s => Tails(At(s)?.Outside80, At(s)?.Accuracy.Coverage80));
    }

    /// <summary>A file: a row per method over all steps, then one per step. A figure that does not exist is empty.</summary>
    public static string Csv(IReadOnlyList<(string Method, ForecastEvaluation Scores)> methods)
    {
        var lines = new List<string> { string.Join(',', ["method", "step", .. Columns, "wrmsse", "instability"]) };
        foreach (var (method, scores) in methods)
        {
            lines.Add(string.Join(',', [method, "all", .. Cells(scores.All), Cell(scores.Wrmsse), Cell(scores.Instability)]));
            lines.AddRange(scores.Steps.Select((step, i) => string.Join(',', [method, (i + 1).ToString(CultureInfo.InvariantCulture), .. Cells(step), "", ""])));
        }

        return string.Join('\n', lines) + "\n";
    }

    private static IEnumerable<string> Cells(EvaluationScores s) =>
        new double?[]
        {
            s.Accuracy.N, s.Accuracy.Wape, s.Accuracy.Bias, s.GainOverNaive, s.Smape, s.Accuracy.Mase, s.Owa, s.Accuracy.Rmsse, s.Accuracy.Wql, s.Accuracy.Msis, s.Accuracy.Coverage80, s.Outside80?.Below,
            s.Outside80?.Above, s.Accuracy.Coverage95, s.Outside95?.Below, s.Outside95?.Above,
        }.Concat(s.QuantileLosses).Select(Cell);

    private static string Cell(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Share(double? value) => value is { } share ? Figures.Share(share) : "";

    private static string Ratio(double? value) => value?.ToString("#,##0.000", CultureInfo.InvariantCulture) ?? "";

    private static string Tails((double Below, double Above)? outside, double? inside) => outside is { } o ? $"{Figures.Share(o.Below)}, {Share(inside)}, {Figures.Share(o.Above)}" : "";
}
