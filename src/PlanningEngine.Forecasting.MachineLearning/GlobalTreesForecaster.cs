using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PlanningEngine.Forecasting.MachineLearning.Regressors;
using PlanningEngine.Forecasting.MachineLearning.Trees;
using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>
/// One gradient-boosted model over all series (as the M5 competition's winners used): scaled lags, rolling statistics, the season, the step, the calendar position,
/// regressors and static attributes go in, the correction of the <see cref="Seasons">pooled season</see> comes out (without a season, the change from the recent mean), for each step by itself, from its own
/// answers, or the mean of both (<see cref="TreeStrategy"/>). Effects of regressors are estimated over all series and taken out before (a Poisson pseudo-likelihood, Santos Silva and Tenreyro 2006).
/// There is one model per training cut-off, each trained on what lay before it, so that the method can take part in rolling origins: a history is answered by the newest model
/// that saw nothing after its end.
/// </summary>
/// <remarks>Immutable and safe for concurrent calls. The same series, cut-offs, options and seed give the same <see cref="Hash"/>, whatever the order of series or the number of threads.</remarks>
public sealed class GlobalTreesForecaster : IRegressorForecaster
{
    private const int Family = 4;

    /// <summary>What every stored form begins with, and the number of this one.</summary>
    private static readonly byte[] Signature = "PEGT0006"u8.ToArray();
    private static readonly SeasonalNaive WithoutModel = new();
    private readonly CutoffModel[] _models;

