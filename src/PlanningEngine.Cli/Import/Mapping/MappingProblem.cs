namespace PlanningEngine.Cli.Import.Mapping;

/// <summary>Something that is wrong with a mapping file.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Message">What is wrong, and a way out.</param>
internal sealed record MappingProblem(int Line, string Message);

/// <summary>A mapping file that cannot be used: all its problems at once.</summary>
internal sealed class MappingException : Exception
{
    /// <summary>Creates the exception.</summary>
    public MappingException(string path, IReadOnlyList<MappingProblem> problems)
        : base(string.Join(Environment.NewLine, problems.OrderBy(p => p.Line).Select(p => FormattableString.Invariant($"{path}:{p.Line}: {p.Message}")))) =>
        Problems = problems;

    /// <summary>All problems.</summary>
    public IReadOnlyList<MappingProblem> Problems { get; }
}
