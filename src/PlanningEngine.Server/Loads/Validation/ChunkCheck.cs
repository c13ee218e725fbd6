using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Input;
using PlanningEngine.Planning.Quality;
using PlanningEngine.Server.Loads.Rows;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Validation;

/// <summary>Checks the chunks of one load, one after the other, then says what was found and counted. Not thread-safe.</summary>
internal sealed class ChunkCheck
{
    /// <summary>A member with the code of the Unknown member.</summary>
    public const string ReservedCode = "reserved-code";

    private readonly string _source;
    private readonly string _companyCurrency;
    private readonly LoadCheck _check;
    private readonly FindingTally _findings;
    private readonly Dictionary<LoadSet, SetTally> _sets;
    private readonly RowReader _reader = new();
    private readonly Payload _payload = new();

    public ChunkCheck(string source, LoadOptions options, ReferenceCodes codes, DateOnly today, string companyCurrency)
    {
        (_source, _companyCurrency) = (source, companyCurrency);
        _findings = new FindingTally(options);
        _sets = LoadSets.All.ToDictionary(s => s, s => new SetTally(s, options.PolicyOf(s)));
        // Equal row keys are judged here, for all sets and by the load's policies.
        var severities = new Dictionary<string, Severity>(options.Severities, StringComparer.Ordinal) { [QualityRules.DuplicateRowKey] = Severity.Off };
        _check = new LoadCheck(codes, new QualityOptions
        {
            Severities = severities,
            MaxFindingsPerRule = FindingTally.MaxPerRule,
            Today = today,
            Currency = companyCurrency,
            Bucket = options.Bucket,
        });
    }

    /// <summary>Checks the rows of a chunk and takes over what its sender found.</summary>
    public void Check(Wire.LoadChunk chunk)
    {
        foreach (var finding in chunk.Findings)
        {
            if (finding.Severity == Wire.Severity.Unspecified)
                finding.Severity = Wire.Severity.Error;
            _findings.Add(finding);
        }

        Each(chunk, chunk.Territories?.Rows, (w, o) => Member(_reader.Read(w), r => r.Code, o, LoadSet.Territories, _check.Check));
        Each(chunk, chunk.SalesReps?.Rows, (w, o) => Member(_reader.Read(w), r => r.Code, o, LoadSet.SalesReps, _check.Check));
        Each(chunk, chunk.Channels?.Rows, (w, o) => Member(_reader.Read(w), r => r.Code, o, LoadSet.Channels, _check.Check));
        Each(chunk, chunk.Products?.Rows, (w, o) => Member(_reader.Read(w), r => r.Code, o, LoadSet.Products, _check.Check));
        Each(chunk, chunk.Accounts?.Rows, (w, o) => Member(_reader.Read(w), r => r.Code, o, LoadSet.Accounts, _check.Check));
        Each(chunk, chunk.Locations?.Rows, (w, o) => Member(_reader.Read(w), r => r.Code, o, LoadSet.Locations, _check.Check));
        Each(chunk, chunk.Drivers?.Rows, (w, o) => Member(_reader.Read(w), r => r.Code, o, LoadSet.Drivers, _check.Check));
        Each(chunk, chunk.Sales?.Rows, CheckSale);
        Each(chunk, chunk.Inventory?.Rows, (w, o) =>
        {
            var row = _reader.Read(w);
            Count(LoadSet.Inventory, row.OnHand, null);
            Fact(row, WireRows.KeyOf(row), o, LoadSet.Inventory, _check.Check, 0);
        });
        Each(chunk, chunk.Capacities?.Rows, (w, o) =>
        {
            var row = _reader.Read(w);
            Count(LoadSet.Capacities, row.Available, null);
            Fact(row, WireRows.KeyOf(row), o, LoadSet.Capacities, _check.Check, 0);
        });
        Each(chunk, chunk.Opportunities?.Rows, (w, o) =>
        {
            var row = _reader.Read(w);
            Count(LoadSet.Opportunities, null, row.Amount);
            Fact(row, WireRows.KeyOf(row), o, LoadSet.Opportunities, _check.Check, 0);
        });
        Each(chunk, chunk.DriverValues?.Rows, (w, o) =>
        {
            var row = _reader.Read(w);
            foreach (var (column, code) in new[] { ("product_code", row.ProductCode), ("territory_code", row.TerritoryCode), ("channel_code", row.ChannelCode) })
                if (code == Dimension.UnknownCode)
                    _reader.Add(ReservedCode, column, code, $"The code ({Dimension.UnknownCode}) belongs to the member that stands for what is not known. Maybe leave the column empty, so that the value holds for all.");
            Count(LoadSet.DriverValues, null, null);
            Fact(row, WireRows.KeyOf(row), o, LoadSet.DriverValues, _check.Check, 0);
        });
        Each(chunk, chunk.Quotas?.Rows, (w, o) =>
        {
            var (row, months) = _reader.Read(w);
            Count(LoadSet.Quotas, null, row.Amount);
            Fact(row, WireRows.KeyOf(row), o, LoadSet.Quotas, _check.Check, _payload.Add(months).Add(row.Locked ? 1 : 0).Take());
        });
    }

