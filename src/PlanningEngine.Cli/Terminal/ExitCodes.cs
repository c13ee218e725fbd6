namespace PlanningEngine.Cli.Terminal;

/// <summary>What planctl returns to its caller.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Refused: the input has errors, or the engine said no.</summary>
    public const int Refused = 1;

    /// <summary>The command line or the mapping cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>No server answered.</summary>
    public const int Unreachable = 3;

    /// <summary>Done in part: what could not be used was left out and is named.</summary>
    public const int Partial = 4;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Cancelled = 130;
}
