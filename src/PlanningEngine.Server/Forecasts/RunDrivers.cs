using System.Globalization;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Forecasting;
using PlanningEngine.Planning.Drivers;

namespace PlanningEngine.Server.Forecasts;

/// <summary>
/// Gives the series of a run what moves their demand and is known ahead, as of the run's commit: values of the past as they are known now, which should be those that were planned. A series whose driver
/// does not move takes no notice of it. Demand that a series inherits was driven by what drove the product before it.
/// </summary>
internal sealed class RunDrivers
{
    private readonly IReadOnlyList<DriverRows> _rows;
    private readonly IReadOnlyDictionary<int, Territory> _territories;
    private readonly IReadOnlyDictionary<int, Product> _products;

    private RunDrivers(IReadOnlyList<DriverRows> rows, IReadOnlyDictionary<int, Product> products, IReadOnlyDictionary<int, Territory> territories) =>
        (_rows, _products, _territories) = (rows, products, territories);

    /// <summary>Reads the values of a commit.</summary>
    public static async Task<RunDrivers> ReadAsync(
        PlanningContext db, int commit, IEnumerable<Driver> drivers, IReadOnlyDictionary<int, Product> products, IReadOnlyDictionary<int, Territory> territories,
        CancellationToken cancellationToken) =>
        new(await DriverRows.ReadAsync(db, commit, drivers, territories, cancellationToken), products, territories);

    /// <summary>Adds them to all series whose methods are tried, and to those of launched products.</summary>
    /// <param name="set">The series.</param>
    /// <param name="successions">Which products go on in which.</param>
    /// <param name="horizon">Periods ahead.</param>
    public SeriesSet AddTo(SeriesSet set, Successions successions, int horizon)
    {
        var moved = set.Series.Where(IsMoved).ToList();
        if (_rows.Count == 0)
            return set with { Notes = [.. set.Notes, DriverText.NoneLoaded] };
        if (moved.Count == 0)
            return set;
        var courses = new Courses(this, set, successions, moved.Min(s => s.FirstPeriod), horizon);
        var told = set.Series.Select(s => IsMoved(s) ? courses.AddTo(s) : s).ToList();
        return set with { Series = told, Drivers = courses.Drivers, Notes = [.. set.Notes, .. courses.Notes] };
    }

    /// <summary>Of a series without a sale for two years a share of its rate is forecast that nothing moves, and of a discontinued one nothing.</summary>
    private static bool IsMoved(RunSeries series) => series.Treatment is SeriesTreatment.Full or SeriesTreatment.Launched;

    /// <summary>The courses of one run, each made once.</summary>
    private sealed class Courses(RunDrivers drivers, SeriesSet set, Successions successions, int first, int horizon)
    {
        private readonly Dictionary<string, (int Index, int Untold)?> _known = new(StringComparer.Ordinal);
        private readonly ILookup<int, Succession> _predecessors = successions.InOrder.ToLookup(s => s.Heir);
        private readonly SortedSet<string> _unusable = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, int> _moved = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, int> _untold = new(StringComparer.Ordinal);

        public List<RunDriver> Drivers { get; } = [];

        public IEnumerable<string> Notes
        {
            get
            {
                if (_moved.Count == 0)
                    yield return $"Drivers of demand are loaded and move no series, since none of them varies over a history and the horizon: {PreparationText.Listed(drivers._rows.Select(r => r.Driver.Code))}";
                else
                    yield return $"What is known ahead moves demand: {PreparationText.Listed(_moved.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key} of {m.Value} series")))}";
                if (_moved.Count > 0 && set.Series.Count(s => s.Treatment == SeriesTreatment.Dead) is > 0 and var dead)
                    yield return string.Create(CultureInfo.InvariantCulture, $"Drivers of demand are not used for {dead:N0} series without a sale in the last two years: those show nothing that they could move");
                if (_untold.Count > 0)
                    yield return $"Drivers of demand are not known over the whole horizon, and taken for their default there: {PreparationText.Listed(_untold.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key} of {m.Value} series")))}";
                if (_unusable.Count > 0)
                    yield return $"Drivers of demand whose values are not all above 0, though they are not linear, are left out: {PreparationText.Listed(_unusable)}";
            }
        }

        public RunSeries AddTo(RunSeries series)
        {
            var (taken, notes) = (new List<int>(), new List<string>());
            var territory = drivers._territories.GetValueOrDefault(series.TerritoryKey);
            foreach (var rows in drivers._rows)
            {
                if (Course(rows, series.ProductKey, territory, series.ChannelKey) is not { } course || !Drivers[course.Index].Moves(series.FirstPeriod))
                    continue;
                var code = rows.Driver.Code;
                taken.Add(course.Index);
                _moved[code] = _moved.GetValueOrDefault(code) + 1;
                if (course.Untold == 0)
                    continue;
                _untold[code] = _untold.GetValueOrDefault(code) + 1;
                notes.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{code} is not known in {course.Untold} of the {horizon} periods ahead: {(rows.Driver.Default == DriverDefault.Zero ? "0" : "what was last known")} is taken"));
            }

            return series with { Drivers = taken, DriverNote = string.Join("; ", notes) };
        }

        /// <summary>What a driver is for a product in a place; null where nothing is said of it, or what is said cannot be used.</summary>
        private (int Index, int Untold)? Course(DriverRows rows, int productKey, Territory? territory, int channelKey)
        {
            var scopes = rows.For(drivers._products.GetValueOrDefault(productKey), territory, channelKey);
            var before = _predecessors[productKey].Select(s => (s.Launch, Course: Course(rows, s.Predecessor, territory, channelKey))).FirstOrDefault(s => s.Course is not null);
            var name = string.Create(CultureInfo.InvariantCulture, $"{rows.Driver.DriverKey}:{string.Join(',', scopes.Select(s => s.Number))}<{before.Launch}<{before.Course?.Index ?? -1}");
            if (_known.TryGetValue(name, out var known))
                return known;
            if (scopes.Count == 0 && before.Course is null)
                return _known[name] = null;
            // Of a price of which nothing else is said, the predecessor's goes on.
            if (scopes.Count == 0 && rows.Driver.Default == DriverDefault.LastKnown)
                return _known[name] = before.Course;
            var course = DriverCourse.Of([.. scopes.SelectMany(s => s.Spans)], (Planning.Input.DriverDefault)rows.Driver.Default, set.Bucket, first, set.LastPeriod + horizon - first + 1);
            if (before.Course is { } old)
                Array.Copy(Drivers[old.Index].Values, course.Values, Math.Clamp(before.Launch - first, 0, course.Values.Length));
            var form = (RegressorForm)rows.Driver.Form;
            if (form != RegressorForm.Linear && !Array.TrueForAll(course.Values, v => v > 0))
            {
                _unusable.Add(rows.Driver.Code);
                return _known[name] = null;
            }

            Drivers.Add(new RunDriver(rows.Driver.Code, form, first, course.Values));
            return _known[name] = (Drivers.Count - 1, Untold(rows, course));
        }

        /// <summary>Periods ahead of which nothing is known: a calendar of promotions says no more after its last day, a price on every day without one.</summary>
        private int Untold(DriverRows rows, DriverCourse course) => Enumerable.Range(set.LastPeriod + 1, horizon)
            .Count(period => rows.Driver.Default == DriverDefault.Zero ? set.Bucket.StartOf(period) > rows.Reach : !course.IsTold[period - first]);
    }
}
