using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace PlanningEngine.Cli.Import.Mapping;

/// <summary>A YAML mapping that is read key by key; keys that nobody asked for are problems, each with its line.</summary>
internal sealed class MappingNode
{
    private readonly Dictionary<string, YamlNode> _children = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<MappingProblem> _problems;
    private readonly string _name;

    public MappingNode(YamlNode node, string name, List<MappingProblem> problems)
    {
        _problems = problems;
        _name = name;
        Line = LineOf(node);
        if (node is not YamlMappingNode mapping)
        {
            if (!IsNull(node))
                Report(Line, $"({name}) must be a block of keys and values.");
            return;
        }

        foreach (var (key, value) in mapping.Children)
            _children[((YamlScalarNode)key).Value ?? ""] = value;
    }

    /// <summary>Line of the block.</summary>
    public int Line { get; }

    /// <summary>All keys, for blocks whose keys are names of the user's.</summary>
    public IEnumerable<(string Key, YamlNode Node)> Entries()
    {
        _asked.UnionWith(_children.Keys);
        return _children.Select(c => (c.Key, c.Value));
    }

    public static int LineOf(YamlNode node) => (int)node.Start.Line;

    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar && scalar.Value is null or "" or "~" or "null";

    public bool Has(string key) => Find(key) is not null;

    public int LineOfKey(string key) => _children.TryGetValue(key, out var node) ? LineOf(node) : Line;

    public void Report(int line, string message) => _problems.Add(new MappingProblem(line, message));

    /// <summary>Text of a key; null when it is absent.</summary>
    public string? Text(string key) => Find(key) is { } node ? TextOf(node, key) : null;

    /// <summary>Text of a key that must be there.</summary>
    public string RequiredText(string key)
    {
        if (Text(key) is { Length: > 0 } text)
            return text;
        Report(LineOfKey(key), $"({_name}) needs the key ({key}).");
        return "";
    }

    /// <summary>A text or a list of texts.</summary>
    public IReadOnlyList<string> Texts(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children.Select(c => TextOf(c, key))],
        var node => [TextOf(node, key)],
    };

    /// <summary>One of some words.</summary>
    public T Choice<T>(string key, T otherwise, params (string Word, T Value)[] choices)
    {
        if (Text(key) is not { } text)
            return otherwise;
        foreach (var (word, value) in choices)
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                return value;
        Report(LineOfKey(key), $"({key}) cannot be ({text}). Maybe use one of: {string.Join(", ", choices.Select(c => c.Word))}.");
        return otherwise;
    }

    /// <summary>A number, written the invariant way.</summary>
    public decimal Number(string key, decimal otherwise)
    {
        if (Text(key) is not { } text)
            return otherwise;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return number;
        Report(LineOfKey(key), $"({key}) must be a number, not ({text}). Maybe write 0.001.");
        return otherwise;
    }

    /// <summary>A block; null when it is absent.</summary>
    public MappingNode? Child(string key) => Find(key) is { } node ? new MappingNode(node, key, _problems) : null;

    /// <summary>The elements of a list; none when it is absent.</summary>
    public IReadOnlyList<YamlNode> List(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlSequenceNode list:
                return [.. list.Children];
            case var node:
                Report(LineOf(node), $"({key}) must be a list: lines that begin with a dash.");
                return [];
        }
    }

    /// <summary>The node of a key; null when it is absent.</summary>
    public YamlNode? Find(string key)
    {
        _asked.Add(key);
        return _children.TryGetValue(key, out var node) && !(IsNull(node) && node is YamlScalarNode { Value: not "" }) ? node : null;
    }

    /// <summary>Text of a scalar.</summary>
    public string TextOf(YamlNode node, string key)
    {
        if (node is YamlScalarNode scalar)
            return scalar.Value ?? "";
        Report(LineOf(node), $"({key}) must be a single text.");
        return "";
    }

    /// <summary>Reports every key that nobody asked for.</summary>
    public void Close()
    {
        foreach (var (key, node) in _children)
            if (!_asked.Contains(key))
                Report(LineOf(node), $"({_name}) has no key ({key}). Maybe use one of: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}.");
    }
}
