using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quality;

/// <summary>What is asked of drivers and their values. Memory grows with the values of the load.</summary>
/// <param name="codes">Known drivers, the load's own among them.</param>
/// <param name="log">Receives the findings.</param>
/// <param name="keep">Findings of a rule that stand alone.</param>
internal sealed class DriverRules(ReferenceCodes codes, FindingLog log, int keep)
{
    private readonly Dictionary<string, (long Count, List<(DriverValueRow Row, RowOrigin Origin)> First)> _notPositive = new(StringComparer.Ordinal);
    private readonly DriverOverlaps _overlaps = new(log);
    private readonly DriverRanges _ranges = new(codes, log);
    private readonly HashSet<string> _withValues = new(StringComparer.Ordinal);

    /// <summary>Codes of the drivers of which the load has values.</summary>
    public IReadOnlyCollection<string> WithValues => _withValues;

    public void Check(DriverRow row, RowOrigin origin)
    {
        if (row is { Default: DriverDefault.Zero, Form: not DriverForm.Linear })
            log.Add(QualityRules.DriverDefaultZero, origin, row.Code, "default", "zero", $"The {Name(row.Form)} driver ({row.Code}) cannot be zero where nothing is said. Maybe leave its default empty, for what was last known.");
    }

    public void Check(DriverValueRow row, RowOrigin origin)
    {
        var subject = row.ToString();
        if (row.Value <= 0 && NumberLimits.Holds(row.Value))
            RememberNotPositive(row, origin);
        if (row.HasLevel && !string.IsNullOrEmpty(row.ProductCode))
            log.Add(QualityRules.DriverProductAndLevel, origin, subject, "product_code", row.ProductCode, $"The value of ({subject}) names a product and a level of products, and can hold for one of them only. Maybe leave the levels out.");
        _withValues.Add(row.DriverCode);
        if (!origin.IsRead)
            return;
        if (NumberLimits.Holds(row.Value))
            _ranges.Add(row, origin);
        if (row.EndDate is not { } end)
            return;
        if (end < row.Date)
        {
            log.Add(QualityRules.DriverEndsBeforeStart, origin, subject, "end_date", RowRules.Text(end), $"The value of ({subject}) ends ({RowRules.Text(end)}) before its first day ({RowRules.Text(row.Date)}). Maybe the days are swapped.");
            return;
        }

        _overlaps.Add(row, origin);
    }

    /// <summary>Takes a value of the store; call it after all rows of the load.</summary>
    public void CheckAgainst(KnownDriverValue known)
    {
        _overlaps.Add(known);
        _ranges.Add(known);
    }

    /// <summary>What only the whole load shows: the forms of drivers that came later, and values that overlap or lie far off.</summary>
    public void Complete()
    {
        foreach (var (code, (count, first)) in _notPositive.Where(p => codes.DriverForms.GetValueOrDefault(p.Key) != DriverForm.Linear).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            foreach (var (row, origin) in first)
                log.Add(QualityRules.DriverValueOutOfRange, origin, row.ToString(), "value", RowRules.Text(row.Value), $"The value ({RowRules.Text(row.Value)}) of ({row}) must be above 0, since the driver ({code}) is not linear. Maybe give prices, not changes of prices.");
            log.AddUnseen(QualityRules.DriverValueOutOfRange, count - first.Count);
        }

        _overlaps.Complete();
        _ranges.Complete();
    }

    private void RememberNotPositive(DriverValueRow row, RowOrigin origin)
    {
        if (string.IsNullOrEmpty(row.DriverCode))
            return;
        var (count, first) = _notPositive.TryGetValue(row.DriverCode, out var known) ? known : (0, []);
        if (first.Count < keep)
            first.Add((row, origin));
        _notPositive[row.DriverCode] = (count + 1, first);
    }

    private static string Name(DriverForm form) => form.ToString().ToLowerInvariant();
}
