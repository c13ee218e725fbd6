using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PlanningEngine.Planning.Quality;

/// <summary>Which row keys a load has brought, as 128-bit hashes: 16 bytes a row, and a false duplicate among a billion rows with probability 10^-21.</summary>
internal sealed class RowKeySet
{
    private readonly HashSet<UInt128> _hashes = [];

    /// <summary>True when the key is new.</summary>
    public bool Add(string key)
    {
        var length = Encoding.UTF8.GetMaxByteCount(key.Length);
        var bytes = length <= 512 ? stackalloc byte[512] : new byte[length];
        var count = Encoding.UTF8.GetBytes(key, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..count], hash);
        return _hashes.Add(BinaryPrimitives.ReadUInt128LittleEndian(hash));
    }
}
