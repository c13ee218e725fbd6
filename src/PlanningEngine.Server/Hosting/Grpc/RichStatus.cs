using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>
/// Makes every <c>google.rpc.Status</c> that a caller gets: one ErrorInfo, and as many field violations as clients can read. They travel in trailers, of which most clients take 8 KiB in all and answer
/// RESOURCE_EXHAUSTED beyond: what does not fit is counted in a last violation, and long texts are cut.
/// </summary>
internal static class RichStatus
{
    /// <summary>Most bytes of status, message and details as trailers, with 32 for each of them as HTTP/2 counts.</summary>
    public const int MostBytes = 7_000;

    /// <summary>The domain of every ErrorInfo.</summary>
    public const string Domain = "planning.v1";

    /// <summary>Trailer that holds the details.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    private const int LongestMessage = 1_200;
    private const int LongestDescription = 1_000;
    private const int LongestName = 200;
    private const int KeptForCount = 150;

    /// <summary>A status within the limit.</summary>
    /// <param name="code">The gRPC status.</param>
    /// <param name="message">The reason in words.</param>
    /// <param name="reason">Machine-readable reason in UPPER_SNAKE_CASE.</param>
    /// <param name="metadata">Facts a program may want.</param>
    /// <param name="violations">What is wrong with the request; empty where that is not the matter.</param>
    public static Status Of(StatusCode code, string message, string reason, IReadOnlyList<(string Name, string Value)> metadata, IReadOnlyList<Violation> violations)
    {
        var info = new ErrorInfo { Reason = reason, Domain = Domain };
        foreach (var (name, value) in metadata)
            info.Metadata[name] = Cut(value, LongestName, Utf8Length);
        var status = new Status { Code = (int)code, Message = Cut(message, LongestMessage, EncodedLength), Details = { Any.Pack(info) } };
        if (violations.Count > 0)
            status.Details.Add(Any.Pack(Listed(violations, BytesLeft(status))));
        return status;
    }

    /// <summary>Bytes of a status as trailers.</summary>
    public static int Size(Status status) =>
        (3 * 32) + "grpc-status".Length + 2 + "grpc-message".Length + EncodedLength(status.Message) + DetailsTrailer.Length + Base64Length(status.CalculateSize());

    /// <summary>A message as the trailer <c>grpc-message</c> holds it.</summary>
    public static string Encode(string message)
    {
        var text = new StringBuilder();
        foreach (var one in Encoding.UTF8.GetBytes(message))
            _ = IsPlain(one) ? text.Append((char)one) : text.Append(CultureInfo.InvariantCulture, $"%{one:X2}");
        return text.ToString();
    }

    private static BadRequest Listed(IReadOnlyList<Violation> violations, int bytesLeft)
    {
        var listed = new BadRequest();
        foreach (var violation in violations)
        {
            var one = new BadRequest.Types.FieldViolation
            {
                Field = Cut(violation.Field, LongestName, Utf8Length),
                Reason = violation.Code.ToUpperInvariant().Replace('-', '_'),
                Description = Cut(violation.Message, LongestDescription, Utf8Length),
            };
            bytesLeft -= 1 + CodedOutputStream.ComputeMessageSize(one);
            if (bytesLeft < (listed.FieldViolations.Count == violations.Count - 1 ? 0 : KeptForCount))
                break;
            listed.FieldViolations.Add(one);
        }

        if (listed.FieldViolations.Count < violations.Count)
            listed.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = "request", Reason = "MORE", Description = $"{violations.Count - listed.FieldViolations.Count} further violations are not listed. Maybe mend these first." });
        return listed;
    }

    /// <summary>Bytes of violations that still fit; the detail's own envelope is taken off.</summary>
    private static int BytesLeft(Status status) =>
        ((MostBytes - Size(status)) / 4 * 3) - Any.Pack(new BadRequest()).CalculateSize() - 16;

    private static int Base64Length(int bytes) => (bytes + 2) / 3 * 4;

    private static bool IsPlain(byte one) => one is >= 0x20 and <= 0x7E and not (byte)'%';

    private static int EncodedLength(string text)
    {
        var length = 0;
        foreach (var one in Encoding.UTF8.GetBytes(text))
            length += IsPlain(one) ? 1 : 3;
        return length;
    }

    private static int Utf8Length(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>A text that is at most so long in some measure, never cut inside a character.</summary>
    private static string Cut(string text, int most, Func<string, int> lengthOf)
    {
        if (text.Length <= most && lengthOf(text) <= most)
            return text;
        var (kept, length) = (new StringBuilder(), 3);
        foreach (var rune in text.EnumerateRunes())
        {
            var one = rune.ToString();
            length += lengthOf(one);
            if (length > most)
                break;
            kept.Append(one);
        }

        return kept.Append("...").ToString();
    }
}
