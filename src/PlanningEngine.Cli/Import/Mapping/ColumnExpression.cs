namespace PlanningEngine.Cli.Import.Mapping;

/// <summary>Where the value of a field comes from, and what is done to it: exactly one origin, any number of steps.</summary>
internal sealed record ColumnExpression
{
    /// <summary>Line in the mapping file.</summary>
    public int Line { get; init; }

    /// <summary>Origin: a column of the file.</summary>
    public string? Column { get; init; }

    /// <summary>Origin: always the same text.</summary>
    public string? Constant { get; init; }

    /// <summary>Origin: text with columns in braces, such as <c>{Order}|{Line}</c>; empty when one of them is.</summary>
    public string? Template { get; init; }

    /// <summary>Origin: the first of these that is not empty.</summary>
    public IReadOnlyList<ColumnExpression> Coalesce { get; init; } = [];

    /// <summary>Step 1: a table written in the mapping; what is not in it stays as it is.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>Step 2: the value is the key in this lookup.</summary>
    public string? Lookup { get; init; }

    /// <summary>What an unknown key of the lookup gives.</summary>
    public MissingLookup Missing { get; init; } = MissingLookup.Report;

    /// <summary>Numbers: multiplied by this.</summary>
    public decimal Scale { get; init; } = 1;

    /// <summary>Dates: formats in place of the file's.</summary>
    public IReadOnlyList<string> Dates { get; init; } = [];

    /// <summary>Dates: moved to the first day of a month.</summary>
    public MonthRounding Month { get; init; }

    /// <summary>Every column that the expression reads.</summary>
    public IEnumerable<string> ReadColumns() =>
        (Column is null ? [] : new[] { Column })
        .Concat(Template is null ? [] : TemplateParts.Parse(Template).Where(p => p.IsColumn).Select(p => p.Text))
        .Concat(Coalesce.SelectMany(e => e.ReadColumns()));

    /// <summary>Every lookup that the expression uses.</summary>
    public IEnumerable<string> UsedLookups() =>
        (Lookup is null ? [] : new[] { Lookup }).Concat(Coalesce.SelectMany(e => e.UsedLookups()));
}

/// <summary>What an unknown key of a lookup gives.</summary>
internal enum MissingLookup
{
    /// <summary>A finding of the rule unmatched-lookup, and an empty value.</summary>
    Report,

    /// <summary>An empty value.</summary>
    Empty,

    /// <summary>The key itself.</summary>
    Keep,
}

/// <summary>How a date moves to the first day of a month.</summary>
internal enum MonthRounding
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>To the first day of its own month.</summary>
    Start,

    /// <summary>To the first day of the next month, unless it is a first day.</summary>
    Next,

    /// <summary>To the first day that is nearest.</summary>
    Nearest,
}

/// <summary>A piece of a template.</summary>
/// <param name="Text">Literal text, or the name of a column.</param>
/// <param name="IsColumn">Whether it names a column.</param>
internal readonly record struct TemplatePart(string Text, bool IsColumn);

/// <summary>Takes templates apart.</summary>
internal static class TemplateParts
{
    /// <summary>Literals and columns of a template, in order; a brace without its partner is literal.</summary>
    public static IReadOnlyList<TemplatePart> Parse(string template)
    {
        var parts = new List<TemplatePart>();
        var at = 0;
        while (at < template.Length)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                parts.Add(new TemplatePart(template[at..], false));
                break;
            }

            if (open > at)
                parts.Add(new TemplatePart(template[at..open], false));
            parts.Add(new TemplatePart(template[(open + 1)..close].Trim(), true));
            at = close + 1;
        }

        return parts;
    }
}
