using System.Text;

namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>Names of the core as the wire spells them.</summary>
internal static class WireNames
{
    /// <summary><c>roles[AE].MostHires[2]</c> is <c>roles[AE].most_hires[2]</c>: names change, what stands in brackets does not.</summary>
    public static string Field(string path)
    {
        var text = new StringBuilder();
        var inside = 0;
        foreach (var letter in path)
        {
            inside += letter == '[' ? 1 : letter == ']' ? -1 : 0;
            if (inside == 0 && char.IsUpper(letter) && text.Length > 0 && text[^1] != '.')
                text.Append('_');
            text.Append(inside == 0 ? char.ToLowerInvariant(letter) : letter);
        }

        return text.ToString();
    }

    /// <summary><c>NoLane</c> is <c>NO_LANE</c>.</summary>
    public static string Code(Enum value) => Field(value.ToString()).ToUpperInvariant();
}
