using System.CommandLine;
using System.Globalization;
using PlanningEngine.Cli.Forecasting;
using PlanningEngine.Cli.Import;
using PlanningEngine.Cli.Terminal;

namespace PlanningEngine.Cli.Commands;

/// <summary><c>planctl evaluate</c>: how methods would have done on the series of a file.</summary>
internal static class EvaluateCommand
{
    private const int ListedPerRule = 20;

    public static Verb Create(Screen screen)
    {
        var input = ForecastCommand.Input();
        var horizon = new Option<int>("--horizon") { Description = "Steps compared after each cut-off.", Required = true };
        var period = ForecastCommand.Period();
        var method = new Option<string>("--method") { Description = "Methods to compare, with commas between them.", DefaultValueFactory = _ => "auto,snaive" };
        var origins = new Option<int>("--origins") { Description = "Cut-offs per series; the last lies a horizon before its last row.", DefaultValueFactory = _ => 4 };
        var spacing = new Option<int>("--spacing") { Description = "Rows between cut-offs.", DefaultValueFactory = _ => 1 };
        var lag = new Option<int?>("--lag") { Description = "Steps ahead at which decisions are made, such as a lead time: accuracy there is shown apart. Default: the horizon." };
        var output = new Option<string?>("--output") { Description = "CSV to write too: every figure by method and step, also the loss of each quantile; a figure that does not exist is empty." };
        var regressors = ForecastCommand.Regressors();
        var attributes = ForecastCommand.Attributes();
        var treatment = ForecastCommand.TreatmentOption();
        var threads = ForecastCommand.Threads();
        var verb = new Verb(
            "evaluate",
            "Says how methods would have done on the series of a file: each forecasts at earlier cut-offs, from what was known there alone, and is compared with what came. Every series is forecast from itself alone. Needs no server. Reads files as forecast does, but of returned and of lives nothing. OWA and gain are beside Naive2 and seasonal naive; WRMSSE weighs series by what they sold in the last horizon before the cut-off; revised is the sum of changes of forecasts of the same time from one cut-off to the next, over the actuals.",
            "planctl evaluate --input sales.csv --horizon 6 --period 12",
            "planctl evaluate --input weekly.csv.gz --horizon 8 --period 52 --method auto,lar,snaive --origins 6 --spacing 4 --lag 3 --output scores.csv")
        { input, horizon, period, method, origins, spacing, lag, output, regressors, attributes, treatment, threads };
        verb.SetAction((parse, cancellationToken) => Guard.RunAsync(screen, () =>
        {
            var problems = new List<string>();
            var periods = ForecastCommand.PeriodsOf(parse.GetValue(period), problems);
            var file = new ForecastJobOptions
            {
                Input = parse.GetValue(input)!,
                Output = parse.GetValue(output) ?? "",
                Horizon = parse.GetValue(horizon),
                Periods = periods ?? [1],
                DetectPeriods = periods is null,
                Regressors = RegressorOption.Parse(parse.GetValue(regressors)),
                Attributes = parse.GetValue(attributes)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                Treatment = ForecastCommand.TreatmentOf(parse.GetValue(treatment)!, problems),
                Threads = parse.GetValue(threads),
            };
            string[] methods = [.. parse.GetValue(method)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
            var options = new EvaluationOptions(file, methods, parse.GetValue(origins), parse.GetValue(spacing), parse.GetValue(lag) ?? Math.Max(1, file.Horizon));
            problems.AddRange(options.Check());
            return problems.Count > 0 ? throw new UsageException(problems) : RunAsync(options, screen, cancellationToken);
        }));
        return verb;
    }

    private static async Task<int> RunAsync(EvaluationOptions options, Screen screen, CancellationToken cancellationToken)
    {
        var result = await Task.Run(() => new EvaluationJob(options).Run(screen.Note, cancellationToken), cancellationToken);
        FindingReport.Write(screen, result.Findings, ListedPerRule, ListedPerRule);
        if (result.TooShort > 0)
            screen.Note(string.Create(CultureInfo.InvariantCulture, $"{result.TooShort:N0} series are not longer than the horizon and were left out."));
        if (result.Methods.Count == 0 || result.Series == 0)
        {
            screen.Error("Nothing could be compared. Maybe use a shorter horizon, or fill in what the findings name.");
            return ExitCodes.Refused;
        }

        screen.Table([string.Create(CultureInfo.InvariantCulture, $"{result.Series:N0} series"), .. result.Methods.Select(m => m.Method)], EvaluationTable.Rows(result.Methods, options.Lag));
        if (options.File.Output.Length > 0)
        {
            var partial = $"{options.File.Output}.{Environment.ProcessId}.partial";
            await File.WriteAllTextAsync(partial, EvaluationTable.Csv(result.Methods), cancellationToken);
            File.Move(partial, options.File.Output, overwrite: true);
        }

        return result.Refused > 0 ? ExitCodes.Partial : ExitCodes.Done;
    }
}
