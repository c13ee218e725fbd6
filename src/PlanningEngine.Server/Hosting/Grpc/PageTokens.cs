using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf;

namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>
/// Opaque page tokens: a position, bound to its query by a hash. A token of another query, or a damaged one, is refused
/// as bad input. Tokens carry no secret and grant nothing: rights are checked on every page.
/// </summary>
public static class PageTokens
{
    private const int HashLength = 16;

    /// <summary>Makes a token.</summary>
    /// <param name="query">The request without its page_token and page_size.</param>
    /// <param name="position">Where the next page starts.</param>
    public static string Write<TPosition>(IMessage query, TPosition position)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(position);
        return Base64Url.EncodeToString([.. Hash(query, payload), .. payload]);
    }

    /// <summary>Reads a token, or gives the default for an empty one.</summary>
    /// <exception cref="ViolationException">The token is damaged or belongs to another query.</exception>
    public static TPosition? Read<TPosition>(IMessage query, string token)
    {
        if (token.Length == 0)
            return default;
        try
        {
            var bytes = Base64Url.DecodeFromChars(token);
            var payload = bytes.AsSpan(Math.Min(HashLength, bytes.Length));
            if (bytes.AsSpan(0, Math.Min(HashLength, bytes.Length)).SequenceEqual(Hash(query, payload)))
                return JsonSerializer.Deserialize<TPosition>(payload);
        }
        catch (Exception damage) when (damage is FormatException or JsonException)
        {
            // Answered below like any other foreign token.
        }

        throw new ViolationException([new Violation("page_token", "foreign-token",
            "The page_token does not belong to this query. Maybe send the next_page_token of the page before, with the other fields unchanged.")]);
    }

    private static byte[] Hash(IMessage query, ReadOnlySpan<byte> payload) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(query.Descriptor.FullName), .. query.ToByteArray(), .. payload])[..HashLength];
}
