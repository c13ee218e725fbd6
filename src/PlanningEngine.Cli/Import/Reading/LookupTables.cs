using PlanningEngine.Cli.Import.Mapping;

namespace PlanningEngine.Cli.Import.Reading;

/// <summary>The lookups of a mapping, read from their files.</summary>
internal sealed class LookupTables
{
    private readonly Dictionary<string, Dictionary<string, string>> _tables = new(StringComparer.Ordinal);

    /// <summary>Reads the lookups in their order.</summary>
    public static LookupTables Read(ImportMapping mapping, string folder, Findings findings, CancellationToken cancellationToken)
    {
        var tables = new LookupTables();
        foreach (var lookup in mapping.Lookups)
        {
            var table = new Dictionary<string, string>(StringComparer.Ordinal);
            tables._tables[lookup.Name] = table;
            foreach (var file in InputFile.Resolve(folder, lookup.File))
                tables.Fill(table, lookup, file, findings, cancellationToken);
        }

        return tables;
    }

    /// <summary>Looks a key up; null when it is not there.</summary>
    public string? Find(string lookup, ReadOnlySpan<char> key) =>
        _tables[lookup].GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var value) ? value : null;

    private void Fill(Dictionary<string, string> table, LookupMapping lookup, InputFile file, Findings findings, CancellationToken cancellationToken)
    {
        using var csv = CsvTable.Open(file, lookup.Format, findings);
        if (csv is null)
            return;
        var columns = new Dictionary<string, ColumnExpression> { ["key"] = lookup.Key, ["value"] = lookup.Value };
        var fields = FieldReader.Bind(file.Name, csv.Header, columns, [], lookup.Where, lookup.Format, this, findings);
        while (fields is not null && csv.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!fields.Take(csv))
                continue;
            var key = fields.Text("key");
            var value = fields.Text("value");
            if (key.Length == 0)
                continue;
            if (table.TryGetValue(key, out var known) && known != value)
                findings.Report(ReaderRules.AmbiguousLookup, file.Name, csv.Line, lookup.Name, "", key, $"Lookup ({lookup.Name}) has ({key}) as ({known}) and as ({value}); the last one counts. Maybe narrow it with (where).");
            table[key] = value;
        }
    }
}
