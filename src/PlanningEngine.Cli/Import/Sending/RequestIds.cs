using System.Security.Cryptography;
using System.Text;
using PlanningEngine.Cli.Import.Mapping;
using PlanningEngine.Cli.Import.Reading;

namespace PlanningEngine.Cli.Import.Sending;

/// <summary>Request ids that follow from mapping and files: the same import again asks for the same thing again, and so resumes instead of doubling.</summary>
/// <param name="content">Hash of mapping and files.</param>
internal sealed class RequestIds(string content)
{
    /// <summary>Reads mapping and files once through to hash them.</summary>
    public static async Task<RequestIds> OfAsync(ImportMapping mapping, string folder, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("planctl import 1\n");
        text.Append(await new InputFile(mapping.Path, mapping.Path).HashAsync(cancellationToken)).Append('\n');
        foreach (var file in ChunkSource.Files(mapping, folder).OrderBy(f => f.Name, StringComparer.Ordinal))
            text.Append(file.Name).Append(' ').Append(await file.HashAsync(cancellationToken)).Append('\n');
        return new RequestIds(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }

    /// <summary>Ids that never come again, for a load that is given up anyway.</summary>
    public static RequestIds Fresh() => new(Guid.NewGuid().ToString("N"));

    /// <summary>The id of a step.</summary>
    /// <param name="step">The step, such as open.</param>
    /// <param name="attempt">How often the same import was begun afresh, from 0.</param>
    /// <returns>A UUID of version 8, whose bits are the sender's (RFC 9562, section 5.8).</returns>
    public string Of(string step, int attempt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{content}\n{step}\n{attempt}")));
        var bytes = hash.AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