    /// <summary>Codes of the drivers of which the load has values.</summary>
    public IReadOnlyCollection<string> DriversWithValues => _check.DriversWithValues;

    /// <summary>Looks at the load's driver values beside a current one; call it after all chunks.</summary>
    public void CheckAgainst(DriverValueRow row, byte[] rowKey, int commit, int loadKey) =>
        _check.CheckAgainst(new KnownDriverValue(row, commit, loadKey, _sets[LoadSet.DriverValues].Contains(RowKey.From(rowKey))));

    /// <summary>Ends the check: what only the whole load shows is found now.</summary>
    public (FindingTally Findings, IReadOnlyList<SetTotals> Totals) Complete()
    {
        _findings.Add(_check.Complete());
        return (_findings, [.. LoadSets.All.Select(s => _sets[s].Complete()).OfType<SetTotals>()]);
    }

    private void CheckSale(Wire.SaleRow wire, RowOrigin origin)
    {
        var row = _reader.Read(wire, _companyCurrency);
        Count(LoadSet.Sales, row.Quantity, row.Revenue);
        var fixedColumns = _payload.Add(row.Date.DayNumber).Add(row.ProductCode).Add(row.TerritoryCode ?? "").Add(row.ChannelCode ?? "")
            .Add(row.AccountCode ?? "").Add(row.SalesRepCode ?? "").Add(row.CurrencyCode).Take();
        Fact(row, WireRows.KeyOf(row), origin, LoadSet.Sales, _check.Check, fixedColumns);
    }

    private void Each<TWire>(Wire.LoadChunk chunk, IReadOnlyList<TWire>? rows, Action<TWire, RowOrigin> check)
    {
        for (var i = 0; i < rows?.Count; i++)
        {
            _reader.Start();
            check(rows[i], new RowOrigin(chunk.File, chunk.Lines.Count == 0 ? 0 : (int)Math.Clamp(chunk.Lines[i], 0, int.MaxValue)));
        }
    }

    private void Member<T>(T row, Func<T, string> code, RowOrigin origin, LoadSet set, Action<T, RowOrigin> check)
    {
        if (code(row) == Dimension.UnknownCode)
            _reader.Add(ReservedCode, "code", Dimension.UnknownCode, $"The code ({Dimension.UnknownCode}) belongs to the member that stands for what is not known. Maybe leave the row out.");
        Count(set, null, null);
        Check(row, code(row), origin, set, check);
    }

    private void Count(LoadSet set, double? quantity, decimal? amount) => _sets[set].CountRow(quantity, amount);

    /// <summary>Finds all that is wrong with a row: what could not be read of it, and what the rules say of the rest.</summary>
    private void Check<T>(T row, string subject, RowOrigin origin, LoadSet set, Action<T, RowOrigin> check)
    {
        foreach (var problem in _reader.Problems)
            _findings.Add(problem.Rule, origin, subject.Length > 0 ? subject : set.ToString(), problem.Column, problem.Value, problem.Reason);
        check(row, origin with { Unread = _reader.Unread });
    }

    private void Fact<T>(T row, string key, RowOrigin origin, LoadSet set, Action<T, RowOrigin> check, long fixedColumns)
    {
        var shown = key.Replace('\u001F', '|');
        Check(row, shown, origin, set, check);
        var isRead = _reader.Problems.Count == 0;
        // A key that is made of columns is known where these could be read.
        if (key.Length > 0 && (isRead || set is LoadSet.Sales or LoadSet.Opportunities) && _sets[set].CountKey(RowKey.Of(_source, set, key), isRead ? fixedColumns : null) is { } wrong)
            _findings.Add(QualityRules.DuplicateRowKey, origin, shown, "row_key", shown, $"The row key ({shown}) {wrong}");
    }
}
