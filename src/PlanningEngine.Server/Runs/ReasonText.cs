namespace PlanningEngine.Server.Runs;

/// <summary>Reasons in words, as the columns of published facts take them.</summary>
internal static class ReasonText
{
    private const int Longest = 4_000;

    /// <summary>The reason, cut where it is longer than a column.</summary>
    public static string Fit(string reason) => reason.Length <= Longest ? reason : reason[..Longest];
}
