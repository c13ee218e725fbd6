using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PlanningEngine.Server.Loads.Rows;

/// <summary>Hashes the content of one row after the other: equal hash, nothing to correct. Not thread-safe.</summary>
internal sealed class Payload
{
    private readonly ArrayBufferWriter<byte> _content = new(256);

    public Payload Add(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_content.GetSpan(8), value);
        _content.Advance(8);
        return this;
    }

    /// <summary>Minus zero counts as zero.</summary>
    public Payload Add(double value) => Add(BitConverter.DoubleToInt64Bits(value + 0.0));

    /// <summary>Money by its value, however many zeros were written behind it.</summary>
    public Payload Add(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(Money.Round(value) + 0.0000m, bits);
        foreach (var part in bits)
            Add(part);
        return this;
    }

    public Payload Add(string text)
    {
        Add(text.Length);
        var count = Encoding.UTF8.GetByteCount(text);
        Encoding.UTF8.GetBytes(text, _content.GetSpan(count));
        _content.Advance(count);
        return this;
    }

    /// <summary>First 8 bytes of the SHA-256 of what was added; the next row starts afresh.</summary>
    public long Take()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_content.WrittenSpan, hash);
        _content.ResetWrittenCount();
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    /// <summary>The whole SHA-256 of what was added, hexadecimal.</summary>
    public string TakeText()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(_content.WrittenSpan));
        _content.ResetWrittenCount();
        return hash;
    }
}
