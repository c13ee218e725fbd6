using System.Globalization;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Evaluation;
using Finding = PlanningEngine.Contracts.V1.Finding;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>What an evaluation came to.</summary>
/// <param name="Methods">Scores per method, in the order asked for.</param>
/// <param name="Series">Series compared.</param>
/// <param name="TooShort">Series without a cut-off that has a value before it and a row after it.</param>
/// <param name="Refused">Series refused for findings of their own.</param>
/// <param name="Findings">Everything that is wrong with the file.</param>
internal sealed record EvaluationResult(IReadOnlyList<(string Method, ForecastEvaluation Scores)> Methods, int Series, int TooShort, int Refused, IReadOnlyList<Finding> Findings)
{
    /// <summary>Series that are left out at some of their cut-offs, or all, since what is known ahead did not reach over the horizon there, rows came between the steps later, or methods would speak of other times.</summary>
    public int LeftOutAtSome { get; init; }

    /// <summary>What is said once of the file, a line each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>Forecasts the series of a file at earlier cut-offs, as <see cref="ForecastJob"/> would have from what the file held there, and scores what was said.</summary>
internal sealed class EvaluationJob(EvaluationOptions options)
{
    private const int SeriesAtATime = 256;
    private readonly Findings _none = SeriesFindings.Gather(options.File.Input);

    /// <summary>Reads, learns, forecasts and scores. The result depends neither on the number of threads nor on ids or the order of the series.</summary>
    public EvaluationResult Run(Action<string> progress, CancellationToken cancellationToken)
    {
        for (var order = RowOrder.Ascending; ; order++)
            try
            {
                return Run(order, progress, cancellationToken);
            }
            catch (RowOrderException) when (order < RowOrder.Any)
            {
                // The file is read again, expecting less.
            }
    }

    private EvaluationResult Run(RowOrder order, Action<string> progress, CancellationToken cancellationToken)
    {
        var findings = SeriesFindings.Gather(options.File.Input);
        var all = Read(order, findings, cancellationToken);
        if (findings.SpoilAll)
            return new EvaluationResult([], 0, 0, findings.Spoiled.Count, findings.Take());
        var cutoffs = FileCutoffs.Find(options, all, progress, cancellationToken);
        var looked = new Evaluated[all.Count];
        Parallel.For(0, all.Count, Parallelism(cancellationToken), i => looked[i] = Look(all[i], cutoffs, cancellationToken));
        foreach (var refused in looked.Where(l => l.Cutoffs.Count == 0))
            foreach (var violation in refused.Violations)
                SeriesFindings.Report(violation, refused.Last!.Series, refused.Last.Found, options.File, findings);
        // Sums of rounded numbers depend on their order: it is one of the content.
        Evaluated[] compared = [.. looked.Where(l => l.Cutoffs.Count > 0).OrderBy(l => FileSample.Content(l.Series.Values)).ThenBy(l => FileSample.Content(l.Series.Times)).ThenBy(l => FileSample.Content([.. l.Series.Known.Regressors]))];
        return new EvaluationResult([.. options.Methods.Select(name => (name, Score(name, compared, cutoffs, progress, cancellationToken)))],
            compared.Length, looked.Count(l => l.Cutoffs.Count == 0 && !l.LeftOut), findings.Spoiled.Count, findings.Take())
        {
            LeftOutAtSome = looked.Count(l => l.LeftOut && (l.Cutoffs.Count > 0 || l.Violations.Count == 0)),
            Remarks = all.Count > 1 ? cutoffs.Remarks() : [],
        };
    }

    /// <summary>The series that can be used as far as their own rows say.</summary>
    private List<FileSeries> Read(RowOrder order, Findings findings, CancellationToken cancellationToken)
    {
        var all = new List<FileSeries>();
        var input = new InputFile(options.File.Input, options.File.Input);
        foreach (var read in new SeriesReader(input, findings, order, options.File.Regressors, options.File.Attributes).Read(cancellationToken))
        {
            if (findings.SpoilAll || findings.Spoiled.ContainsKey(read.Id))
                continue;
            var series = new TimeSeries(read.Id, read.Values, 1);
            foreach (var violation in InputRules.Check(series, new ForecastRequest(1)))
                SeriesFindings.Report(violation, series, read, options.File, findings);
            if (!findings.Spoiled.ContainsKey(read.Id))
                all.Add(read);
        }

        return all;
    }

