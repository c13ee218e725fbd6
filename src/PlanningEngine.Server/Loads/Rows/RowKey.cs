using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PlanningEngine.Server.Loads.Rows;

/// <summary>Identity of a fact: the first 16 bytes of the SHA-256 of source, set and the row's own key.</summary>
internal readonly record struct RowKey(UInt128 Value)
{
    // Sources cannot hold control characters, so that no two identities join to the same text.
    private const char Separator = '\u001F';

    public static RowKey Of(string source, LoadSet set, string key) => Hash($"{source}{Separator}{set}{Separator}{key}");

    /// <summary>The key of a row that is identified by several columns.</summary>
    public static string Join(params ReadOnlySpan<string> parts) => string.Join(Separator, parts);

    public static RowKey From(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    public byte[] ToArray()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return bytes;
    }

    private static RowKey Hash(string text)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, rented);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(rented.AsSpan(0, length), hash);
            return From(hash[..16]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
