using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quality;

/// <summary>
/// Finds values far beyond all others of their driver: more than three ranges beyond the range from zero to the largest of the others in the load and in the store. Values of a logarithmic driver (prices) are
/// compared by product and in ratios, downwards too. Memory grows with the values of the load.
/// </summary>
/// <param name="codes">Known drivers, the load's own among them.</param>
/// <param name="log">Receives the findings.</param>
internal sealed class DriverRanges(ReferenceCodes codes, FindingLog log)
{
    private const double Far = 4;
    private readonly Dictionary<(string Driver, string Product), Seen> _seen = [];

    /// <summary>Takes a value of the load.</summary>
    public void Add(DriverValueRow row, RowOrigin origin) => Of(row).Own.Add((row, origin));

    /// <summary>Takes a value of the store.</summary>
    public void Add(KnownDriverValue known)
    {
        if (known.IsReplaced || known.Row.Value == 0)
            return;
        var (seen, size) = (Of(known.Row), Math.Abs(known.Row.Value));
        (seen.Least, seen.Most) = (Math.Min(seen.Least, size), Math.Max(seen.Most, size));
    }

    /// <summary>Says what lies far off.</summary>
    public void Complete()
    {
        foreach (var driver in _seen.GroupBy(s => s.Key.Driver, s => s.Value, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            if (codes.LogarithmicDrivers.Contains(driver.Key))
            {
                foreach (var product in driver)
                    Check(product, isRatio: true);
            }
            else
            {
                Check(new Seen { Own = [.. driver.SelectMany(s => s.Own)], Most = driver.Max(s => s.Most) }, isRatio: false);
            }
        }
    }

    private void Check(Seen seen, bool isRatio)
    {
        foreach (var (row, origin, beside) in Beyond(seen.Own, v => isRatio && v <= 0 ? double.NaN : Math.Abs(v), seen.Most))
            Report(row, origin, $"is more than {Far} times as large as all others, up to {RowRules.Text(beside)}");
        if (!isRatio)
            return;
        foreach (var (row, origin, beside) in Beyond(seen.Own, v => v <= 0 ? double.NaN : 1 / v, double.IsFinite(seen.Least) ? 1 / seen.Least : 0))
            Report(row, origin, $"is less than a quarter of all others, down to {RowRules.Text(1 / beside)}");
    }

    /// <summary>The fewest values that leave a gap to all others: at most half of the load's, or all of them where the store knows others.</summary>
    private static IEnumerable<(DriverValueRow Row, RowOrigin Origin, double Beside)> Beyond(List<(DriverValueRow Row, RowOrigin Origin)> own, Func<double, double> sizeOf, double known)
    {
        var rows = own.Where(r => double.IsFinite(sizeOf(r.Row.Value))).Select(r => (r.Row, r.Origin, Size: sizeOf(r.Row.Value))).OrderByDescending(r => r.Size).ToList();
        var most = known > 0 ? rows.Count : rows.Count / 2;
        for (var count = 1; count <= most; count++)
        {
            var beside = Math.Max(known, count < rows.Count ? rows[count].Size : 0);
            if (beside > 0 && rows[count - 1].Size > Far * beside)
                return rows.Take(count).Select(r => (r.Row, r.Origin, beside));
        }

        return [];
    }

    private void Report(DriverValueRow row, RowOrigin origin, string text) =>
        log.Add(QualityRules.DriverValueFarOff, origin, row.ToString(), "value", RowRules.Text(row.Value), $"The value ({RowRules.Text(row.Value)}) of ({row}) from {RowRules.Text(row.Date)} {text}: forecasts would go far beyond what was ever seen. Maybe it is in percent, or in another unit.");

    private Seen Of(DriverValueRow row)
    {
        var key = (row.DriverCode, row.ProductCode ?? "");
        return _seen.TryGetValue(key, out var seen) ? seen : _seen[key] = new Seen();
    }

    private sealed class Seen
    {
        public List<(DriverValueRow Row, RowOrigin Origin)> Own { get; init; } = [];

        public double Least { get; set; } = double.PositiveInfinity;

        public double Most { get; set; }
    }
}
