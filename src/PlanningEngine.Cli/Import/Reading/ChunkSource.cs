using PlanningEngine.Cli.Import.Mapping;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Import.Reading;

/// <summary>What is told while files are read.</summary>
/// <param name="Set">The set whose rows are read.</param>
/// <param name="File">The file.</param>
/// <param name="Position">Bytes read of it, as stored.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Rows">Rows taken from it.</param>
internal readonly record struct ReadProgress(string Set, string File, long Position, long Length, long Rows);

/// <summary>Turns the files of a mapping into chunks. The same files and mapping always give the same chunks.</summary>
internal sealed class ChunkSource(ImportMapping mapping, string folder, Action<ReadProgress>? progress = null)
{
    /// <summary>Rows of a full chunk.</summary>
    public const int RowsPerChunk = 10_000;

    private const int MaxChunkBytes = 3 * 1024 * 1024;
    private const int MaxFindingsPerChunk = 2_000;
    private readonly Findings _findings = new(mapping.Severities);
    private readonly Dictionary<string, HashSet<string>> _codes = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>What the reader found so far.</summary>
    public long FindingCount => _findings.Count;

    /// <summary>Every file that is read, sets first, each once.</summary>
    public static IReadOnlyList<InputFile> Files(ImportMapping mapping, string folder) =>
        [.. mapping.Sets.SelectMany(s => s.Files).Concat(mapping.Lookups.Select(l => l.File)).Distinct(StringComparer.Ordinal).SelectMany(f => InputFile.Resolve(folder, f)).DistinctBy(f => f.Name)];

    /// <summary>Reads everything, chunk by chunk.</summary>
    public IEnumerable<LoadChunk> Read(CancellationToken cancellationToken)
    {
        var lookups = LookupTables.Read(mapping, folder, _findings, cancellationToken);
        foreach (var set in mapping.Sets)
        {
            if (set.Rows.Count > 0)
                yield return Inline(set, lookups);
            foreach (var file in set.Files.SelectMany(f => InputFile.Resolve(folder, f)))
                foreach (var chunk in Read(set, file, lookups, cancellationToken))
                    yield return chunk;
        }

        if (_findings.HasPending)
            yield return Close(new LoadChunk());
    }

    private IEnumerable<LoadChunk> Read(SetMapping set, InputFile file, LookupTables lookups, CancellationToken cancellationToken)
    {
        var length = file.Length;
        var rows = 0L;
        var position = 0L;
        using var csv = CsvTable.Open(file, set.Format, _findings, p => position = p);
        var fields = csv is null ? null : FieldReader.Bind(file.Name, csv.Header, set.Columns, set.Set.Fields, set.Where, set.Format, lookups, _findings, set.Order);
        if (csv is null || fields is null)
            yield break;
        var seen = KnownCodes(set);
        var chunk = new LoadChunk { File = file.Name };
        var bytes = 0;
        foreach (var row in RowsInOrder(csv, set, fields))
        {
            if (!fields.Take(row) || (seen is not null && IsRepeated(fields, seen)))
                continue;
            var added = set.Set.Append(fields, chunk);
            if (added > 0)
                chunk.Lines.Add(row.Line);
            bytes += added;
            rows++;
            if (chunk.Lines.Count < RowsPerChunk && bytes < MaxChunkBytes && _findings.PendingCount < MaxFindingsPerChunk)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            yield return Close(chunk);
            chunk = new LoadChunk { File = file.Name };
            bytes = 0;
            progress?.Invoke(new ReadProgress(set.Set.Name, file.Name, position, length, rows));
        }

        if (rows == 0)
            _findings.Report(ReaderRules.EmptyFile, file.Name, 1, set.Set.Name, "", "", $"The file gives no row of the set ({set.Set.Name}). Maybe the export failed, or (where) leaves everything out.");
        if (chunk.Lines.Count > 0 || _findings.HasPending)
            yield return Close(chunk);
        progress?.Invoke(new ReadProgress(set.Set.Name, file.Name, length, length, rows));
    }

    /// <summary>Codes that were taken, where the first row of a code counts; null elsewhere.</summary>
    private HashSet<string>? KnownCodes(SetMapping set)
    {
        if (!set.Set.IsDimension || PolicyOf(set) != DuplicatePolicy.First)
            return null;
        if (!_codes.TryGetValue(set.Set.Name, out var codes))
            _codes[set.Set.Name] = codes = new HashSet<string>(StringComparer.Ordinal);
        return codes;
    }

    private static bool IsRepeated(FieldReader fields, HashSet<string> seen)
    {
        // A row without a code goes on to be reported.
        var code = fields.Peek("code");
        return code.Length > 0 && !seen.Add(code);
    }

    private DuplicatePolicy PolicyOf(SetMapping set) => mapping.Duplicates.GetValueOrDefault(set.Set.ServerName);

    private LoadChunk Inline(SetMapping set, LookupTables lookups)
    {
        var file = Path.GetFileName(mapping.Path);
        var chunk = new LoadChunk { File = file };
        foreach (var row in set.Rows)
        {
            var columns = row.Values.ToDictionary(v => v.Key, v => new ColumnExpression { Line = row.Line, Constant = v.Value });
            var fields = FieldReader.Bind(file, [], columns, set.Set.Fields, [], set.Format, lookups, _findings)!;
            fields.Take(new InlineLine(row.Line));
            if (set.Set.Append(fields, chunk) > 0)
                chunk.Lines.Add(row.Line);
        }

        return Close(chunk);
    }

    /// <summary>The rows as they come, or sorted; of equal codes only the last one where that one counts.</summary>
    private IEnumerable<CsvRow> RowsInOrder(CsvTable csv, SetMapping set, FieldReader fields)
    {
        var lastCounts = set.Set.IsDimension && PolicyOf(set) == DuplicatePolicy.Last;
        if (set.Order.Count == 0 && !lastCounts)
        {
            while (csv.Read())
                yield return csv;
            yield break;
        }

        var rows = new List<StoredRow>();
        while (csv.Read())
            rows.Add(new StoredRow(csv, csv.Header.Count));
        IOrderedEnumerable<StoredRow> sorted = rows.OrderBy(_ => 0);
        foreach (var column in set.Order)
        {
            var ordinal = csv.Header.ToList().FindIndex(h => string.Equals(h, column, StringComparison.OrdinalIgnoreCase));
            if (ordinal >= 0)
                sorted = sorted.ThenBy(r => r.Field(ordinal).ToString(), StringComparer.Ordinal);
        }

        foreach (var row in lastCounts ? LastOfEachCode([.. sorted], fields) : sorted)
            yield return row;
    }

    private static IEnumerable<StoredRow> LastOfEachCode(StoredRow[] rows, FieldReader fields)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Length; i++)
            if (fields.Take(rows[i]) && fields.Peek("code") is { Length: > 0 } code)
                last[code] = i;
        return rows.Where((row, i) => !fields.Take(row) || fields.Peek("code") is not { Length: > 0 } code || last[code] == i);
    }

    private LoadChunk Close(LoadChunk chunk)
    {
        chunk.Number = _number++;
        chunk.Findings.AddRange(_findings.Take());
        return chunk;
    }

    private sealed class InlineLine : CsvRow
    {
        public InlineLine(int line) => Line = line;

        public override ReadOnlySpan<char> Field(int ordinal) => default;
    }
}
