using System.CommandLine;
using System.Globalization;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Commands;

/// <summary><c>planctl run compare</c>: what two runs found, side by side, and in what they differ.</summary>
internal static class RunComparison
{
    public static Verb Create(Screen screen, ServerOptions server, Option<bool> json)
    {
        var first = new Argument<int>("run") { Description = "Key of a run that succeeded." };
        var second = new Argument<int>("other") { Description = "Key of another one." };
        var verb = new Verb("compare", "Shows the accuracy and the other figures of two runs side by side, and the parameters in which they differ.", "planctl run compare 3 5", "planctl run compare 3 5 --json") { first, second };
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, server, async () =>
        {
            using var client = server.Connect(parse);
            var runs = new List<Run>();
            foreach (var key in new[] { parse.GetValue(first), parse.GetValue(second) })
                runs.Add((await client.Runs.GetRunAsync(new GetRunRequest { RunKey = key }, cancellationToken: ct)).Run);
            if (!parse.GetValue(json))
                return Write(screen, runs[0], runs[1]);
            runs.ForEach(run => Json.Write(screen, run));
            return ExitCodes.Done;
        }));
        return verb;
    }

    /// <summary>Writes both.</summary>
    /// <returns>The exit code: refused where one of them has found nothing.</returns>
    public static int Write(Screen screen, Run first, Run second)
    {
        if (new[] { first, second }.FirstOrDefault(r => r.Summary is null) is { } empty)
        {
            screen.Error(string.Create(CultureInfo.InvariantCulture, $"Run {empty.RunKey} is {empty.State}, and has found nothing to compare. Maybe list the runs, and take one that succeeded."));
            return ExitCodes.Refused;
        }

        var headings = new[] { first, second }.Select(r => string.Create(CultureInfo.InvariantCulture, $"Run {r.RunKey}")).ToArray();
        var parameters = Beside(ParametersOf(first), ParametersOf(second)).Prepend(["Kind", first.Kind.ToString(), second.Kind.ToString()]).Where(r => r[1] != r[2]).ToList();
        screen.Table(["Figure", .. headings], Beside(RunSummaryTable.FiguresOf(first), RunSummaryTable.FiguresOf(second)));
        if (parameters.Count > 0)
            screen.Table(["Parameter", .. headings], parameters);
        // Other kinds have no hash of series alone, and cycles look at more than their series.
        if (HasSeries(first) && HasSeries(second))
            screen.Line(first.InputHash != second.InputHash ? "They are made of different series or drivers: what was loaded between them, or a parameter that chooses the series, moves the figures too."
                : first.Kind == RunKind.Forecast && second.Kind == RunKind.Forecast ? "Both are made of the same series: what differs comes of their parameters."
                : "Their forecasts are made of the same series: what differs in those comes of their parameters.");
        return ExitCodes.Done;
    }

    private static bool HasSeries(Run run) => run.Kind is RunKind.Forecast or RunKind.Cycle;

    private static IEnumerable<string[]> ParametersOf(Run run) => RunSummaryTable.Parameters(run).Concat(RunSummaryTable.BudgetParts(run.Parameters));

    private static IEnumerable<string[]> Beside(IEnumerable<string[]> first, IEnumerable<string[]> second)
    {
        var (left, right) = (first.ToList(), second.ToDictionary(r => r[0], r => r[1], StringComparer.Ordinal));
        var names = left.Select(r => r[0]).Concat(right.Keys).Distinct(StringComparer.Ordinal);
        var values = left.ToDictionary(r => r[0], r => r[1], StringComparer.Ordinal);
        return names.Select(n => new[] { n, values.GetValueOrDefault(n, ""), right.GetValueOrDefault(n, "") }).Where(r => r[1].Length > 0 || r[2].Length > 0);
    }
}