    private GlobalTreesForecaster(IEnumerable<CutoffModel> models, IReadOnlyList<TrainingNote> notes)
    {
        _models = [.. models.OrderBy(m => m.Cutoff)];
        Notes = notes;
        Seasons = new PooledSeasonForecaster(_models);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Payload()));
    }

    /// <inheritdoc />
    public string Name => "trees";

    /// <summary>Cut-offs with a model, increasing ordinals.</summary>
    public IReadOnlyList<int> Cutoffs => [.. _models.Select(m => m.Cutoff)];

    /// <summary>The pooled season that the trees start from, as a method of its own.</summary>
    public PooledSeasonForecaster Seasons { get; }

    /// <summary>All methods of the model: this one, and the pooled season where one was learned.</summary>
    public IReadOnlyList<IForecaster> Methods => Seasons.HasSeason ? [this, Seasons] : [this];

    /// <summary>What training did beyond its plain form: rows sampled, another library used, too little data.</summary>
    public IReadOnlyList<TrainingNote> Notes { get; }

    /// <summary>SHA-256 of the models' content, in lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>Trains one model per cut-off. With two or more threads to spare, a run may instead train each cut-off by itself and <see cref="Combine"/> them.</summary>
    /// <param name="series">All series, ids unique; order plays no part.</param>
    /// <param name="cutoffs">Ordinals: the origins of the plan and the common end.</param>
    /// <param name="horizon">Steps ahead, at least 1.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work; once the trees of a cut-off grow they are finished first (seconds).</param>
    /// <returns>The trained method.</returns>
    /// <exception cref="ForecastInputException">A series cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static GlobalTreesForecaster Train(
        IReadOnlyList<TimeSeries> series, IReadOnlyList<int> cutoffs, int horizon, GlobalTreesOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(cutoffs);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var request = new ForecastRequest(horizon);
        var violations = series.SelectMany(s => InputRules.Check(s, request)).ToList();
        if (violations.Count > 0)
            throw new ForecastInputException(violations);
        var ordered = series.OrderBy(s => s.Id, StringComparer.Ordinal).ToArray();
        var notes = new List<TrainingNote>();
        var models = new List<CutoffModel>();
        foreach (var cutoff in cutoffs.Distinct().Order())
        {
            cancellationToken.ThrowIfCancellationRequested();
            models.Add(TreeTrainer.Train(ordered, cutoff, horizon, options ?? new GlobalTreesOptions(), notes, cancellationToken));
        }

        return new GlobalTreesForecaster(models, notes);
    }

    /// <summary>Puts methods that were trained for different cut-offs together.</summary>
    /// <param name="parts">Trained methods; their cut-offs must differ.</param>
    /// <returns>One method with all their models; the same as if it had been trained at once.</returns>
    /// <exception cref="ArgumentException">Two parts have the same cut-off.</exception>
    public static GlobalTreesForecaster Combine(IEnumerable<GlobalTreesForecaster> parts)
    {
        var all = parts.ToArray();
        var models = all.SelectMany(p => p._models).ToArray();
        if (models.DistinctBy(m => m.Cutoff).Count() < models.Length)
            throw new ArgumentException("Two parts were trained for the same cut-off. Maybe leave one out.", nameof(parts));
        return new GlobalTreesForecaster(models, [.. all.SelectMany(p => p.Notes).Distinct()]);
    }

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        var violations = InputRules.Check(series, request);
        if (violations.Count > 0)
            throw new ForecastInputException(violations);
        cancellationToken.ThrowIfCancellationRequested();
        var notes = new List<string>();
        var model = ModelAt(series.End);
        if (model?.HasTrees != true)
            return Fallback("no model was trained before the end of the history: seasonal naive was used", series, request, cancellationToken);
        var demand = KnownDemand.Of(series, model.Context.Effects, request.Horizon);
        var features = new TreeFeatures(demand, model.Context);
        var reference = features.At(series.Length);
        if (!(reference.Level > 0))
            return Fallback("all recent values are zero: seasonal naive was used", series, request, cancellationToken);
        notes.AddRange(Notes.Where(n => n.Kind == TrainingNoteKind.Substitute).Select(n => n.Text));
        if (model.Cutoff < series.End)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"the model was trained {series.End - model.Cutoff} buckets before the end of the history"));
        if (request.Horizon > model.Horizon && model.Direct is not null)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"trained for {model.Horizon} steps: later ones are answered as the last"));
        var mean = TreePaths.Of(model, features, series.Length, reference, request.Horizon, cancellationToken);
        double[] At(int step) =>
            [.. request.Levels.Select(level => mean[step] + reference.Deviation * QuantileFunctions.At(CutoffModel.ResidualLevels, model.ResidualQuantiles[Math.Min(step, model.Horizon - 1)], level))];
        return demand.Restore(PlanningEngine.Forecasting.Forecast.Create(Name, mean, [.. Enumerable.Range(0, mean.Length).Select(At)], request, notes), request);
    }

    /// <inheritdoc />
    public IReadOnlyList<PooledEffect> EffectsOn(TimeSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return ModelAt(series.End)?.Context.Effects.On(series) ?? [];
    }

    private CutoffModel? ModelAt(int end) => Array.FindLast(_models, m => m.Cutoff <= end);

    /// <summary>Stores the models.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var payload = Payload();
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Signature);
        writer.Write(SHA256.HashData(payload));
        writer.Write(Notes.Count);
        foreach (var note in Notes)
            note.Write(writer);
        writer.Write(payload.Length);
        writer.Write(payload);
    }

    /// <summary>Whether a stored model has the form of another version, which <see cref="Load"/> refuses.</summary>
    /// <param name="stored">What <see cref="Save"/> stored.</param>
    public static bool IsOfAnotherVersion(ReadOnlySpan<byte> stored) => stored.StartsWith(Signature.AsSpan(0, Family)) && !stored.StartsWith(Signature);

    /// <summary>Restores what <see cref="Save"/> stored. The stored form holds numbers and names only: loading runs nothing of it.</summary>
    /// <param name="stream">Where from; it stays open.</param>
    /// <param name="expectedHash">The hash it must have, or null for any.</param>
    /// <returns>The method, with the same hash.</returns>
    /// <exception cref="InvalidDataException">The content is not a model, is damaged, or has another hash.</exception>
    public static GlobalTreesForecaster Load(Stream stream, string? expectedHash = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
            if (!reader.ReadBytes(Signature.Length).AsSpan().SequenceEqual(Signature))
                throw new InvalidDataException("This is not a stored tree model of this version. Maybe train again.");
            var hash = reader.ReadBytes(SHA256.HashSizeInBytes);
            var notes = new TrainingNote[BinaryFormat.ReadCount(reader)];
            for (var i = 0; i < notes.Length; i++)
                notes[i] = TrainingNote.Read(reader);
            var payload = reader.ReadBytes(reader.ReadInt32());
            var actual = SHA256.HashData(payload);
            if (!actual.AsSpan().SequenceEqual(hash) || (expectedHash is not null && !string.Equals(expectedHash, Convert.ToHexStringLower(actual), StringComparison.OrdinalIgnoreCase)))
                throw new InvalidDataException("The stored tree model does not have the hash it should have. Maybe train again.");
            return new GlobalTreesForecaster(ReadModels(payload), notes);
        }
        catch (Exception damaged) when (damaged is EndOfStreamException or ArgumentException or FormatException)
        {
            throw new InvalidDataException("The stored tree model is damaged. Maybe train again.", damaged);
        }
    }

    private Forecast Fallback(string reason, TimeSeries series, ForecastRequest request, CancellationToken cancellationToken)
    {
        var simple = WithoutModel.Forecast(series, request, cancellationToken);
        return PlanningEngine.Forecasting.Forecast.Create(Name, simple.Mean, simple.Quantiles, request, [reason, .. simple.Notes]);
    }

    private byte[] Payload()
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(_models.Length);
            foreach (var model in _models)
                model.Write(writer);
        }

        return buffer.ToArray();
    }

    private static List<CutoffModel> ReadModels(byte[] payload)
    {
        using var reader = new BinaryReader(new MemoryStream(payload), Encoding.UTF8);
        var models = new List<CutoffModel>();
        var count = BinaryFormat.ReadCount(reader);
        for (var i = 0; i < count; i++)
            models.Add(CutoffModel.Read(reader));
        return models;
    }
}
