using Microsoft.ML.Data;
using PlanningEngine.Forecasting.MachineLearning.Regressors;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>One row as ML.NET reads it.</summary>
internal sealed class TrainingRow
{
    /// <summary>Features; the length is set by the schema.</summary>
    [VectorType]
    public float[] Features { get; set; } = [];

    /// <summary>What is learned: see <see cref="TreeLabels"/>.</summary>
    public float Label { get; set; }

    /// <summary>How much the row counts: large series more than small ones. See <see cref="TrainingRows.Weigh"/>.</summary>
    public float Weight { get; set; } = 1;

    /// <summary>The series' level, from which the weight follows. Not learned from.</summary>
    [NoColumn]
    public double Level { get; set; }

    /// <summary>The series' recent variation in units of the level: what residuals are standardised by. Not learned from.</summary>
    [NoColumn]
    public double Deviation { get; set; }

    /// <summary>Ordinal of the bucket that is forecast. Not learned from.</summary>
    [NoColumn]
    public int Target { get; set; }
}

/// <summary>A held-out row: what calibrates the quantiles.</summary>
internal readonly record struct HeldOutRow(float[] Features, double Label, double Deviation, int Step);

/// <summary>The rows of one cut-off: known buckets before it as targets, seen from each step ahead of them.</summary>
internal sealed class TrainingRows
{
    /// <summary>Fewest values before a row.</summary>
    internal const int FewestBefore = 4;

    private const uint HeldOutShare = 8;
    private const float UsualWeight = 10;
    private const double LargestWeight = 1e4;
    private const int FewestSeriesToHoldOut = 24;

    private TrainingRows()
    {
    }

    internal List<TrainingRow> Rows { get; } = [];

    /// <summary>Rows of every eighth series, not trained on; empty when there are few series.</summary>
    internal List<HeldOutRow> HeldOut { get; } = [];

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
    /// <param name="cancellationToken">Stops the work.</param>
    internal static TrainingRows Collect(
        IReadOnlyList<KnownDemand> demand, int horizon, TreeContext context, TreeLabels labels, int mostRows, int seed, CancellationToken cancellationToken)
    {
        long available = 0;
        foreach (var one in demand)
            available += (long)Math.Max(0, one.Base.Length - FewestBefore - (context.Season?.Period ?? 0)) * horizon;
        // A whole origin is drawn or left, since what is known at an origin is worked out once for all its steps.
        var threshold = available <= mostRows ? uint.MaxValue : (uint)(uint.MaxValue * (mostRows / (double)available));
        var found = new TrainingRows();
        for (var s = 0; s < demand.Count; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var holdOut = IsHeldOut(seed, s, demand.Count);
            var (series, features) = (demand[s].Base, new TreeFeatures(demand[s], context));
            for (var index = features.FirstKnown + FewestBefore; index < series.Length; index++)
            {
                found.Origins++;
                if (Mix(seed, s, index) > threshold)
                    continue;
                found.DrawnOrigins++;
                found.Add(series, features, index, Math.Min(horizon, series.Length - index), holdOut, context, labels);
            }
        }

        found.Weigh(labels);
        return found;
    }

    /// <summary>Weights in units of the median row's: whether demand is counted in pieces or in thousands changes nothing, and no row silences all others.</summary>
    private void Weigh(TreeLabels labels)
    {
        var weights = Rows.Select(r => labels.Weight(r.Level)).ToArray();
        Array.Sort(weights);
        for (var i = 0; i < Rows.Count; i++)
            Rows[i].Weight = UsualWeight * (float)Math.Clamp(labels.Weight(Rows[i].Level) / weights[weights.Length / 2], 1 / LargestWeight, LargestWeight);
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
            var row = new float[TreeFeatures.CountFor(context)];
            var baseValue = features.BaseOf(step, reference);
            features.Write(index, step, reference, baseValue, row, index + step);
            var label = labels.Of(actual, baseValue, reference.Level);
            var deviation = reference.Deviation / reference.Level;
            if (holdOut)
                HeldOut.Add(new HeldOutRow(row, label, deviation, step));
            else
                Rows.Add(new TrainingRow
                {
                    Features = row,
                    Label = labels.Limited(label),
                    Level = reference.Level,
                    Deviation = deviation,
                    Target = series.FirstPeriod + index + step,
                });
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