    /// <summary>A series, and the cut-offs at which all methods can be compared on it.</summary>
    private Evaluated Look(FileSeries series, FileCutoffs cutoffs, CancellationToken cancellationToken)
    {
        var usable = new List<SeriesCutoff>();
        var (leftOut, violations, last) = (false, (IReadOnlyList<Violation>)[], (PlacedSeries?)null);
        foreach (var cutoff in cutoffs.Of(series))
        {
            PlacedSeries[] ways = [.. options.Methods.Select(name => PlacesFor(name, cutoff)).DistinctBy(places => places.Model).Select(places => places.Place(cutoff.Known, _none, cancellationToken))];
            var later = Array.ConvertAll(ways, placed => Later(series, placed, cutoffs));
            if (Array.TrueForAll(cutoff.Known.Values, double.IsNaN) || later.Any(l => l is { Length: 0 }))
                continue;
            var found = ways.Select(placed => (Placed: placed, Violations: InputRules.Check(placed.Series, options.File.Request(nonNegative: false)))).FirstOrDefault(w => w.Violations.Count > 0);
            if (found.Placed is not null)
                (violations, last) = (found.Violations, found.Placed);
            // A series whose own rows make other steps than those of the file would be compared at other times where it is forecast alone.
            if (found.Placed is null && later[0] is { } first && Array.TrueForAll(later, l => l is not null && l.Take(options.File.Horizon).SequenceEqual(first.Take(options.File.Horizon))))
                usable.Add(cutoff);
            else
                leftOut = true;
        }

        return new Evaluated(series, usable, leftOut, violations, last);
    }

    /// <summary>What came after what was known; null where rows came in other buckets later, so that it is not clear which is which.</summary>
    private static double[]? Later(FileSeries series, PlacedSeries known, FileCutoffs cutoffs)
    {
        if (cutoffs.InBucketsOf(known, series) is not { Values: var whole })
            return null;
        var before = known.Series.Values;
        for (var t = 0; t < before.Length; t++)
            if (!before[t].Equals(t < whole.Length ? whole[t] : double.NaN))
                return null;
        return whole.Length > before.Length ? whole[before.Length..] : [];
    }

    private ForecastEvaluation Score(string name, Evaluated[] compared, FileCutoffs cutoffs, Action<string> progress, CancellationToken cancellationToken)
    {
        var method = ForecastMethods.Create(name);
        var scores = ForecastEvaluation.Of(compared.Chunk(SeriesAtATime).SelectMany(chunk =>
        {
            var rolled = new IReadOnlyList<OriginForecast>[chunk.Length];
            Parallel.For(0, chunk.Length, Parallelism(cancellationToken), i => rolled[i] = [.. chunk[i].Cutoffs.Select(cutoff => Forecast(chunk[i].Series, cutoff, cutoffs, method, cancellationToken))]);
            return rolled;
        }));
        progress(string.Create(CultureInfo.InvariantCulture, $"{name}: {scores.All.Accuracy.N:N0} values compared"));
        return scores;
    }

    private OriginForecast Forecast(FileSeries series, SeriesCutoff cutoff, FileCutoffs cutoffs, IForecaster method, CancellationToken cancellationToken)
    {
        var placed = PlacesFor(method.Name, cutoff).Place(cutoff.Known, _none, cancellationToken);
        var known = placed.Series;
        var whole = known with
        {
            Values = [.. known.Values, .. Later(series, placed, cutoffs)!],
            Availability = known.Availability is { } availability ? [.. availability, .. cutoffs.InBucketsOf(placed, series)!.Known.Availability.Skip(availability.Length)] : null,
        };
        var request = options.File.Request(nonNegative: !Array.Exists(placed.Found.Values, v => v < 0));
        var said = RollingOrigins.Of(whole, placed.Model?.Forecaster ?? method, request, [known.End], cancellationToken)[0];
        // Cut-offs with and without a model have other ordinals; counted from the first row they are the same.
        return said with { Known = said.Known with { FirstPeriod = 0 } };
    }

    private static FilePlaces PlacesFor(string method, SeriesCutoff cutoff) => method == ForecastJobOptions.Automatic ? cutoff.Places : cutoff.Places.WithoutModel;

    private ParallelOptions Parallelism(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = options.File.Threads, CancellationToken = cancellationToken };

    /// <summary>A series at its cut-offs.</summary>
    /// <param name="Series">The series.</param>
    /// <param name="Cutoffs">Those at which it can be compared, increasing.</param>
    /// <param name="LeftOut">Whether there are others with values before and after.</param>
    /// <param name="Violations">Why the last of these could not be used; none where its rows came in other buckets later.</param>
    /// <param name="Last">The series as it was placed there.</param>
    private sealed record Evaluated(FileSeries Series, IReadOnlyList<SeriesCutoff> Cutoffs, bool LeftOut, IReadOnlyList<Violation> Violations, PlacedSeries? Last);
}
