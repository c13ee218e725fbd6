using Microsoft.ML;
using Microsoft.ML.Data;

namespace PlanningEngine.Forecasting.MachineLearning.Estimators;

/// <summary>Reads series from a data view in long form.</summary>
internal static class LongForm
{
    private const string Schema = "schema";

    /// <summary>The series in the order of their first rows; each ends at ordinal 0.</summary>
    /// <exception cref="ForecastInputException">Everything that is wrong with schema, request and series.</exception>
    internal static IReadOnlyList<TimeSeries> Read(IDataView input, SeriesColumns columns, int period, ForecastRequest request)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check(input.Schema, columns);
        var rows = new Dictionary<string, List<(double Time, double Value)>>(StringComparer.Ordinal);
        var order = new List<string>();
        var used = input.Schema.Where(c => c.Name == columns.SeriesId || c.Name == columns.Value || c.Name == columns.Time);
        using (var cursor = input.GetRowCursor(used))
        {
            var id = cursor.GetGetter<ReadOnlyMemory<char>>(input.Schema[columns.SeriesId]);
            var value = Numbers(cursor, input.Schema[columns.Value]);
            var time = columns.Time is { } name ? Numbers(cursor, input.Schema[name]) : () => 0;
            ReadOnlyMemory<char> text = default;
            while (cursor.MoveNext())
            {
                id(ref text);
                var key = text.ToString();
                if (!rows.TryGetValue(key, out var series))
                {
                    rows[key] = series = [];
                    order.Add(key);
                }

                series.Add((time(), value()));
            }
        }

        var found = new List<Violation>();
        var all = order.Select(id => Series(id, rows[id], columns.Time, period, found)).ToArray();
        found.AddRange(all.SelectMany(s => InputRules.Check(s, request)));
        return found.Count > 0 ? throw new ForecastInputException(found) : all;
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
        [.. new[] { columns.SeriesId, columns.Value, columns.Time }.OfType<string>().Where(name => !exists(name))
            .Select(name => new Violation("COLUMN_MISSING", Schema, $"There is no column ({name}). Maybe name another, or rename it."))];

    private static bool IsTime(DataViewType type) => type is DateTimeDataViewType || type == NumberDataViewType.Single || type == NumberDataViewType.Double
        || type == NumberDataViewType.Int32 || type == NumberDataViewType.Int64;

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

    private static TimeSeries Series(string id, List<(double Time, double Value)> rows, string? time, int period, List<Violation> found)
    {
        if (time is not null)
        {
            rows = [.. rows.OrderBy(r => r.Time)];
            for (var i = 0; i < rows.Count; i++)
                if (double.IsNaN(rows[i].Time) || (i > 0 && rows[i].Time == rows[i - 1].Time))
                {
                    found.Add(new Violation("TIME_NOT_UNIQUE", id, $"The times ({time}) of series ({id}) are unknown or occur twice. Maybe add up doubles."));
                    break;
                }
        }

        return new TimeSeries(id, [.. rows.Select(r => r.Value)], period, -rows.Count);
    }
}
