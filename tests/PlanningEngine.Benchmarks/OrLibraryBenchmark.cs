using System.CommandLine;
using System.Diagnostics;
using PlanningEngine.Allocation;
using PlanningEngine.Allocation.Assignment;
using PlanningEngine.Allocation.Locations;

namespace PlanningEngine.Benchmarks;

/// <summary>Solves files of the OR-Library and prints a line per problem.</summary>
internal static class OrLibraryBenchmark
{
    /// <summary>Kept of the limit for the answer to come back.</summary>
    private static readonly TimeSpan Landing = TimeSpan.FromSeconds(0.2);

    private static readonly string[] Kinds = ["gap-max", "gap-min", "pmedcap"];

    public static Command Create()
    {
        var kind = new Argument<string>("kind") { Description = "gap-max, gap-min or pmedcap" };
        kind.AcceptOnlyFromAmong(Kinds);
        var files = new Argument<string[]>("file") { Description = "Files in the OR-Library's format", Arity = ArgumentArity.OneOrMore };
        var seconds = Benchmark.Number("--seconds", "Most seconds per problem", 15, 1, 86_400);
        var command = new Command("orlib", """
            Solves OR-Library files of generalised assignment and capacitated p-median problems; prints PROBLEM file n objective O bound B seconds S.
            Where no plan exists or none was found in time, O is - and B the bound so far.

            Example: dotnet run -c Release --project tests/PlanningEngine.Benchmarks -- orlib gap-max gap12.txt --seconds 15
            """)
        {
            kind, files, seconds,
        };
        command.SetAction((parse, ct) => Task.Run(() => Run(parse.GetValue(kind)!, parse.GetValue(files)!, TimeSpan.FromSeconds(parse.GetValue(seconds)), ct), ct));
        return command;
    }

    private static int Run(string kind, string[] files, TimeSpan limit, CancellationToken ct)
    {
        try
        {
            foreach (var file in files)
            {
                var number = 0;
                foreach (var answer in Answers(kind, OrLibraryFile.Read(file), limit, ct))
                {
                    ct.ThrowIfCancellationRequested();
                    var objective = answer.Status is SolveStatus.Optimal or SolveStatus.Feasible ? FormattableString.Invariant($"{answer.Objective}") : "-";
                    Console.WriteLine(FormattableString.Invariant($"PROBLEM {Path.GetFileName(file)} {++number} objective {objective} bound {answer.Bound} seconds {answer.Seconds:0.00}"));
                }
            }

            return Benchmark.Done;
        }
        catch (Exception failure) when (failure is BenchmarkException or InvalidProblemException)
        {
            Console.Error.WriteLine($"orlib failed: {failure.Message}");
            return Benchmark.Failed;
        }
        catch (OperationCanceledException)
        {
            return Benchmark.Cancelled;
        }
    }

    /// <summary>Solves every problem of a file, one after the other.</summary>
    public static IEnumerable<OrLibraryAnswer> Answers(string kind, OrLibraryFile file, TimeSpan limit, CancellationToken ct) => kind == "pmedcap"
        ? file.Locations().Select(problem => Timed(limit, token => Locate(problem, token), ct))
        : file.Assignments(kind == "gap-max" ? AssignmentGoal.Maximise : AssignmentGoal.Minimise).Select(problem => Timed(limit, token => Assign(problem, token), ct));

    private static (SolveStatus Status, long Objective, long Bound) Locate(LocationProblem problem, CancellationToken token)
    {
        var result = LocationSolver.Solve(problem, null, token);
        return (result.Status, result.Objective, result.Bound);
    }

    private static (SolveStatus Status, long Objective, long Bound) Assign(AssignmentProblem problem, CancellationToken token)
    {
        var result = AssignmentSolver.Solve(problem, null, token);
        return (result.Status, result.Objective, result.Bound);
    }

    private static OrLibraryAnswer Timed(TimeSpan limit, Func<CancellationToken, (SolveStatus Status, long Objective, long Bound)> solve, CancellationToken ct)
    {
        using var fuse = CancellationTokenSource.CreateLinkedTokenSource(ct);
        fuse.CancelAfter(limit - Landing);
        var watch = Stopwatch.StartNew();
        var (status, objective, bound) = solve(fuse.Token);
        return new OrLibraryAnswer(status, objective, bound, watch.Elapsed.TotalSeconds);
    }
}

/// <summary>Answer to one problem.</summary>
internal sealed record OrLibraryAnswer(SolveStatus Status, long Objective, long Bound, double Seconds);
