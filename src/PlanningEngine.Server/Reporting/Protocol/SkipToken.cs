using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PlanningEngine.Server.Reporting.Protocol;

/// <summary>
/// Where a page walk goes on: the state it began with, what it sees next, and which query it belongs to. Opaque to clients.
/// It carries no rights: scope and visible versions are checked on every page, so the checksum need not be secret.
/// </summary>
internal sealed record SkipToken
{
    private const int ChecksumBytes = 12;

    /// <summary>The state of the database.</summary>
    public required FeedSnapshot Snapshot { get; init; }

    /// <summary>Rows that $top still allows; null without $top.</summary>
    public long? Remaining { get; init; }

    /// <summary>Rows of a page.</summary>
    public required int PageSize { get; init; }

    /// <summary>Values of the order columns in the last row sent; empty where <see cref="Offset"/> counts.</summary>
    public JsonElement[] After { get; init; } = [];

    /// <summary>Rows already sent of an aggregated result.</summary>
    public long Offset { get; init; }

    /// <summary>The token as text for a URL.</summary>
    /// <param name="query">The query that it belongs to, without the token.</param>
    public string Encode(string query)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(this);
        return Base64Url.EncodeToString([.. Checksum(content, query), .. content]);
    }

    /// <summary>Reads a token back.</summary>
    /// <exception cref="FeedException">400 when it was changed or belongs to another query.</exception>
    public static SkipToken Decode(string text, string query)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            var content = bytes.AsSpan(Math.Min(ChecksumBytes, bytes.Length));
            if (!bytes.AsSpan(0, Math.Min(ChecksumBytes, bytes.Length)).SequenceEqual(Checksum(content, query)))
                throw Invalid();
            return JsonSerializer.Deserialize<SkipToken>(content) ?? throw Invalid();
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Invalid();
        }
    }

    public static FeedException Invalid() => FeedException.BadRequest("InvalidToken",
        "The $skiptoken does not belong to this query. Maybe follow @odata.nextLink as it is, or start again from the first page.");

    private static byte[] Checksum(ReadOnlySpan<byte> content, string query)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(query));
        hash.AppendData([0]);
        hash.AppendData(content);
        return hash.GetHashAndReset()[..ChecksumBytes];
    }
}
