using Microsoft.ML;
using Microsoft.ML.Data;

namespace PlanningEngine.Forecasting.MachineLearning.Estimators;

/// <summary>Reads series from a data view in long form.</summary>
internal static class LongForm
{
    private const string Schema = "schema";

    /// <summary>The series in the order of their first rows; the history of each ends at ordinal 0.</summary>
    /// <param name="input">Rows.</param>
    /// <param name="columns">What they hold.</param>
    /// <param name="period">Buckets in a seasonal cycle.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="endTogether">Whether histories that end at other times than the last are refused, where times are known.</param>
    /// <exception cref="ForecastInputException">Everything that is wrong with schema, request and series.</exception>
    internal static IReadOnlyList<TimeSeries> Read(IDataView input, SeriesColumns columns, int period, ForecastRequest request, bool endTogether = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check(input.Schema, columns);
        var rows = new Dictionary<string, List<Row>>(StringComparer.Ordinal);
        var order = new List<string>();
        var names = Names(columns).ToHashSet(StringComparer.Ordinal);
        var used = input.Schema.Where(c => names.Contains(c.Name));
        using (var cursor = input.GetRowCursor(used))
        {
            var id = Text(cursor, input.Schema[columns.SeriesId]);
            var value = Numbers(cursor, input.Schema[columns.Value]);
            var time = columns.Time is { } name ? Numbers(cursor, input.Schema[name]) : () => 0;
            var regressors = columns.Regressors.Select(r => Numbers(cursor, input.Schema[r.Name])).ToArray();
            var attributes = columns.Attributes.Select(a => Text(cursor, input.Schema[a])).ToArray();
            while (cursor.MoveNext())
            {
                var key = id();
                if (!rows.TryGetValue(key, out var series))
                {
                    rows[key] = series = [];
                    order.Add(key);
                }

                series.Add(new Row(time(), value(), Array.ConvertAll(regressors, r => r()), Array.ConvertAll(attributes, a => a())));
            }
        }

        var found = new List<Violation>();
        var all = order.Select(id => Series(id, rows[id], columns, period, found)).ToArray();
        found.AddRange(all.SelectMany(s => InputRules.Check(s, request)));
        if (endTogether && columns.Time is { } ofTime)
            found.AddRange(EndEarlier(all, rows, ofTime));
        return found.Count > 0 ? throw new ForecastInputException(found) : all;
    }

    private static IEnumerable<Violation> EndEarlier(TimeSeries[] all, Dictionary<string, List<Row>> rows, string time)
    {
        double End(TimeSeries series) => rows[series.Id].Select(r => r.Time).Order().ElementAt(series.Length - 1);
        var last = all.Select(End).DefaultIfEmpty().Max();
        return all.Where(s => End(s) < last)
            .Select(s => new Violation("ENDS_EARLIER", s.Id, $"The last time ({time}) of series ({s.Id}) is before that of others, beside which it would be learned from at wrong times. Maybe add rows without a value (NaN) up to there, or forecast it by itself."));
    }

    /// <summary>Refuses a schema with every violation at once.</summary>
    internal static void Check(DataViewSchema schema, SeriesColumns columns)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var found = Missing(columns, name => schema.GetColumnOrNull(name) is not null);
        void Require(string? name, Func<DataViewType, bool> fits, string types)
        {
            if (name is not null && schema.GetColumnOrNull(name) is { } column && !fits(column.Type))
                found.Add(new Violation("COLUMN_TYPE", Schema, $"The column ({name}) is {column.Type} and must be {types}. Maybe convert it first."));
        }

