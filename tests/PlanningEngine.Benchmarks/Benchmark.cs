using System.CommandLine;
using System.Diagnostics;
using Grpc.Core;

namespace PlanningEngine.Benchmarks;

/// <summary>Makes a command of a benchmark: runs it, prints its figures, turns failures into an exit code.</summary>
internal static class Benchmark
{
    /// <summary>Everything was measured and every goal holds.</summary>
    public const int Done = 0;

    /// <summary>A goal does not hold, or the benchmark met a wrong answer.</summary>
    public const int Failed = 1;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Cancelled = 130;

    /// <summary>Creates the command.</summary>
    public static Command Create(
        string name, string description, string example, IReadOnlyList<Option> options, Func<ParseResult, Report, CancellationToken, Task> run)
    {
        var command = new Command(name, $"{description}\n\nExample: dotnet run -c Release --project tests/PlanningEngine.Benchmarks -- {example}");
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction((parse, ct) => RunAsync(name, report => run(parse, report, ct), ct));
        return command;
    }

    /// <summary>A whole number with its range, checked when the command line is read.</summary>
    public static Option<int> Number(string name, string description, int byDefault, int least, int most)
    {
        var option = new Option<int>(name) { Description = $"{description}, {least} to {most}", DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
                result.AddError($"The value ({value}) of {name} must lie between {least} and {most}. Maybe use {byDefault}.");
        });
        return option;
    }

    private static async Task<int> RunAsync(string name, Func<Report, Task> run, CancellationToken ct)
    {
        var report = new Report(name);
        var watch = Stopwatch.StartNew();
        Console.Error.WriteLine(name);
        try
        {
            await run(report);
            report.Print();
            Report.Progress(FormattableString.Invariant($"{name} took {watch.Elapsed.TotalSeconds:0} s"));
            return report.Holds ? Done : Failed;
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"{name} was stopped.");
            return Cancelled;
        }
        catch (Exception failure) when (failure is BenchmarkException or RpcException or HttpRequestException)
        {
            report.Print();
            await Console.Error.WriteLineAsync($"{name} failed: {failure.Message}");
            return Failed;
        }
    }
}
