using YamlDotNet.RepresentationModel;

namespace PlanningEngine.Cli.Import.Mapping;

/// <summary>Reads the expressions of a mapping.</summary>
internal sealed class ExpressionReader(List<MappingProblem> problems)
{
    private static readonly string[] Origins = ["column", "constant", "template", "coalesce"];
    private readonly List<(int Line, string Name)> _usedLookups = [];

    /// <summary>Every lookup that was named, and where.</summary>
    public IReadOnlyList<(int Line, string Name)> UsedLookups => _usedLookups;

    /// <summary>The expressions of a set's fields.</summary>
    public Dictionary<string, ColumnExpression> Fields(MappingNode? columns, InputSet set)
    {
        var fields = new Dictionary<string, ColumnExpression>(StringComparer.Ordinal);
        foreach (var field in set.Fields)
            if (columns?.Find(field.Name) is { } node)
                fields[field.Name] = Read(node, field.Name);
        columns?.Close();
        return fields;
    }

    /// <summary>An expression that must be there.</summary>
    public ColumnExpression Required(MappingNode parent, string key)
    {
        if (parent.Find(key) is { } node)
            return Read(node, key);
        parent.RequiredText(key);
        return new ColumnExpression { Line = parent.Line, Constant = "" };
    }

    private ColumnExpression Read(YamlNode node, string name)
    {
        if (node is YamlScalarNode scalar)
            return new ColumnExpression { Line = MappingNode.LineOf(node), Column = scalar.Value ?? "" };
        var block = new MappingNode(node, name, problems);
        var expression = new ColumnExpression
        {
            Line = block.Line,
            Column = block.Text("column"),
            Constant = block.Text("constant"),
            Template = block.Text("template"),
            Coalesce = [.. block.List("coalesce").Select(child => Read(child, name))],
            Lookup = block.Text("lookup"),
            Missing = block.Choice("missing", MissingLookup.Report, ("report", MissingLookup.Report), ("empty", MissingLookup.Empty), ("keep", MissingLookup.Keep)),
            Values = ReadValues(block.Child("values")),
            Scale = block.Number("scale", 1),
            Dates = block.Texts("dates"),
            Month = block.Choice("month", MonthRounding.None, ("start", MonthRounding.Start), ("next", MonthRounding.Next), ("nearest", MonthRounding.Nearest)),
        };
        if (Origins.Count(block.Has) != 1)
            block.Report(block.Line, $"({name}) needs exactly one of: {string.Join(", ", Origins)}.");
        if (expression.Lookup is not null)
            _usedLookups.Add((block.LineOfKey("lookup"), expression.Lookup));
        block.Close();
        return expression;
    }

    private static Dictionary<string, string> ReadValues(MappingNode? node)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (from, to) in node?.Entries() ?? [])
            values[from] = node!.TextOf(to, from);
        return values;
    }
}
