using Microsoft.ML;

namespace PlanningEngine.Forecasting.MachineLearning.Estimators;

/// <summary>A forecaster as ML.NET's estimator. Fitting a method that looks at one series at a time learns nothing and only checks the schema; series that learn from each other must end together.</summary>
public sealed class SeriesForecastEstimator : IEstimator<SeriesForecastTransformer>
{
    private readonly MLContext _context;
    private readonly SeriesColumns _columns;
    private readonly int _period;
    private readonly ForecastRequest _request;
    private readonly Func<IDataView, IForecaster> _train;

    private SeriesForecastEstimator(MLContext context, SeriesColumns columns, int period, ForecastRequest request, Func<IDataView, IForecaster> train)
    {
        ArgumentNullException.ThrowIfNull(columns);
        (_context, _columns, _period, _request, _train) = (context, columns, period, request, train);
    }

    /// <summary>A method that looks at one series at a time.</summary>
    internal static SeriesForecastEstimator Alone(MLContext context, SeriesColumns columns, int period, ForecastRequest request, IForecaster forecaster) => new(context, columns, period, request, input =>
    {
        LongForm.Read(input, columns, period, request);
        return forecaster;
    });

    /// <summary>What is learned from all series, whose ends are taken for one time.</summary>
    internal static SeriesForecastEstimator Together(MLContext context, SeriesColumns columns, int period, ForecastRequest request, Func<IReadOnlyList<TimeSeries>, IForecaster> train) =>
        new(context, columns, period, request, input => train(LongForm.Read(input, columns, period, request, endTogether: true)));

    /// <inheritdoc />
    /// <exception cref="ForecastInputException">Columns are missing or of the wrong type, or series cannot be used; it lists every violation.</exception>
    public SeriesForecastTransformer Fit(IDataView input) =>
        new(_context, _columns, _period, _request, _train(input));

    /// <inheritdoc />
    /// <exception cref="ForecastInputException">Columns are missing; it lists every violation.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        LongForm.ThrowIfMissing(_columns, name => inputSchema.Any(c => c.Name == name));
        // A shape's columns can only be made by ML.NET itself: those of a mapping to our row are taken over.
        return _context.Transforms.CustomMapping<NoInput, ForecastRow>((_, _) => { }, contractName: null).GetOutputSchema(new SchemaShape([]));
    }

    private sealed class NoInput;
}
