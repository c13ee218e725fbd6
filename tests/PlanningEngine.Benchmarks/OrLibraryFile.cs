using System.Globalization;
using PlanningEngine.Allocation.Assignment;
using PlanningEngine.Allocation.Locations;

namespace PlanningEngine.Benchmarks;

/// <summary>Reads OR-Library files: whole numbers between any blanks and line ends. A leading number of problems may be there or not.</summary>
internal sealed class OrLibraryFile
{
    private readonly string _name;
    private readonly long[] _numbers;

    private OrLibraryFile(string name, long[] numbers) => (_name, _numbers) = (name, numbers);

    public static OrLibraryFile Read(string path)
    {
        try
        {
            var words = File.ReadAllText(path).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return new OrLibraryFile(path, [.. words.Select(word => checked((long)double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture)))]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            throw new BenchmarkException($"The file {path} could not be read: {failure.Message}", failure);
        }
    }

    /// <summary>Generalised assignment: agents, jobs, costs, loads, capacities.</summary>
    public IReadOnlyList<AssignmentProblem> Assignments(AssignmentGoal goal) => Blocks<AssignmentProblem>(at =>
    {
        if (at + 2 > _numbers.Length)
            return null;
        var (agents, jobs) = (_numbers[at], _numbers[at + 1]);
        if (agents < 1 || jobs < 1 || agents > int.MaxValue || jobs > int.MaxValue || agents * jobs > _numbers.Length)
            return null;
        var pairs = (int)(agents * jobs);
        var end = at + 2 + 2 * pairs + (int)agents;
        return end > _numbers.Length ? null : (new AssignmentProblem(
            (int)agents, (int)jobs, _numbers[(at + 2)..(at + 2 + pairs)], _numbers[(at + 2 + pairs)..(at + 2 + 2 * pairs)], _numbers[(end - (int)agents)..end], goal), end);
    });

    /// <summary>Capacitated p-median: number and best known (not read), customers, medians, capacity, then number, x, y and demand of each. Distances are rounded down.</summary>
    public IReadOnlyList<LocationProblem> Locations() => Blocks<LocationProblem>(at =>
    {
        if (at + 5 > _numbers.Length)
            return null;
        var (customers, medians, capacity) = (_numbers[at + 2], _numbers[at + 3], _numbers[at + 4]);
        if (customers < 1 || medians < 1 || medians > customers || customers > (_numbers.Length - at - 5) / 4)
            return null;
        var n = (int)customers;
        var row = (int customer) => at + 5 + 4 * customer;
        var distance = new long[n * n];
        for (var i = 0; i < distance.Length; i++)
        {
            var (dx, dy) = (_numbers[row(i / n) + 1] - _numbers[row(i % n) + 1], _numbers[row(i / n) + 2] - _numbers[row(i % n) + 2]);
            distance[i] = (long)Math.Floor(Math.Sqrt(dx * dx + dy * dy));
        }

        return (new LocationProblem(n, n, distance, [.. Enumerable.Range(0, n).Select(i => _numbers[row(i) + 3])], [.. Enumerable.Repeat(capacity, n)], (int)medians), at + 5 + 4 * n);
    });

    private List<T> Blocks<T>(Func<int, (T Problem, int End)?> block)
    {
        // A count of problems first, or the first problem at once: the reading that uses up the file is right.
        return ReadFrom(1, block) is { Count: > 0 } counted && counted.Count == _numbers[0] ? counted
            : ReadFrom(0, block) ?? throw new BenchmarkException($"The file {_name} does not hold whole problems of this kind. Maybe the kind is another.");
    }

    private List<T>? ReadFrom<T>(int start, Func<int, (T Problem, int End)?> block)
    {
        var found = new List<T>();
        var at = start;
        while (at < _numbers.Length)
        {
            if (block(at) is not var (problem, end))
                return null;
            found.Add(problem);
            at = end;
        }

        return found.Count == 0 ? null : found;
    }
}
