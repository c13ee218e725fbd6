namespace PlanningEngine.Server.Runs;

/// <summary>A stage's place: in which kinds of run it takes part, and where.</summary>
/// <param name="Stage">Type of the stage, a singleton of the container.</param>
/// <param name="Order">Position; see <see cref="RunOrder"/>.</param>
/// <param name="Kinds">Kinds of run, from <see cref="RunKinds"/>.</param>
public sealed record RunStageRegistration(Type Stage, int Order, IReadOnlyList<string> Kinds);

/// <summary>The stages of each kind of run, in order.</summary>
public sealed class RunStages
{
    private readonly Dictionary<string, IReadOnlyList<IRunStage>> _byKind;

    /// <summary>Creates the stages.</summary>
    /// <param name="registrations">What the slices registered.</param>
    /// <param name="services">Where the stages are.</param>
    /// <exception cref="InvalidOperationException">Two stages of a kind share a name or a position.</exception>
    public RunStages(IEnumerable<RunStageRegistration> registrations, IServiceProvider services)
    {
        var ordered = registrations.OrderBy(r => r.Order).Select(r => (r, Stage: (IRunStage)services.GetRequiredService(r.Stage))).ToList();
        _byKind = RunKinds.All.ToDictionary(
            kind => kind,
            kind => (IReadOnlyList<IRunStage>)[.. ordered.Where(o => o.r.Kinds.Contains(kind)).Select(o => o.Stage)],
            StringComparer.Ordinal);
        foreach (var (kind, stages) in _byKind)
        {
            if (stages.DistinctBy(s => s.Name, StringComparer.Ordinal).Count() < stages.Count
                || ordered.Where(o => o.r.Kinds.Contains(kind)).DistinctBy(o => o.r.Order).Count() < stages.Count)
                throw new InvalidOperationException($"The stages of {kind} ({string.Join(", ", stages.Select(s => s.Name))}) must differ in name and position.");
        }
    }

    /// <summary>The stages of a kind in their order; none for a kind that is not known.</summary>
    /// <param name="kind">One of <see cref="RunKinds"/>.</param>
    public IReadOnlyList<IRunStage> Of(string kind) => _byKind.GetValueOrDefault(kind, []);
}