        Require(columns.SeriesId, t => t is TextDataViewType, "text");
        Require(columns.Value, t => t == NumberDataViewType.Single || t == NumberDataViewType.Double, "single or double");
        Require(columns.Time, IsTime, "a number or a date");
        foreach (var regressor in columns.Regressors)
            Require(regressor.Name, t => IsTime(t) && t is not DateTimeDataViewType, "a number");
        foreach (var attribute in columns.Attributes)
            Require(attribute, t => t is TextDataViewType, "text");
        if (found.Count > 0)
            throw new ForecastInputException(found);
    }

    /// <summary>Refuses a schema that lacks columns.</summary>
    internal static void ThrowIfMissing(SeriesColumns columns, Func<string, bool> exists)
    {
        var found = Missing(columns, exists);
        if (found.Count > 0)
            throw new ForecastInputException(found);
    }

    private static List<Violation> Missing(SeriesColumns columns, Func<string, bool> exists) =>
        [.. Names(columns).Distinct().Where(name => !exists(name))
            .Select(name => new Violation("COLUMN_MISSING", Schema, $"There is no column ({name}). Maybe name another, or rename it."))];

    private static IEnumerable<string> Names(SeriesColumns columns) =>
        [.. new[] { columns.SeriesId, columns.Value, columns.Time }.OfType<string>(), .. columns.Regressors.Select(r => r.Name), .. columns.Attributes];

    private static bool IsTime(DataViewType type) => type is DateTimeDataViewType || type == NumberDataViewType.Single || type == NumberDataViewType.Double
        || type == NumberDataViewType.Int32 || type == NumberDataViewType.Int64;

    private static Func<string> Text(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            getter(ref text);
            return text.ToString();
        };
    }

    private static Func<double> Numbers(DataViewRow row, DataViewSchema.Column column)
    {
        Func<double> Of<T>(Func<T, double> convert)
            where T : struct
        {
            var getter = row.GetGetter<T>(column);
            return () =>
            {
                T value = default;
                getter(ref value);
                return convert(value);
            };
        }

        return column.Type is DateTimeDataViewType ? Of<DateTime>(d => d.Ticks)
            : column.Type == NumberDataViewType.Single ? Of<float>(f => f)
            : column.Type == NumberDataViewType.Int32 ? Of<int>(i => i)
            : column.Type == NumberDataViewType.Int64 ? Of<long>(l => l)
            : Of<double>(d => d);
    }

    private static TimeSeries Series(string id, List<Row> rows, SeriesColumns columns, int period, List<Violation> found)
    {
        if (columns.Time is { } time)
        {
            rows = [.. rows.OrderBy(r => r.Time)];
            for (var i = 0; i < rows.Count; i++)
                if (double.IsNaN(rows[i].Time) || (i > 0 && rows[i].Time == rows[i - 1].Time))
                {
                    found.Add(new Violation("TIME_NOT_UNIQUE", id, $"The times ({time}) of series ({id}) are unknown or occur twice. Maybe add up doubles."));
                    break;
                }
        }

        for (var i = 0; i < columns.Attributes.Count; i++)
            if (rows.Find(r => r.Attributes[i] != rows[0].Attributes[i]) is { } other)
                found.Add(new Violation("ATTRIBUTE_VARIES", id, $"The attribute ({columns.Attributes[i]}) of series ({id}) is ({rows[0].Attributes[i]}) and ({other.Attributes[i]}). Maybe give what changes as a regressor."));
        // Without a known value all rows are history, which is refused as such.
        var length = columns.Regressors.Count == 0 || rows.FindLastIndex(r => !double.IsNaN(r.Value)) is not (>= 0 and var last) ? rows.Count : last + 1;
        return new TimeSeries(id, [.. rows.Take(length).Select(r => r.Value)], period, -length)
        {
            Regressors = [.. columns.Regressors.Select((r, i) => new Regressor(r.Name, [.. rows.Select(row => row.Regressors[i])], r.Form))],
            Attributes = columns.Attributes.Select((name, i) => (name, rows[0].Attributes[i])).DistinctBy(a => a.name).ToDictionary(a => a.name, a => a.Item2, StringComparer.Ordinal),
        };
    }

    private sealed record Row(double Time, double Value, double[] Regressors, string[] Attributes);
}
