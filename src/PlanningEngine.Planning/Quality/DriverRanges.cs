using System.Globalization;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quality;

/// <summary>
/// Finds values far beyond all others of their driver in the load and in the store: more than ten times as large as the largest of three or more different ones, more than fifty times as large as fewer, and not a
/// share (at most 1). Values of prices and other logarithmic drivers are compared by product, downwards too; of prices four times as large as three others, or ten times as large as fewer, is far. Memory grows with the values of the load.
/// </summary>
/// <param name="codes">Known drivers, the load's own among them.</param>
/// <param name="log">Receives the findings.</param>
internal sealed class DriverRanges(ReferenceCodes codes, FindingLog log)
{
    /// <summary>So many different values show what is usual.</summary>
    private const int Enough = 3;
    private static readonly (double Many, double Few) Far = (10, 50);
    private static readonly (double Many, double Few) FarOfPrices = (4, 10);

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
        if (seen.Sizes.Count < Enough)
            seen.Sizes.Add(size);
    }

    /// <summary>Says what lies far off.</summary>
    public void Complete()
    {
        foreach (var driver in _seen.GroupBy(s => s.Key.Driver, s => s.Value, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var form = codes.DriverForms.GetValueOrDefault(driver.Key);
            if (form is DriverForm.Logarithmic or DriverForm.Price)
            {
                foreach (var product in driver)
                    CheckRatios(product, form == DriverForm.Price ? FarOfPrices : Far);
            }
            else
            {
                CheckSizes(new Seen { Own = [.. driver.SelectMany(s => s.Own)], Most = driver.Max(s => s.Most), Sizes = [.. driver.SelectMany(s => s.Sizes)] });
            }
        }
    }

    private void CheckSizes(Seen seen)
    {
        foreach (var (row, origin, beside) in Beyond(seen.Own, v => Math.Abs(v), seen.Most, seen.Sizes.Count, Far))
            if (Math.Abs(row.Value) > 1)
                Report(row, origin, Larger(Math.Abs(row.Value) / beside, beside));
    }

    private void CheckRatios(Seen seen, (double Many, double Few) far)
    {
        foreach (var (row, origin, beside) in Beyond(seen.Own, v => v <= 0 ? double.NaN : v, seen.Most, seen.Sizes.Count, far))
            Report(row, origin, Larger(row.Value / beside, beside));
        foreach (var (row, origin, beside) in Beyond(seen.Own, v => v <= 0 ? double.NaN : 1 / v, double.IsFinite(seen.Least) ? 1 / seen.Least : 0, seen.Sizes.Count, far))
            Report(row, origin, string.Create(CultureInfo.InvariantCulture, $"is less than all others, which are {1 / (row.Value * beside):0.#} times as large or larger, from {RowRules.Text(1 / beside)} on"));
    }

    private static string Larger(double times, double beside) =>
        string.Create(CultureInfo.InvariantCulture, $"is {times:0.#} times as large as the largest of all others, {RowRules.Text(beside)}");

    /// <summary>The fewest values that leave a gap to all others: at most half of the load's, or all of them where the store knows others.</summary>
    private static IEnumerable<(DriverValueRow Row, RowOrigin Origin, double Beside)> Beyond(
        List<(DriverValueRow Row, RowOrigin Origin)> own, Func<double, double> sizeOf, double known, int differentKnown, (double Many, double Few) far)
    {
        var rows = own.Where(r => double.IsFinite(sizeOf(r.Row.Value))).Select(r => (r.Row, r.Origin, Size: sizeOf(r.Row.Value))).OrderByDescending(r => r.Size).ToList();
        var most = known > 0 ? rows.Count : rows.Count / 2;
        for (var count = 1; count <= most; count++)
        {
            var beside = Math.Max(known, count < rows.Count ? rows[count].Size : 0);
            if (beside > 0 && rows[count - 1].Size > far.Many * beside && (rows[count - 1].Size > far.Few * beside || Different(rows.Skip(count).Select(r => r.Size), differentKnown) >= Enough))
                return rows.Take(count).Select(r => (r.Row, r.Origin, beside));
        }

        return [];
    }

    /// <summary>Different values of the load, or of the store where it knows more of them, up to as many as are enough.</summary>
    private static int Different(IEnumerable<double> sizes, int known) => Math.Max(known, sizes.Where(s => s != 0).Distinct().Take(Enough).Count());

    private void Report(DriverValueRow row, RowOrigin origin, string text) =>
        log.Add(QualityRules.DriverValueFarOff, origin, row.ToString(), "value", RowRules.Text(row.Value), $"The value ({RowRules.Text(row.Value)}) of ({row}) from {RowRules.Text(row.Date)} {text}: forecasts would go far beyond what was ever seen. Maybe it is in percent, or in another unit.");

    private Seen Of(DriverValueRow row)
    {
        var key = (row.DriverCode, row.HasLevel ? string.Join('\u001F', "", row.ProductLevel1, row.ProductLevel2, row.ProductLevel3) : row.ProductCode ?? "");
        return _seen.TryGetValue(key, out var seen) ? seen : _seen[key] = new Seen();
    }

    private sealed class Seen
    {
        public List<(DriverValueRow Row, RowOrigin Origin)> Own { get; init; } = [];

        public double Least { get; set; } = double.PositiveInfinity;

        public double Most { get; set; }

        /// <summary>Different values of the store, up to as many as are enough.</summary>
        public HashSet<double> Sizes { get; init; } = [];
    }
}
