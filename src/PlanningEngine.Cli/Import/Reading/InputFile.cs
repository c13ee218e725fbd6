using System.IO.Compression;
using System.Security.Cryptography;
using PlanningEngine.Cli.Import.Mapping;

namespace PlanningEngine.Cli.Import.Reading;

/// <summary>A file of the data folder.</summary>
/// <param name="Name">Its name as the mapping has it.</param>
/// <param name="Path">Its path; null when there is no such file.</param>
internal sealed record InputFile(string Name, string? Path)
{
    /// <summary>Length in bytes as stored, 0 when there is no such file.</summary>
    public long Length => Path is null ? 0 : new FileInfo(Path).Length;

    /// <summary>The files of a name or pattern, in the order of their names. Without a match: one file that is not there.</summary>
    /// <remarks>A name that does not exist is also looked for with <c>.gz</c> behind it.</remarks>
    public static IReadOnlyList<InputFile> Resolve(string folder, string name)
    {
        if (name.Contains('*', StringComparison.Ordinal) || name.Contains('?', StringComparison.Ordinal))
        {
            var place = System.IO.Path.Combine(folder, System.IO.Path.GetDirectoryName(name) ?? "");
            var found = Directory.Exists(place) ? Directory.GetFiles(place, System.IO.Path.GetFileName(name)) : [];
            return found.Length == 0
                ? [new InputFile(name, null)]
                : [.. found.Order(StringComparer.Ordinal).Select(f => new InputFile(System.IO.Path.GetRelativePath(folder, f), f))];
        }

        var path = System.IO.Path.Combine(folder, name);
        if (File.Exists(path))
            return [new InputFile(name, path)];
        return [File.Exists(path + ".gz") ? new InputFile(name + ".gz", path + ".gz") : new InputFile(name, null)];
    }

    /// <summary>Opens the text, unpacked when it is packed, whatever the file is called.</summary>
    public StreamReader OpenText(FileFormat format, Action<long>? progress = null)
    {
        var file = new FileStream(Path!, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        var packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        Stream stream = progress is null ? file : new ProgressStream(file, progress);
        if (packed)
            stream = new GZipStream(stream, CompressionMode.Decompress);
        return new StreamReader(stream, format.Encoding, detectEncodingFromByteOrderMarks: true, 1 << 16);
    }

    /// <summary>SHA-256 of the stored bytes, hexadecimal; "missing" when there is no such file.</summary>
    public async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        if (Path is null)
            return "missing";
        await using var file = File.OpenRead(Path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private sealed class ProgressStream(Stream inner, Action<long> progress) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            progress(inner.Position);
            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
