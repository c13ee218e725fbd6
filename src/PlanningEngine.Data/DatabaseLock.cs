using System.Globalization;
using Microsoft.Extensions.Options;

namespace PlanningEngine.Data;

/// <summary>
/// One server per SQLite file: an exclusive lock of the operating system on <c>FILE.lock</c>, which ends with the process
/// however that ends. The lock file holds the owner's process id and start time; <c>FILE.owner</c> repeats them for others
/// to read while the lock is held. On SQL Server there is nothing to lock. Network file systems may not honour the lock:
/// keep the database on a local disk.
/// </summary>
public sealed class DatabaseLock : IDisposable
{
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMacOs = 35;
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);

    private readonly string? _databaseFile;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private FileStream? _held;

    /// <summary>A lock for the configured database, not yet taken.</summary>
    /// <param name="options">Where the database is.</param>
    /// <param name="time">The clock that stamps the owner.</param>
    public DatabaseLock(IOptions<DatabaseOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _databaseFile = options.Value.SqliteFile;
        _time = time;
    }

    /// <summary>Takes the lock and keeps it until this object is disposed; taking it again does nothing. Makes the file's folder.</summary>
    /// <exception cref="DatabaseInUseException">Another process, or another server in this one, holds the lock.</exception>
    public void Acquire()
    {
        lock (_gate)
        {
            if (_databaseFile is null || _held is not null)
                return;
            DataFolder.Create(Path.GetDirectoryName(_databaseFile)!);
            _held = Open(_databaseFile);
            var owner = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} since {_time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}\n");
            _held.SetLength(0);
            _held.Write(System.Text.Encoding.UTF8.GetBytes(owner));
            _held.Flush();
            File.WriteAllText(_databaseFile + ".owner", owner);
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _held?.Dispose();
            _held = null;
        }
    }

    private static FileStream Open(string databaseFile)
    {
        try
        {
            return new FileStream(databaseFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem) when (problem.HResult is WouldBlockOnLinux or WouldBlockOnMacOs or SharingViolationOnWindows)
        {
            throw new DatabaseInUseException(databaseFile, ReadOwner(databaseFile + ".owner"), problem);
        }
    }

    private static string ReadOwner(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
