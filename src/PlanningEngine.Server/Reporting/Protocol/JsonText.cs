using System.Text.Encodings.Web;
using System.Text.Json;

namespace PlanningEngine.Server.Reporting.Protocol;

/// <summary>How JSON is written: compact, and accented letters as themselves, since the answer is never put into HTML.</summary>
internal static class JsonText
{
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
