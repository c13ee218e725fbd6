using Microsoft.ML;
using Microsoft.ML.Data;
using PlanningEngine.Forecasting.Cleaning;

namespace PlanningEngine.Forecasting.MachineLearning.Estimators;

/// <summary>Forecasts the series of a data view: many rows in, one <see cref="ForecastRow"/> per series and step out. Immutable, safe for concurrent use.</summary>
public sealed class SeriesForecastTransformer : ITransformer
{
    private readonly MLContext _context;
    private readonly SeriesColumns _columns;
    private readonly int _period;
    private readonly ForecastRequest _request;

    internal SeriesForecastTransformer(MLContext context, SeriesColumns columns, int period, ForecastRequest request, IForecaster forecaster)
    {
        (_context, _columns, _period, _request, Forecaster) = (context, columns, period, request, forecaster);
    }

    /// <summary>The method behind it; a <see cref="GlobalTreesForecaster"/> can be saved by itself.</summary>
    public IForecaster Forecaster { get; }

    /// <summary>False: a step ahead belongs to no row of the input.</summary>
    public bool IsRowToRowMapper => false;

    /// <inheritdoc />
    /// <exception cref="ForecastInputException">Columns are missing or of the wrong type; it lists every violation.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        LongForm.Check(inputSchema, _columns);
        return View([]).Schema;
    }

    /// <summary>Forecasts all series; it is done when the call returns, not when the answer is read.</summary>
    /// <param name="input">Series in long form.</param>
    /// <returns>Rows of <see cref="ForecastRow"/>.</returns>
    /// <exception cref="ForecastInputException">Columns are missing or of the wrong type, or series cannot be used; it lists every violation.</exception>
    public IDataView Transform(IDataView input)
    {
        var series = LongForm.Read(input, _columns, _period, _request);
        var rows = new ForecastRow[series.Count][];
        Parallel.For(0, rows.Length, i =>
        {
            var forecast = Forecaster.Forecast(series[i], _request);
            var notes = string.Join("; ", forecast.Notes.Concat(SuspectedOutliers.Of(series[i]).Select(s => s.ToString())));
            rows[i] = [.. Enumerable.Range(0, forecast.Horizon).Select(step =>
                new ForecastRow { SeriesId = series[i].Id, Step = step + 1, Mean = forecast.Mean[step], Quantiles = forecast.Quantiles[step], Method = forecast.Method, Notes = notes })];
        });
        return View([.. rows.SelectMany(r => r)]);
    }

    /// <summary>Not there: many rows become others.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) =>
        throw new NotSupportedException("A forecast does not map row to row. Maybe call Transform with whole series.");

    /// <summary>Not there: ML.NET restores transformers of its own assemblies alone.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        throw new NotSupportedException("Forecasting transformers are not stored in ML.NET's format. Maybe save the GlobalTreesForecaster in Forecaster, or fit again.");

    private IDataView View(ForecastRow[] rows)
    {
        var schema = SchemaDefinition.Create(typeof(ForecastRow));
        schema[nameof(ForecastRow.Quantiles)].ColumnType = new VectorDataViewType(NumberDataViewType.Double, _request.Levels.Count);
        return _context.Data.LoadFromEnumerable(rows, schema);
    }
}
