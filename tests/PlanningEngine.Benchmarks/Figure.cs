using System.Globalization;

namespace PlanningEngine.Benchmarks;

/// <summary>One measured number.</summary>
/// <param name="Name">Stable name, such as <c>ingest.staged</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit, without blanks.</param>
internal sealed record Figure(string Name, double Value, string Unit)
{
    /// <summary>The same number of the peer, measured in the same run; null where there is no peer.</summary>
    public double? Peer { get; init; }

    /// <summary>Who the peer is, for the table.</summary>
    public string PeerName { get; init; } = "";

    /// <summary>What is asked of the number, without blanks; empty where nothing is asked yet.</summary>
    public string Goal { get; init; } = "";

    /// <summary>Whether the goal is reached; null where there is none.</summary>
    public bool? Holds { get; init; }

    /// <summary>Value over peer.</summary>
    public double? Ratio => Peer is { } peer && peer != 0 ? Value / peer : null;

    /// <summary>The line that scripts read.</summary>
    public string Line =>
        $"FIGURE {Name} {Text(Value)} {Unit} peer={Text(Peer)} ratio={Text(Ratio)} goal={(Goal.Length == 0 ? "-" : Goal)} holds={Holds switch { true => "yes", false => "no", null => "-" }}";

    /// <summary>A number in at least four significant digits, never in exponents where people read it; - for none.</summary>
    public static string Text(double? number) => number switch
    {
        null => "-",
        { } n when Math.Abs(n) >= 1000 => n.ToString("0", CultureInfo.InvariantCulture),
        { } n when Math.Abs(n) >= 1 => n.ToString("0.###", CultureInfo.InvariantCulture),
        { } n => n.ToString("0.######", CultureInfo.InvariantCulture),
    };
}
