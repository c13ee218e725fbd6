using Google.Protobuf;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Runs;

/// <summary>A run's summary as the JSON text that the table keeps, at most 4,000 characters.</summary>
internal static class SummaryText
{
    private const int Longest = 4_000;

    /// <summary>Writes a summary; where it is too long the last notes are left out, and the text says so.</summary>
    public static string Write(RunSummary summary)
    {
        var text = JsonFormatter.Default.Format(summary);
        var cut = summary.Clone();
        while (text.Length > Longest && cut.Notes.Count > 1)
        {
            cut.Notes.RemoveAt(cut.Notes.Count - 1);
            cut.Notes[^1] = "Further notes were left out for want of room.";
            text = JsonFormatter.Default.Format(cut);
        }

        return text;
    }

    /// <summary>Reads a summary.</summary>
    public static RunSummary Read(string text) => RunSummary.Parser.ParseJson(text);
}
