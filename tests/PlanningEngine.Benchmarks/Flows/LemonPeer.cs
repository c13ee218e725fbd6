using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Benchmarks.Flows;

/// <summary>LEMON's network simplex as a peer, built from <c>LemonPeer.cpp</c> where g++ and LEMON are there.</summary>
internal sealed class LemonPeer : IDisposable
{
    public const string Name = "LEMON network simplex";

    private readonly string _folder = Directory.CreateTempSubdirectory("lemon-peer-").FullName;

    private LemonPeer()
    {
    }

    /// <summary>Builds the peer; null, with a word on why, where it cannot be built.</summary>
    public static LemonPeer? Build()
    {
        var peer = new LemonPeer();
        var source = Path.Combine(Repository.Root, "tests", "PlanningEngine.Benchmarks", "Flows", "LemonPeer.cpp");
        try
        {
            Call("g++", "-O3", "-march=native", "-o", peer.Program, source);
            return peer;
        }
        catch (Exception failure) when (failure is Win32Exception or BenchmarkException)
        {
            Report.Progress($"{Name} is missing: {failure.Message.Split('\n')[0]}. Maybe install g++ and liblemon-dev.");
            peer.Dispose();
            return null;
        }
    }

    private string Program => Path.Combine(_folder, "lemon-peer");

    /// <summary>Solves a problem: its cost, and the processor time the solve took without reading and building.</summary>
    public (double Cost, double CpuSeconds) Solve(FlowProblem problem)
    {
        var file = Path.Combine(_folder, "problem");
        using (var writer = new BinaryWriter(new BufferedStream(File.Create(file), 1 << 20)))
        {
            writer.Write(problem.Supply.Length);
            writer.Write(problem.From.Length);
            Array.ForEach(problem.Supply, writer.Write);
            Array.ForEach(problem.From, writer.Write);
            Array.ForEach(problem.To, writer.Write);
            Array.ForEach(problem.Cost, writer.Write);
            Array.ForEach(problem.Capacity!, writer.Write);
        }

        var answer = Call(Program, file).Split(' ');
        if (answer[0] != "1")
            throw new BenchmarkException($"LEMON ended with status {answer[0]}.");
        return (double.Parse(answer[1], CultureInfo.InvariantCulture), double.Parse(answer[2], CultureInfo.InvariantCulture));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Call(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new BenchmarkException(errors.Result.Length > 0 ? errors.Result : $"{program} ended with {process.ExitCode}");
    }
}
