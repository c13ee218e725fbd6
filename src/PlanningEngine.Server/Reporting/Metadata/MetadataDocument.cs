using System.Text;
using System.Text.Json;
using System.Xml;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;

namespace PlanningEngine.Server.Reporting.Metadata;

/// <summary>The model as documents, written once.</summary>
internal static class MetadataDocument
{
    public static byte[] Xml(IEdmModel model)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) }))
        {
            if (!CsdlWriter.TryWriteCsdl(model, writer, CsdlTarget.OData, out var errors))
                throw Broken(errors);
        }

        return stream.ToArray();
    }

    public static byte[] Json(IEdmModel model)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            if (!CsdlWriter.TryWriteCsdl(model, writer, out var errors))
                throw Broken(errors);
        }

        return stream.ToArray();
    }

    private static InvalidOperationException Broken(IEnumerable<Microsoft.OData.Edm.Validation.EdmError> errors) =>
        new("The model of the feed cannot be written: " + string.Join("; ", errors.Select(e => e.ErrorMessage)));
}
