using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PlanningEngine.Data.Reporting;

/// <summary>
/// The entities' documentation comments, read from the file that the compiler writes beside the assembly, so that what a
/// column means is said once. Without the file (somebody deleted it) descriptions are empty and everything else works.
/// </summary>
internal sealed partial class XmlDescriptions
{
    private readonly Dictionary<string, string> _summaries;

    private XmlDescriptions(Dictionary<string, string> summaries) => _summaries = summaries;

    public static XmlDescriptions Of(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        if (!File.Exists(file))
            return new([]);
        return new(XDocument.Load(file).Descendants("member")
            .Where(m => m.Element("summary") is not null)
            .ToDictionary(m => m.Attribute("name")!.Value, m => Text(m.Element("summary")!), StringComparer.Ordinal));
    }

    public string Of(Type type) => _summaries.GetValueOrDefault("T:" + type.FullName, "");

    public string Of(PropertyInfo property) =>
        _summaries.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}", "");

    private static string Text(XElement summary)
    {
        var words = string.Concat(summary.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement e when e.Attribute("cref") is { } reference => reference.Value[(reference.Value.LastIndexOf('.') + 1)..],
            XElement e => e.Value,
            _ => "",
        }));
        return Blanks().Replace(words, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
