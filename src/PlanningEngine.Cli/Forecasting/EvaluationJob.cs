using System.Globalization;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Evaluation;
using PlanningEngine.Forecasting.Seasonality;
using Finding = PlanningEngine.Contracts.V1.Finding;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>What <c>planctl evaluate</c> is asked to do.</summary>
/// <param name="File">What is forecast, and how; its method plays no part.</param>
/// <param name="Methods">Methods to compare.</param>
/// <param name="Origins">Cut-offs per series.</param>
/// <param name="Spacing">Rows between them.</param>
/// <param name="Lag">Steps ahead at which decisions are made.</param>
internal sealed record EvaluationOptions(ForecastJobOptions File, IReadOnlyList<string> Methods, int Origins, int Spacing, int Lag)
{
    /// <summary>Every violation of the options.</summary>
    public IReadOnlyList<string> Check()
    {
        var found = new List<string>(File.Check());
        if (Methods.Count == 0)
            found.Add("No method is named. Maybe set --method auto,snaive.");
        found.AddRange(Methods.Where(m => !ForecastMethods.Exists(m)).Select(m => $"There is no method ({m}). Maybe use some of: {string.Join(", ", ForecastMethods.Names)}."));
        void Require(bool holds, string option, int value, string range)
        {
            if (!holds)
                found.Add(FormattableString.Invariant($"{option} ({value}) must be {range}. Maybe leave it out."));
        }

        Require(Origins >= 1, "--origins", Origins, "positive");
        Require(Spacing >= 1, "--spacing", Spacing, "positive");
        Require(Lag >= 1 && (Lag <= File.Horizon || File.Horizon < 1), "--lag", Lag, "between 1 and the horizon");
        return found;
    }
}

/// <summary>What an evaluation came to.</summary>
/// <param name="Methods">Scores per method, in the order asked for.</param>
/// <param name="Series">Series compared.</param>
/// <param name="TooShort">Series without a value before any cut-off.</param>
/// <param name="Refused">Series refused for findings of their own.</param>
/// <param name="Findings">Everything that is wrong with the file.</param>
internal sealed record EvaluationResult(IReadOnlyList<(string Method, ForecastEvaluation Scores)> Methods, int Series, int TooShort, int Refused, IReadOnlyList<Finding> Findings);

/// <summary>Forecasts the series of a file at earlier cut-offs, each from itself alone, and scores what was said there.</summary>
internal sealed class EvaluationJob(EvaluationOptions options)
{
    private const int SeriesAtATime = 256;

    /// <summary>Reads, forecasts and scores. The result does not depend on the number of threads.</summary>
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
        var input = new InputFile(options.File.Input, options.File.Input);
        var (all, tooShort) = (new List<(TimeSeries Series, IReadOnlyList<int> Cutoffs)>(), 0);
        foreach (var read in new SeriesReader(input, findings, order, options.File.Regressors, options.File.Attributes).Read(cancellationToken))
        {
            if (findings.SpoilAll || findings.Spoiled.ContainsKey(read.Id))
                continue;
            var (series, cutoffs) = Place(read, cancellationToken);
            // What is known ahead must reach over the last steps that are compared, and those have passed.
            foreach (var violation in cutoffs.Count > 0 ? InputRules.Check(series.Until(cutoffs[^1]), new ForecastRequest(options.File.Horizon)) : InputRules.Check(series with { Regressors = [] }, new ForecastRequest(1)))
                SeriesFindings.Report(violation, series, read, options.File, findings);
            if (findings.Spoiled.ContainsKey(read.Id))
                continue;
            if (cutoffs.Count > 0)
                all.Add((series, cutoffs));
            else
                tooShort++;
        }

        var methods = findings.SpoilAll ? [] : options.Methods.Select(name => (name, Score(name, all, progress, cancellationToken))).ToList();
        return new EvaluationResult(methods, all.Count, tooShort, findings.Spoiled.Count, findings.Take());
    }

    /// <summary>A series with its missing rows as unknown values, and its cut-offs. Where cycles are to be found, they are those that were known at the first cut-off.</summary>
    private (TimeSeries Series, IReadOnlyList<int> Cutoffs) Place(FileSeries read, CancellationToken cancellationToken)
    {
        var file = options.File;
        var gaps = FileGaps.Of(read, file.Regressors, file.DetectPeriods || file.Periods.Any(p => p > 1));
        var found = gaps is { IsFilled: true } ? gaps.Series : read;
        var series = new TimeSeries(found.Id, found.Values, 1) { Attributes = found.Known.Attributes };
        series = found == read ? KnownColumns.Onto(series, found.Known, file.Regressors) : KnownColumns.Onto(series, found.Known, []) with { Regressors = gaps!.Regressors };
        var cutoffs = RollingOrigins.Cutoffs(series, file.Horizon, options.Origins, options.Spacing);
        int[] periods = !file.DetectPeriods ? [.. gaps?.Timeline.PeriodsThatOccur(file.Periods) ?? file.Periods]
            : cutoffs.Count > 0 && SeasonalityDetector.Detect(series.Values.AsSpan(0, cutoffs[0]), cancellationToken) is { Count: > 0 } cycles ? [.. cycles.Select(c => c.Period)] : [1];
        return (series with { Period = periods[0], FurtherPeriods = periods[1..] }, cutoffs);
    }

    private ForecastEvaluation Score(string name, List<(TimeSeries Series, IReadOnlyList<int> Cutoffs)> all, Action<string> progress, CancellationToken cancellationToken)
    {
        var method = ForecastMethods.Create(name);
        var scores = ForecastEvaluation.Of(all.Chunk(SeriesAtATime).SelectMany(chunk =>
        {
            var rolled = new IReadOnlyList<OriginForecast>[chunk.Length];
            Parallel.For(0, chunk.Length, new ParallelOptions { MaxDegreeOfParallelism = options.File.Threads, CancellationToken = cancellationToken }, i =>
            {
                var (series, cutoffs) = chunk[i];
                rolled[i] = RollingOrigins.Of(series, method, options.File.Request(nonNegative: !Array.Exists(series.Until(cutoffs[0]).Values, v => v < 0)), cutoffs, cancellationToken);
            });
            return rolled;
        }));
        progress(string.Create(CultureInfo.InvariantCulture, $"{name}: {scores.All.Accuracy.N:N0} values compared"));
        return scores;
    }
}
