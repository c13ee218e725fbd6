namespace PlanningEngine.Server.Loads;

/// <summary>A seam for tests of crash safety: told before each step that could be the last of a process. Does nothing in production.</summary>
internal interface ILoadFaults
{
    /// <summary>The process is about to take a step; a test throws here.</summary>
    void Before(LoadStep step);
}

/// <summary>Steps between which a process may die.</summary>
internal enum LoadStep
{
    StoreChunks,
    EndStaging,
    StoreFindings,
    WriteDimensions,
    WriteFacts,
    PublishQuotas,
    EndCommit,
    EndRevert,
}

/// <summary>No faults.</summary>
internal sealed class NoLoadFaults : ILoadFaults
{
    public void Before(LoadStep step)
    {
    }
}
