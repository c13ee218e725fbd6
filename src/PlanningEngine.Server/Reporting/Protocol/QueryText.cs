using System.Text.RegularExpressions;

namespace PlanningEngine.Server.Reporting.Protocol;

/// <summary>The query options of a request, decoded, each at most once.</summary>
internal sealed partial class QueryText
{
    private static readonly HashSet<string> Offered = new(StringComparer.Ordinal)
    {
        "$filter", "$select", "$orderby", "$top", "$skip", "$count", "$expand", "$apply", "$compute", "$format", "$skiptoken",
    };

    private static readonly HashSet<string> KnownButNotOffered = new(StringComparer.Ordinal)
    {
        "$search", "$deltatoken", "$index", "$schemaversion", "$levels", "$id",
    };

    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    /// <summary>All system options but the token and the format, as the parser of expressions takes them.</summary>
    public IDictionary<string, string> Options => _options;

    public string? Format { get; private init; }

    public string? Token { get; private init; }

    /// <summary>The raw query without the token: what a next link repeats and a token is bound to.</summary>
    public string Raw { get; private init; } = "";

    /// <summary>Reads a query string.</summary>
    /// <exception cref="FeedException">400 for an unknown or repeated option, 501 for one that is not offered.</exception>
    public static QueryText Parse(string? query)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = new List<string>();
        foreach (var part in (query ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(at < 0 ? part : part[..at]).Trim();
            if (name.StartsWith('$'))
                Check(name);
            if (name != "$skiptoken")
                kept.Add(part);
            if ((name.StartsWith('$') || name.StartsWith('@')) && !options.TryAdd(name, at < 0 ? "" : Decode(part[(at + 1)..])))
                throw FeedException.BadRequest("RepeatedOption", $"The option ({name}) appears twice. Maybe join both with \"and\" or a comma.");
        }

        options.Remove("$format", out var format);
        options.Remove("$skiptoken", out var token);
        var text = new QueryText { Format = format, Token = token, Raw = string.Join('&', kept) };
        foreach (var (name, value) in options)
            text._options.Add(name, value);
        return text;
    }

    private static void Check(string name)
    {
        if (KnownButNotOffered.Contains(name))
            throw FeedException.NotImplemented("OptionNotOffered", $"The option ({name}) is not offered. Maybe use $filter.");
        if (!Offered.Contains(name))
            throw FeedException.BadRequest("UnknownOption", $"The option ({name}) is unknown. Maybe use one of {string.Join(", ", Offered.Order(StringComparer.Ordinal))}; names are lower case.");
    }

    /// <summary>A plus is a blank, as in forms, unless it is the sign of a time offset.</summary>
    private static string Decode(string text) => Uri.UnescapeDataString(BlankPlus().Replace(text, "%20"));

    [GeneratedRegex(@"(?<!T\d\d(:|%3A)\d\d((:|%3A)\d\d(\.\d+)?)?)\+|\+(?!\d\d(:|%3A)\d\d)", RegexOptions.IgnoreCase)]
    private static partial Regex BlankPlus();
}
