using System.Globalization;
using System.Text;

namespace PlanningEngine.Cli.Import.Mapping;

/// <summary>Reads how files are written.</summary>
internal static class FormatReader
{
    static FormatReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads a format; what it does not say is as in the outer one.</summary>
    public static FileFormat Read(MappingNode? node, FileFormat outer)
    {
        if (node is null)
            return outer;
        var format = outer with
        {
            Encoding = ReadEncoding(node) ?? outer.Encoding,
            Delimiter = ReadDelimiter(node) ?? outer.Delimiter,
            Nulls = node.Has("nulls") ? [.. node.Texts("nulls").Prepend("").Distinct(StringComparer.Ordinal)] : outer.Nulls,
            Dates = node.Has("dates") ? node.Texts("dates") : outer.Dates,
            Culture = ReadCulture(node) ?? outer.Culture,
            Decimal = node.Text("decimal") ?? outer.Decimal,
            Thousands = node.Text("thousands") ?? outer.Thousands,
        };
        var separator = format.NumberFormat().NumberDecimalSeparator;
        if (format.Thousands is not null && format.Thousands == separator)
            node.Report(node.Line, $"(thousands) and the decimal separator cannot both be ({separator}). Maybe set (decimal).");
        node.Close();
        return format;
    }

    private static Encoding? ReadEncoding(MappingNode node)
    {
        if (node.Text("encoding") is not { } name)
            return null;
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            node.Report(node.LineOfKey("encoding"), $"There is no encoding ({name}). Maybe use utf-8, windows-1252, iso-8859-1 or utf-16.");
            return null;
        }
    }

    private static char? ReadDelimiter(MappingNode node)
    {
        switch (node.Text("delimiter"))
        {
            case null or "auto":
                return null;
            case "tab" or "\\t":
                return '\t';
            case [var single]:
                return single;
            case var text:
                node.Report(node.LineOfKey("delimiter"), $"(delimiter) must be one character, tab or auto, not ({text}).");
                return null;
        }
    }

    private static CultureInfo? ReadCulture(MappingNode node)
    {
        if (node.Text("culture") is not { } name)
            return null;
        try
        {
            return CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            node.Report(node.LineOfKey("culture"), $"There is no culture ({name}) on this machine. Maybe use en-US or de-DE, or set (decimal), (thousands) and (dates) instead.");
            return null;
        }
    }
}
