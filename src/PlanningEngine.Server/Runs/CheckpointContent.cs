using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PlanningEngine.Server.Runs;

/// <summary>Outputs as bytes: JSON, compressed. Doubles come back bit by bit.</summary>
internal static class CheckpointContent
{
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, RespectRequiredConstructorParameters = true };

    public static byte[] Write<T>(T output)
    {
        using var bytes = new MemoryStream();
        using (var zipped = new BrotliStream(bytes, CompressionLevel.Fastest))
            JsonSerializer.Serialize(zipped, output, Options);
        return bytes.ToArray();
    }

    /// <exception cref="JsonException">Another version wrote it, and a parameter of the record is not among what it wrote.</exception>
    public static T Read<T>(byte[] content, string hash, string where)
    {
        if (HashOf(content) != hash)
            throw new RunFailedException($"The checkpoint ({where}) is damaged. Maybe check the disk, and create the run again.");
        using var zipped = new BrotliStream(new MemoryStream(content), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(zipped, Options) ?? throw new RunFailedException($"The checkpoint ({where}) is empty. Maybe create the run again.");
    }

    public static string HashOf(byte[] content) => Convert.ToHexString(SHA256.HashData(content));
}
