using PlanningEngine.Contracts.V1;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PlanningEngine.Cli.Import.Mapping;

/// <summary>Reads a mapping file. deploy/mappings/README.md describes every key.</summary>
internal sealed class MappingReader
{
    private readonly List<MappingProblem> _problems = [];

    private readonly ExpressionReader _expressions;

    private MappingReader() => _expressions = new ExpressionReader(_problems);

    /// <summary>Reads and checks a mapping.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The mapping.</returns>
    /// <exception cref="MappingException">It cannot be used; holds every problem.</exception>
    public static ImportMapping Read(string path)
    {
        using var text = new StreamReader(path);
        return Parse(text, path);
    }

    /// <summary>Reads and checks a mapping.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <returns>The mapping.</returns>
    /// <exception cref="MappingException">It cannot be used; holds every problem.</exception>
    public static ImportMapping Parse(TextReader text, string path)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(text);
        }
        catch (YamlException e)
        {
            throw new MappingException(path, [new MappingProblem((int)e.Start.Line, $"This is not valid YAML: {e.Message} Maybe check indentation, quotes and colons around this line.")]);
        }

        if (stream.Documents.Count == 0)
            throw new MappingException(path, [new MappingProblem(1, "The mapping is empty. Maybe begin with deploy/mappings/tidy-sales.yaml.")]);
        var reader = new MappingReader();
        var mapping = reader.ReadRoot(new MappingNode(stream.Documents[0].RootNode, "mapping", reader._problems), path);
        return reader._problems.Count == 0 ? mapping : throw new MappingException(path, reader._problems);
    }

    private ImportMapping ReadRoot(MappingNode root, string path)
    {
        var format = FormatReader.Read(root.Child("format"), FileFormat.Default);
        var lookups = ReadLookups(root, format);
        var duplicates = new Dictionary<string, DuplicatePolicy>(StringComparer.Ordinal);
        var sets = root.List("sets").Select(node => ReadSet(new MappingNode(node, "sets", _problems), format, duplicates)).OfType<SetMapping>().ToArray();
        if (sets.Length == 0 && _problems.Count == 0)
            root.Report(root.Line, "(mapping) needs the key (sets) with at least one set.");
        foreach (var (line, name) in _expressions.UsedLookups)
            if (!lookups.Exists(l => l.Name == name))
                root.Report(line, $"There is no lookup ({name}). Maybe declare it under (lookups).");
        var mapping = new ImportMapping
        {
            Path = path,
            Source = root.RequiredText("source"),
            Description = root.Text("description") ?? "",
            Bucket = root.Choice("bucket", LoadBucket.Month, ("month", LoadBucket.Month), ("week", LoadBucket.Week)),
            Severities = ReadSeverities(root.Child("severities")),
            Lookups = InOrder(lookups, root),
            Sets = sets,
            Duplicates = duplicates,
        };
        root.Close();
        return mapping;
    }

    private static Dictionary<string, Severity> ReadSeverities(MappingNode? node)
    {
        var severities = new Dictionary<string, Severity>(StringComparer.Ordinal);
        foreach (var (rule, _) in node?.Entries() ?? [])
            severities[rule] = node!.Choice(rule, Severity.Unspecified, ("off", Severity.Off), ("info", Severity.Info), ("warning", Severity.Warning), ("error", Severity.Error));
        return severities;
    }

    private List<LookupMapping> ReadLookups(MappingNode root, FileFormat format)
    {
        var lookups = new List<LookupMapping>();
        foreach (var (name, child) in root.Child("lookups")?.Entries() ?? [])
        {
            var node = new MappingNode(child, name, _problems);
            lookups.Add(new LookupMapping(
                name,
                node.RequiredText("file"),
                FormatReader.Read(node.Child("format"), format),
                _expressions.Required(node, "key"),
                _expressions.Required(node, "value"),
                ReadConditions(node)));
            node.Close();
        }

        return lookups;
    }

    private SetMapping? ReadSet(MappingNode node, FileFormat format, Dictionary<string, DuplicatePolicy> duplicates)
    {
        var name = node.RequiredText("set");
        if (InputSets.Find(name) is not { } set)
        {
            if (name.Length > 0)
                node.Report(node.LineOfKey("set"), $"There is no set ({name}). Maybe use one of: {string.Join(", ", InputSets.All.Select(s => s.Name))}.");
            return null;
        }

        ReadDuplicates(node, set, duplicates);
        var columns = _expressions.Fields(node.Child("columns"), set);
        if (node.Texts("row_key") is { Count: > 0 } keys)
            columns["row_key"] = new ColumnExpression { Line = node.LineOfKey("row_key"), Template = string.Join('|', keys.Select(k => $"{{{k}}}")) };
        var mapping = new SetMapping
        {
            Set = set,
            Files = node.Has("files") ? node.Texts("files") : node.Texts("file"),
            Format = FormatReader.Read(node.Child("format"), format),
            Columns = columns,
            Where = ReadConditions(node),
            Order = node.Texts("order"),
            Rows = [.. node.List("rows").Select(row => ReadRow(row, set))],
        };
        if (mapping.Files.Count == 0 == (mapping.Rows.Count == 0))
            node.Report(node.Line, $"Set ({set.Name}) needs either (file) or (rows), and not both.");
        if (columns.ContainsKey("row_key") && !set.HasField("row_key"))
            node.Report(node.LineOfKey("row_key"), $"Set ({set.Name}) has no row key: its rows are known by their code or place in time.");
        foreach (var field in set.Fields.Where(f => f.Required && mapping.Files.Count > 0 && !columns.ContainsKey(f.Name)))
            node.Report(node.Line, $"Set ({set.Name}) needs the field ({field.Name}). Maybe add it under (columns).");
        node.Close();
        return mapping;
    }

    private static void ReadDuplicates(MappingNode node, InputSet set, Dictionary<string, DuplicatePolicy> duplicates)
    {
        if (!node.Has("duplicates"))
            return;
        var policy = node.Choice("duplicates", DuplicatePolicy.Error,
            ("error", DuplicatePolicy.Error), ("sum", DuplicatePolicy.Sum), ("first", DuplicatePolicy.First), ("last", DuplicatePolicy.Last));
        if (set.IsDimension && policy == DuplicatePolicy.Sum)
            node.Report(node.LineOfKey("duplicates"), $"Rows of set ({set.Name}) cannot be added up. Maybe use first or last.");
        if (!duplicates.TryAdd(set.ServerName, policy) && duplicates[set.ServerName] != policy)
            node.Report(node.LineOfKey("duplicates"), $"(duplicates) of set ({set.Name}) was declared otherwise before. Maybe use the same word everywhere: it holds for the whole load.");
    }

    private InlineRow ReadRow(YamlNode row, InputSet set)
    {
        var node = new MappingNode(row, "rows", _problems);
        var values = set.Fields.Where(f => node.Has(f.Name)).ToDictionary(f => f.Name, f => node.Text(f.Name) ?? "", StringComparer.Ordinal);
        foreach (var field in set.Fields.Where(f => f.Required && !values.ContainsKey(f.Name)))
            node.Report(node.Line, $"A row of set ({set.Name}) needs the field ({field.Name}).");
        node.Close();
        return new InlineRow(node.Line, values);
    }

    private List<RowCondition> ReadConditions(MappingNode node)
    {
        var conditions = new List<RowCondition>();
        foreach (var child in node.List("where"))
        {
            var condition = new MappingNode(child, "where", _problems);
            conditions.Add(new RowCondition(
                condition.RequiredText("column"),
                condition.Texts("equals"),
                condition.Texts("not_equals"),
                condition.Choice<bool?>("empty", null, ("true", true), ("false", false))));
            if (conditions[^1] is { Equal.Count: 0, NotEqual.Count: 0, Empty: null })
                condition.Report(condition.Line, "A condition needs one of: equals, not_equals, empty.");
            condition.Close();
        }

        return conditions;
    }

    /// <summary>Sorts lookups so that each uses only earlier ones; a circle is a problem.</summary>
    private static List<LookupMapping> InOrder(List<LookupMapping> lookups, MappingNode root)
    {
        var ordered = new List<LookupMapping>();
        var waiting = new List<LookupMapping>(lookups);
        while (waiting.Count > 0)
        {
            var ready = waiting.FirstOrDefault(l => l.Key.UsedLookups().Concat(l.Value.UsedLookups()).All(used => !waiting.Exists(w => w.Name == used)));
            if (ready is null)
            {
                root.Report(waiting[0].Value.Line, $"The lookups ({string.Join(", ", waiting.Select(l => l.Name))}) use each other in a circle.");
                return lookups;
            }

            waiting.Remove(ready);
            ordered.Add(ready);
        }

        return ordered;
    }
}
