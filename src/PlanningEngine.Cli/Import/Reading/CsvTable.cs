using PlanningEngine.Cli.Import.Mapping;
using Sylvan.Data.Csv;

namespace PlanningEngine.Cli.Import.Reading;

/// <summary>A row of a file.</summary>
internal abstract class CsvRow
{
    /// <summary>Its line in the file, from 1; the first one of a row that spans several.</summary>
    public long Line { get; protected set; }

    /// <summary>A field, as it is written; empty beyond the end of the row.</summary>
    public abstract ReadOnlySpan<char> Field(int ordinal);
}

/// <summary>A row kept in memory, to be sorted.</summary>
internal sealed class StoredRow : CsvRow
{
    private readonly string[] _fields;

    public StoredRow(CsvRow row, int fieldCount)
    {
        Line = row.Line;
        _fields = new string[fieldCount];
        for (var i = 0; i < fieldCount; i++)
            _fields[i] = row.Field(i).ToString();
    }

    /// <inheritdoc />
    public override ReadOnlySpan<char> Field(int ordinal) => _fields[ordinal];
}

/// <summary>Reads a delimited file with a header, row by row. Rows of a wrong shape are findings; lines without any text are passed over.</summary>
internal sealed class CsvTable : CsvRow, IDisposable
{
    private readonly CsvDataReader _reader;
    private readonly Findings _findings;
    private readonly string _file;
    private long _nextLine = 2;

    private CsvTable(CsvDataReader reader, string file, Findings findings)
    {
        _reader = reader;
        _file = file;
        _findings = findings;
        Header = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetName(i).Trim())];
        _nextLine += Header.Sum(h => h.Count(c => c == '\n'));
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Opens a file.</summary>
    /// <returns>The table; null when it is missing or empty, which is reported.</returns>
    public static CsvTable? Open(InputFile file, FileFormat format, Findings findings, Action<long>? progress = null)
    {
        if (file.Path is null)
        {
            findings.Report(ReaderRules.MissingFile, file.Name, 0, file.Name, "", "", $"The file ({file.Name}) is not in the data folder. Maybe check the name, or set --data.");
            return null;
        }

        var text = file.OpenText(format, progress);
        try
        {
            var options = new CsvDataReaderOptions
            {
                HasHeaders = true,
                Delimiter = format.Delimiter,
                BufferSize = 1 << 16,
                MaxBufferSize = 1 << 22,
                OwnsReader = true,
            };
            return new CsvTable(CsvDataReader.Create(text, options), file.Name, findings);
        }
        catch (Exception e) when (e is CsvMissingHeadersException or CsvFormatException or InvalidDataException)
        {
            text.Dispose();
            if (e is CsvMissingHeadersException)
                findings.Report(ReaderRules.EmptyFile, file.Name, 1, file.Name, "", "", $"The file ({file.Name}) is empty, without even a header. Maybe the export failed.");
            else
                findings.Report(ReaderRules.MalformedRow, file.Name, 1, file.Name, "", "", $"The file ({file.Name}) cannot be read: {e.Message}");
            return null;
        }
    }

    /// <summary>Goes to the next usable row.</summary>
    public bool Read()
    {
        while (ReadRecord())
        {
            if (_reader.RowFieldCount == Header.Count)
                return true;
            var severity = _findings.Report(ReaderRules.MalformedRow, _file, Line, "", "", _reader.GetRawRecordSpan().TrimEnd("\r\n").ToString(),
                FormattableString.Invariant($"The row has {_reader.RowFieldCount} fields and the header {Header.Count}. Maybe a delimiter stands in a text without quotes, or a line was cut."));
            if (severity != Contracts.V1.Severity.Error)
                return true;
        }

        return false;
    }

    /// <inheritdoc />
    public override ReadOnlySpan<char> Field(int ordinal) => ordinal < _reader.RowFieldCount ? _reader.GetFieldSpan(ordinal) : default;

    /// <inheritdoc />
    public void Dispose() => _reader.Dispose();

    private bool ReadRecord()
    {
        try
        {
            while (_reader.Read())
            {
                var raw = _reader.GetRawRecordSpan();
                Line = _nextLine;
                _nextLine += Math.Max(1, raw.Count('\n'));
                if (!raw.IsWhiteSpace())
                    return true;
            }
        }
        catch (Exception e) when (e is CsvFormatException or InvalidDataException)
        {
            _findings.Report(ReaderRules.MalformedRow, _file, _nextLine, "", "", "",
                $"From this line on the file cannot be read: {e.Message} Maybe a quote is not closed, or the file was cut.");
        }

        return false;
    }
}
