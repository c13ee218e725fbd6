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
        var origins = new Option<int>("--origins") { Description = "Cut-offs; the last lies a horizon before the last row: of the file where times show that half of its series and more end together, else of each series.", DefaultValueFactory = _ => 4 };
        var spacing = new Option<int>("--spacing") { Description = "Rows between cut-offs (weeks of a weekly file).", DefaultValueFactory = _ => 1 };
        var lag = new Option<int?>("--lag") { Description = "Steps ahead at which decisions are made, such as a lead time: accuracy there is shown apart. Default: the horizon." };
        var output = new Option<string?>("--output") { Description = "CSV to write too, packed when it ends in .gz: every figure by method and step, also the loss of each quantile; a figure that does not exist is empty." };
        var regressors = ForecastCommand.Regressors();
        var attributes = ForecastCommand.Attributes();
        var treatment = ForecastCommand.TreatmentOption();
        var alone = ForecastCommand.Alone();
        var threads = ForecastCommand.Threads();
        var verb = new Verb(
            "evaluate",
            "Says how methods would have done on the series of a file: each forecasts at earlier cut-offs, as forecast would have done with the file as it was known there, and is compared with what came. Where times show that half of the series and more end together, cut-offs lie at the same times for all of them, and auto lets series teach each other there from all rows before the cut-off and none after: half a minute and more for each. A series that begins later has no part in a cut-off; one that ended before it still teaches the others and is not compared; one whose rows pause there has unknown values up to it. Other files are compared at cut-offs counted back from each series' own end, each series from itself alone; it says so, and why. Regressors are known ahead at every cut-off. Needs no server. Reads files as forecast does, but of returned and of lives nothing. OWA and gain are beside Naive2 and seasonal naive; WRMSSE weighs series by what they sold in the last horizon before the cut-off; revised is the sum of changes of forecasts of the same time from one cut-off to the next, over the actuals.",
            "planctl evaluate --input sales.csv --horizon 6 --period 12",
            "planctl evaluate --input weekly.csv.gz --horizon 8 --period 52 --method auto,lar,snaive --origins 6 --spacing 4 --lag 3 --output scores.csv")
        { input, horizon, period, method, origins, spacing, lag, output, regressors, attributes, treatment, alone, threads };
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
                WithoutGlobalModel = parse.GetValue(alone),
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
            screen.Note(string.Create(CultureInfo.InvariantCulture, $"{result.TooShort:N0} series are not longer than the horizon, begin after all cut-offs or end before them, and were left out."));
        if (result.LeftOutAtSome > 0)
            screen.Note(string.Create(CultureInfo.InvariantCulture, $"{result.LeftOutAtSome:N0} series were left out at some cut-offs: regressors were not known up to the horizon there, rows came between the steps later, or their own rows make other steps than the file's, so that methods speak of other times."));
        foreach (var remark in result.Remarks)
            screen.Note(remark);
        if (result.Methods.Count == 0 || result.Series == 0)
        {
            screen.Error("Nothing could be compared. Maybe use a shorter horizon, or fill in what the findings name.");
            return ExitCodes.Refused;
        }

        screen.Table([string.Create(CultureInfo.InvariantCulture, $"{result.Series:N0} series"), .. result.Methods.Select(m => m.Method)], EvaluationTable.Rows(result.Methods, options.Lag));
        if (options.File.Output.Length > 0)
        {
            await using var file = new OutputFile(options.File.Output);
            await file.Text.WriteAsync(EvaluationTable.Csv(result.Methods));
            await file.CompleteAsync();
        }

        return result.Refused > 0 ? ExitCodes.Partial : ExitCodes.Done;
    }
}
