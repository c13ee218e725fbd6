namespace PlanningEngine.Server.Runs;

/// <summary>The run cannot give a result; the message tells the user why and what to do, and becomes the run's error.</summary>
public sealed class RunFailedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public RunFailedException()
        : this("The run failed.") { }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why, and what to do.</param>
    public RunFailedException(string message)
        : base(message) { }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public RunFailedException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>What the run left so far has another form than this version's.</summary>
    internal static RunFailedException OfAnotherVersion(int runKey) => new($"Run {runKey} was begun by another version of the engine, and this one cannot go on with it. Maybe create the run again.");

    /// <summary>Throws where the data of a run break the rules of a problem: the first few say what is wrong.</summary>
    internal static void ThrowIfAny(IReadOnlyList<PlanningEngine.Allocation.Violation> violations)
    {
        const int MostSaid = 5;
        if (violations.Count > 0)
            throw new RunFailedException(string.Join(" ", violations.Take(MostSaid).Select(v => v.Message)));
    }
}

/// <summary>Another worker has taken the run up, or it has ended: nothing more may be written under this lease.</summary>
internal sealed class StaleLeaseException(RunLease lease)
    : Exception($"The lease of run {lease.RunKey} with token {lease.FencingToken} is no longer valid.");

/// <summary>The server stops: the run is handed back between two batches.</summary>
internal sealed class RunHandedBackException() : Exception("The server stops.");

/// <summary>Thrown by an injected fault, to stand for the death of the process: nothing is tidied up.</summary>
public sealed class ProcessDeathException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ProcessDeathException()
        : this("The process died.") { }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Where.</param>
    public ProcessDeathException(string message)
        : base(message) { }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Where.</param>
    /// <param name="innerException">The cause.</param>
    public ProcessDeathException(string message, Exception innerException)
        : base(message, innerException) { }
}
