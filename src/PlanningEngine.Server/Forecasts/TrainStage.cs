using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Data.Writing;
using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What training left: the output of the stage <c>train</c>.</summary>
/// <param name="Hash">Hash of the artefact in <c>ModelArtefacts</c>; empty where nothing was trained.</param>
/// <param name="Notes">What there is to say about it.</param>
public sealed record TrainedModel(string Hash, IReadOnlyList<string> Notes)
{
    /// <summary>The output.</summary>
    public static RunOutput<TrainedModel> Output { get; } = new("train");

    /// <summary>How far seasons swung after the inner origins; null without a pooled season.</summary>
    public SeasonSwings? Swings { get; init; }
}

/// <summary>Learns the global model (pooled seasons, and boosted trees that correct them) at each origin and at the end of the histories.</summary>
internal sealed class TrainStage : IPublishingStage
{
    /// <summary>Name of the global method.</summary>
    public const string MethodName = "trees";

    private const string FoundAtEnd = "The season of the year is found by date at the end of the histories, since it paid at two earlier times or is larger ahead than after those; before the first origin they are too short for it, so that methods are weighed, and accuracies measured, without it";
    private const int FewestSeries = 10;
    private const int WellKnownYears = 3;

    public string Name => TrainedModel.Output.Stage;

    public async Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var set = await run.ReadAsync(SeriesSet.Output, 0, cancellationToken);
        byte[]? artefact = null;
        await run.OnceAsync(ct =>
        {
            var (model, swings, notes) = Train(run, set, ct);
            using var bytes = new MemoryStream();
            model?.Save(bytes);
            artefact = model is null ? null : bytes.ToArray();
            return Task.FromResult(new TrainedModel(model?.Hash ?? "", notes) { Swings = swings });
        }, cancellationToken, async (db, trained, ct) =>
        {
            if (artefact is null)
                return;
            var now = run.Services.Now;
            var key = (int)await KeySequences.ReserveAsync(db, "Models", 1, ct);
            db.Models.Add(new Model
            {
                ModelKey = key,
                Code = FormattableString.Invariant($"trees-run-{run.RunKey}"),
                Name = "Global boosted trees",
                Status = "Candidate",
                Algorithm = "LightGbm",
                Hash = trained.Hash,
                RunKey = run.RunKey,
                CreatedAt = now,
                ModifiedAt = now,
            });
            db.ModelArtefacts.Add(new ModelArtefact { ModelKey = key, Content = artefact });
        });
    }

    /// <summary>The published forecasts rest on this model now: it takes the place of the one before.</summary>
    public async Task PublishAsync(RunExecution run, RunPublication publication, CancellationToken cancellationToken)
    {
        foreach (var note in (await run.ReadAsync(TrainedModel.Output, 0, cancellationToken)).Notes)
            publication.Summary.Notes.Add(note);
        var models = await publication.Db.Models.Where(m => m.ModelKey != 0 && (m.Status == "Promoted" || m.RunKey == run.RunKey)).ToListAsync(cancellationToken);
        if (!models.Exists(m => m.RunKey == run.RunKey))
            return;
        foreach (var model in models)
        {
            (model.Status, model.ModifiedAt) = (model.RunKey == run.RunKey ? "Promoted" : "Retired", publication.Time);
            model.Version++;
        }
    }

    /// <summary>Loads the run's model.</summary>
    /// <exception cref="RunFailedException">The artefact is not what was trained, or another version trained it.</exception>
    public static async Task<GlobalModel> LoadAsync(RunExecution run, CancellationToken cancellationToken)
    {
        var trained = await run.ReadAsync(TrainedModel.Output, 0, cancellationToken);
        if (trained.Hash.Length == 0)
            return GlobalModel.None;
        await using var db = await run.OpenAsync(cancellationToken);
        var content = await db.Models.Where(m => m.RunKey == run.RunKey)
            .Join(db.ModelArtefacts, m => m.ModelKey, a => a.ModelKey, (_, a) => a.Content).SingleAsync(cancellationToken);
        if (GlobalTreesForecaster.IsOfAnotherVersion(content))
            throw RunFailedException.OfAnotherVersion(run.RunKey);
        try
        {
            return new GlobalModel(GlobalTreesForecaster.Load(new MemoryStream(content), trained.Hash), trained.Swings);
        }
        catch (InvalidDataException damage)
        {
            throw new RunFailedException($"The trained model of run {run.RunKey} does not have the hash it was stored with. Maybe create the run again.", damage);
        }
    }

    /// <summary>
    /// Dates of the ordinals: the day, the middle of a week, the first of a month, of a fiscal period that in which most of it lies. None of days whose typical history before the first origin is shorter than
    /// a year and a fifth: their year cannot be found by date there, and the week is their season.
    /// </summary>
    private static TimeAxis? AxisOf(SeriesSet set, int typicalStart)
    {
        var start = set.Bucket.StartOf(set.LastPeriod);
        return set.Bucket.Kind switch
        {
            BucketKind.Day => set.Plan.Cutoffs.DefaultIfEmpty(set.LastPeriod + 1).Min() - typicalStart >= PooledSeasonForecaster.FewestDays ? DaysOf(set) : null,
            BucketKind.Week => new TimeAxis(start.AddDays(3), AxisUnit.Days, 7, set.LastPeriod),
            _ => new TimeAxis(TimeBucket.Month.StartOf(set.Bucket.MonthOf(start)), AxisUnit.Months, 1, set.LastPeriod),
        };
    }

    private static (GlobalTreesForecaster? Model, SeasonSwings? Swings, IReadOnlyList<string> Notes) Train(RunExecution run, SeriesSet set, CancellationToken cancellationToken)
    {
        var methods = run.Parameters.Methods;
        if (run.Parameters.WithoutGlobalModel || (methods.Count > 0 && !methods.Contains(MethodName)))
            return (null, null, []);
        var series = set.Series.Where(s => s.Treatment == SeriesTreatment.Full).Select(s => set.Usual(s)).ToList();
        if (series.Count == 0 || (series.Count < FewestSeries && methods.Count == 0))
            return (null, null, [FormattableString.Invariant($"The global model is left out: {series.Count} series are too few to learn from")]);

        var start = series.Select(s => s.FirstPeriod).Order().ElementAt(series.Count / 2);
        var axis = AxisOf(set, start);
        var end = set.LastPeriod + 1;
        var isFoundAtEnd = axis is null && set.Bucket.Kind == BucketKind.Day && YearAtEnd.IsWorthFinding(series, start, end, run.Parameters.Horizon, DaysOf(set), run.Threads, cancellationToken);
        int[] cutoffs = [.. set.Plan.Cutoffs, end];
        var models = new GlobalTreesForecaster[cutoffs.Length];
        // One thread per cut-off, cut-offs side by side: native threads that wait for each other spin, and starve a machine or
        // a container with fewer processors than they think.
        Parallel.For(0, cutoffs.Length, new ParallelOptions { MaxDegreeOfParallelism = run.Threads, CancellationToken = cancellationToken }, i => models[i] = GlobalTreesForecaster.Train(
            series, [cutoffs[i]], run.Parameters.Horizon, new GlobalTreesOptions { Threads = 1, Seed = RunForecastRequest.SeedOf(run), Axis = isFoundAtEnd && cutoffs[i] == end ? DaysOf(set) : axis }, cancellationToken));
        var model = GlobalTreesForecaster.Combine(models);
        // Who names methods wants these alone; a season that was seen three times all methods know, and so they do one that is found at the end.
        var seen = (end - start) / (double)set.Year;
        var swings = methods.Count > 0 || seen >= WellKnownYears || isFoundAtEnd ? null : SeasonSwings.Learn(model.Seasons, series, set.Plan.Inner, set.Plan.Horizon, axis is null ? set.Period : set.Year);
        return (model, swings, [.. TrainingText.Of(model.Notes, set.Bucket), .. isFoundAtEnd ? [FoundAtEnd] : Array.Empty<string>()]);
    }

    private static TimeAxis DaysOf(SeriesSet set) => new(set.Bucket.StartOf(set.LastPeriod), AxisUnit.Days, 1, set.LastPeriod);
}
