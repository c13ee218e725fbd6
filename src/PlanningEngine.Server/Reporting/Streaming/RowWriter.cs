using System.Globalization;
using System.Text.Json;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Compilation;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting.Streaming;

/// <summary>Writes the row that a reader stands on as a JSON object, properties in the order of the shape.</summary>
internal sealed class RowWriter(ICells cells, Utf8JsonWriter writer, JsonForm form, bool omitsNulls)
{
    /// <summary>Writes one object with everything in it.</summary>
    public void Write(OutputObject shape)
    {
        writer.WriteStartObject();
        WriteMembers(shape);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members of an object that is already open.</summary>
    public void WriteMembers(OutputObject shape)
    {
        foreach (var column in shape.Columns)
            WriteColumn(column);
        foreach (var child in shape.Children)
        {
            if (child.Marker is { } marker && cells.IsNull(marker))
            {
                if (!omitsNulls)
                    writer.WriteNull(child.Name);
                continue;
            }

            writer.WritePropertyName(child.Name);
            Write(child);
        }
    }

    private void WriteColumn(OutputColumn column)
    {
        if (cells.IsNull(column.Ordinal))
        {
            if (!omitsNulls)
                writer.WriteNull(column.Name);
            return;
        }

        if (column.Annotation is { } annotation && form.HasMetadata)
            writer.WriteString(annotation.Name, annotation.Value);
        writer.WritePropertyName(column.Name);
        if (column.Labels is { } labels)
            WriteLabel(labels, cells.Whole32(column.Ordinal));
        else
            WriteValue(column);
    }

    private void WriteLabel(Dictionary<int, JsonEncodedText> labels, int number)
    {
        if (labels.TryGetValue(number, out var label))
            writer.WriteStringValue(label);
        else
            writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
    }

    private void WriteValue(OutputColumn column)
    {
        var ordinal = column.Ordinal;
        switch (column.Type)
        {
            case ReportingType.Flag:
                writer.WriteBooleanValue(cells.Flag(ordinal));
                break;
            case ReportingType.Whole32:
                writer.WriteNumberValue(cells.Whole32(ordinal));
                break;
            case ReportingType.Whole64 when form.NumbersAsText:
                writer.WriteStringValue(cells.Whole64(ordinal).ToString(CultureInfo.InvariantCulture));
                break;
            case ReportingType.Whole64:
                writer.WriteNumberValue(cells.Whole64(ordinal));
                break;
            case ReportingType.Real:
                WriteReal(cells.Real(ordinal));
                break;
            case ReportingType.Money:
                WriteMoney(ordinal, column.Scale);
                break;
            case ReportingType.Text:
                cells.Text(ordinal, writer);
                break;
            case ReportingType.Moment:
                cells.Moment(ordinal, writer);
                break;
            default:
                cells.Day(ordinal, writer);
                break;
        }
    }

    private void WriteMoney(int ordinal, int scale)
    {
        if (cells.Money(ordinal, scale) is not { } money)
            WriteReal(cells.Real(ordinal));
        else if (form.NumbersAsText)
            writer.WriteStringValue(money.ToString(CultureInfo.InvariantCulture));
        else
            writer.WriteNumberValue(money);
    }

    /// <summary>JSON has no infinity; OData spells it.</summary>
    private void WriteReal(double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "INF" : "-INF");
    }
}
