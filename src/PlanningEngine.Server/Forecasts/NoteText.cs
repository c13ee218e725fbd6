namespace PlanningEngine.Server.Forecasts;

/// <summary>Notes as one text of a column.</summary>
internal static class NoteText
{
    private const int Longest = 4000;

    /// <summary>The notes that say something, each once, parted by semicolons; cut where the column ends.</summary>
    public static string Of(IEnumerable<string> notes)
    {
        var text = string.Join("; ", notes.Where(n => n.Length > 0).Distinct());
        return text.Length <= Longest ? text : text[..(Longest - 3)] + "...";
    }
}
