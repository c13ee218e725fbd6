using System.Runtime.InteropServices;
using PlanningEngine.Forecasting.MachineLearning.Regressors;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>The rows of one cut-off: known buckets before it as targets, seen from each step ahead of them.</summary>
internal sealed class TrainingRows : IDisposable
{
    /// <summary>Fewest values before a row.</summary>
    internal const int FewestBefore = 4;

    private const uint HeldOutShare = 8;
    private const float UsualWeight = 10;
    private const double LargestWeight = 1e4;
    private const int FewestSeriesToHoldOut = 24;

    private readonly List<double> _levels = [];
    private readonly List<float> _labels = [];
    private readonly List<(double Label, double Deviation, int Step)> _heldOut = [];

    private TrainingRows(int width, int most, int mostHeldOut) => (Rows, HeldOut) = (new FeatureRows(width, most), new FeatureRows(width, mostHeldOut));

    /// <summary>Features of the rows that are learned from.</summary>
    internal FeatureRows Rows { get; }

    /// <summary>What is learned, a label per row: see <see cref="TreeLabels"/>.</summary>
    internal Span<float> Labels => CollectionsMarshal.AsSpan(_labels);

    /// <summary>How much each row counts: large series more than small ones.</summary>
    internal float[] Weights { get; private set; } = [];

    /// <summary>Ordinal of the bucket that each row forecasts.</summary>
    internal List<int> Targets { get; } = [];

    /// <summary>Recent variation of each row's series in units of its level: what residuals are standardised by.</summary>
    internal List<double> Deviations { get; } = [];

    /// <summary>Features of every eighth series' rows, not trained on; empty when there are few series, or nobody asks for them.</summary>
    internal FeatureRows HeldOut { get; }

    /// <summary>The label of each of those, its deviation and its step: what calibrates the quantiles.</summary>
    internal IReadOnlyList<(double Label, double Deviation, int Step)> HeldOutLabels => _heldOut;

    /// <summary>Places in the histories from which rows look ahead, before sampling.</summary>
    internal long Origins { get; private set; }

    /// <summary>How many of them were drawn; all where there are few rows.</summary>
    internal long DrawnOrigins { get; private set; }

    /// <summary>Collects rows.</summary>
    /// <param name="demand">All series in a fixed order, cut at the cut-off.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <param name="context">What the features share.</param>
    /// <param name="labels">What is learned.</param>
    /// <param name="mostRows">Row limit.</param>
    /// <param name="seed">Seed of the sample.</param>
    /// <param name="keepsHeldOut">Whether rows of the series that are not learned from are wanted.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static TrainingRows Collect(
        IReadOnlyList<KnownDemand> demand, int horizon, TreeContext context, TreeLabels labels, int mostRows, int seed, bool keepsHeldOut, CancellationToken cancellationToken)
    {
        long available = 0;
        foreach (var one in demand)
            available += (long)Math.Max(0, one.Base.Length - FewestBefore - (context.Season?.Period ?? 0)) * horizon;
        // A whole origin is drawn or left, since what is known at an origin is worked out once for all its steps.
        var threshold = available <= mostRows ? uint.MaxValue : (uint)(uint.MaxValue * (mostRows / (double)available));
        var most = new int[2];
        int[] steps = [.. demand.Select((d, s) => IsHeldOut(seed, s, demand.Count) && !keepsHeldOut ? 0 : horizon)];
        for (var s = 0; s < demand.Count; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            most[IsHeldOut(seed, s, demand.Count) ? 1 : 0] += Drawn(s).Where(index => context.IsSeasonSeen(demand[s].Base, index)).Sum(index => StepsAt(s, index));
        }

        var found = new TrainingRows(TreeFeatures.CountFor(context), most[0], most[1]);
        for (var s = 0; s < demand.Count; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var series = demand[s].Base;
            found.Origins += Math.Max(0, series.Length - FirstOrigin(series));
            var features = steps[s] > 0 ? new TreeFeatures(demand[s], context) : null;
            foreach (var index in Drawn(s))
            {
                found.DrawnOrigins++;
                if (features is not null)
                    found.Add(series, features, index, StepsAt(s, index), IsHeldOut(seed, s, demand.Count), context, labels);
            }
        }

        found.Weigh(labels);
        return found;

        IEnumerable<int> Drawn(int s) => Enumerable.Range(0, demand[s].Base.Length).Skip(FirstOrigin(demand[s].Base)).Where(index => Mix(seed, s, index) <= threshold);

        int StepsAt(int s, int index) => Math.Min(steps[s], demand[s].Base.Length - index);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Rows.Dispose();
        HeldOut.Dispose();
    }

    /// <summary>The rows as ML.NET reads them.</summary>
    internal IEnumerable<TrainingRow> Read() =>
        Enumerable.Range(0, Rows.Count).Select(i => new TrainingRow { Features = Rows[i].ToArray(), Label = _labels[i], Weight = Weights[i] });

    /// <summary>The first place of a history from which rows look ahead.</summary>
    private static int FirstOrigin(TimeSeries series) => Math.Max(0, Array.FindIndex(series.Values, v => !double.IsNaN(v))) + FewestBefore;

    /// <summary>Weights in units of the median row's: whether demand is counted in pieces or in thousands changes nothing, and no row silences all others.</summary>
    private void Weigh(TreeLabels labels)
    {
        double[] weights = [.. _levels.Select(labels.Weight)];
        double[] sorted = [.. weights.Order()];
        Weights = Array.ConvertAll(weights, w => UsualWeight * (float)Math.Clamp(w / sorted[sorted.Length / 2], 1 / LargestWeight, LargestWeight));
    }

    /// <summary>Whether trees must not learn from a series, since it calibrates their quantiles.</summary>
    internal static bool IsHeldOut(int seed, int series, int count) => count >= FewestSeriesToHoldOut && Mix(seed, series, -1) % HeldOutShare == 0;

    private void Add(TimeSeries series, TreeFeatures features, int index, int steps, bool holdOut, TreeContext context, TreeLabels labels)
    {
        TreeFeatures.Reference? reference = null;
        for (var step = 0; step < steps; step++)
        {
            var actual = series.Values[index + step];
            if (double.IsNaN(actual))
                continue;
            reference ??= features.At(index);
            if (!(reference.Level > 0))
                return;
            // A season seen less than once: its rows would teach the trees what the pooled season knows better.
            if (context.Season is not null && reference.Season is null)
                return;
            var baseValue = features.BaseOf(step, reference);
            features.Write(index, step, reference, baseValue, holdOut ? HeldOut.Add() : Rows.Add(), index + step);
            var label = labels.Of(actual, baseValue, reference.Level);
            var deviation = reference.Deviation / reference.Level;
            if (holdOut)
            {
                _heldOut.Add((label, deviation, step));
                continue;
            }

            _labels.Add(labels.Limited(label));
            _levels.Add(reference.Level);
            Deviations.Add(deviation);
            Targets.Add(series.FirstPeriod + index + step);
        }
    }

    /// <summary>A well mixed number of a row's place (the finaliser of MurmurHash3), so that a sample does not depend on the order of work.</summary>
    private static uint Mix(int seed, int series, int index)
    {
        var hash = (uint)seed * 0x9E3779B1u ^ (uint)series * 0x85EBCA77u ^ (uint)index * 0xC2B2AE3Du;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35u;
        return hash ^ (hash >> 16);
    }
}
