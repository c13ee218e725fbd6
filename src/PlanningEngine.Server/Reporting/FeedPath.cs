using System.Globalization;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting;

/// <summary>What a path below the feed's root asks for.</summary>
internal enum FeedTarget
{
    /// <summary>The list of sets.</summary>
    Service,

    /// <summary>$metadata.</summary>
    Metadata,

    /// <summary>The rows of a set.</summary>
    Set,

    /// <summary>One row, by key.</summary>
    Row,

    /// <summary>The number of rows of a set.</summary>
    Count,
}

/// <summary>A path, understood.</summary>
/// <param name="Target">What it asks for.</param>
/// <param name="Set">The set, where there is one.</param>
/// <param name="Key">The key, where there is one.</param>
internal sealed record FeedPath(FeedTarget Target, ReportingSet? Set = null, long? Key = null)
{
    /// <summary>Reads a path such as <c>Sales</c>, <c>Sales(5)</c> or <c>Sales/$count</c>.</summary>
    /// <exception cref="FeedException">404 for what is not there, 501 for resources that are not offered.</exception>
    public static FeedPath Parse(string path, ReportingCatalogue catalogue)
    {
        var segments = path.Trim('/').Split('/');
        if (segments is [""])
            return new(FeedTarget.Service);
        if (segments is ["$metadata"])
            return new(FeedTarget.Metadata);
        if (segments[0].StartsWith('$'))
            throw FeedException.NotImplemented("ResourceNotOffered", $"The resource ({segments[0]}) is not offered. Maybe read the sets one by one.");
        var open = segments[0].IndexOf('(', StringComparison.Ordinal);
        var name = open < 0 ? segments[0] : segments[0][..open];
        var set = catalogue.Find(name)
            ?? throw FeedException.NotFound("UnknownSet", $"There is no set ({name}). Maybe look at the list at the feed's root; names are case-sensitive.");
        long? key = open < 0 || segments[0].EndsWith("()", StringComparison.Ordinal) ? null : ReadKey(set, segments[0][(open + 1)..]);
        return segments.Length switch
        {
            1 => new(key is null ? FeedTarget.Set : FeedTarget.Row, set, key),
            2 when segments[1] == "$count" && key is null => new(FeedTarget.Count, set),
            _ => throw Unknown(set, segments[1]),
        };
    }

    private static long ReadKey(ReportingSet set, string text)
    {
        if (text.EndsWith(')'))
        {
            var value = text[..^1].Trim();
            if (value.StartsWith(set.Key.Name + "=", StringComparison.Ordinal))
                value = value[(set.Key.Name.Length + 1)..];
            if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key))
                return key;
        }

        throw FeedException.BadRequest("BadKey", $"The key in ({set.Name}({text}) must be a whole number. Maybe filter by Code instead.");
    }

    private static FeedException Unknown(ReportingSet set, string segment) =>
        set.FindColumn(segment) is not null || set.FindNavigation(segment) is not null || segment.StartsWith('$')
            ? FeedException.NotImplemented("ResourceNotOffered", $"The path ({set.Name}/{segment}) is not offered. Maybe use $select or $expand.")
            : FeedException.NotFound("UnknownPath", $"The set ({set.Name}) has no ({segment}).");
}
