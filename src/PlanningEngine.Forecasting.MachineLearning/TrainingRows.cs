using Microsoft.ML.Data;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>One row as ML.NET reads it.</summary>
internal sealed class TrainingRow
{
    /// <summary>Features; the length is set by the schema.</summary>
    [VectorType]
    public float[] Features { get; set; } = [];

    /// <summary>Change from the recent mean in units of the level.</summary>
    public float Label { get; set; }

    /// <summary>The series' recent variation in units of the level: what residuals are standardised by. Not learned from.</summary>
    [NoColumn]
    public double Deviation { get; set; }
}

/// <summary>A held-out row: what calibrates the quantiles.</summary>
internal readonly record struct HeldOutRow(float[] Features, double Label, double Deviation, int Step);

/// <summary>The rows of one cut-off: each known bucket before it as a target, seen from each step ahead of it.</summary>
internal sealed class TrainingRows
{
    private const int FewestBefore = 4;
    private const uint HeldOutShare = 8;
    private const int FewestSeriesToHoldOut = 24;
    private const double LargestLabel = 8;

    private TrainingRows(List<TrainingRow> rows, List<HeldOutRow> heldOut, long available)
    {
        Rows = rows;
        HeldOut = heldOut;
        Available = available;
    }

    internal List<TrainingRow> Rows { get; }

    /// <summary>Rows of every eighth series, not trained on; empty when there are few series.</summary>
    internal List<HeldOutRow> HeldOut { get; }

    /// <summary>Number of rows before sampling.</summary>
    internal long Available { get; }

    /// <summary>Collects rows.</summary>
    /// <param name="series">All series in a fixed order.</param>
    /// <param name="cutoff">Nothing from this ordinal on is read.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <param name="codes">Codes of the attributes.</param>
    /// <param name="options">Row limit and seed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static TrainingRows Collect(
        IReadOnlyList<TimeSeries> series, int cutoff, int horizon, AttributeCodes codes, GlobalTreesOptions options, CancellationToken cancellationToken)
    {
        var known = series.Where(s => s.FirstPeriod < cutoff).Select(s => s.Until(Math.Min(cutoff, s.End))).ToArray();
        long available = 0;
        foreach (var one in known)
            available += (long)Math.Max(0, one.Length - FewestBefore) * horizon;
        var threshold = available <= options.MostRows ? uint.MaxValue : (uint)(uint.MaxValue * (options.MostRows / (double)available));
        List<TrainingRow> rows = [];
        List<HeldOutRow> heldOut = [];
        var width = TreeFeatures.CountFor(codes);
        for (var s = 0; s < known.Length; s++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var holdOut = known.Length >= FewestSeriesToHoldOut && Mix(options.Seed, s, -1, -1) % HeldOutShare == 0;
            var features = new TreeFeatures(known[s], codes);
            for (var index = features.FirstKnown + FewestBefore; index < known[s].Length; index++)
            {
                TreeFeatures.Reference? reference = null;
                for (var step = 0; step < horizon && index + step < known[s].Length; step++)
                {
                    var actual = known[s].Values[index + step];
                    if (double.IsNaN(actual) || Mix(options.Seed, s, index, step) > threshold)
                        continue;
                    var units = reference ??= features.At(index);
                    if (!(units.Level > 0))
                        break;
                    var row = new float[width];
                    features.Write(index, step, units, row);
                    var label = (actual - units.Mean) / units.Level;
                    if (holdOut)
                        heldOut.Add(new HeldOutRow(row, label, units.Deviation / units.Level, step));
                    else
                        rows.Add(new TrainingRow { Features = row, Label = (float)Math.Clamp(label, -LargestLabel, LargestLabel), Deviation = units.Deviation / units.Level });
                }
            }
        }

        return new TrainingRows(rows, heldOut, available);
    }

    /// <summary>A well mixed number of a row's place (the finaliser of MurmurHash3), so that a sample does not depend on the order of work.</summary>
    private static uint Mix(int seed, int series, int index, int step)
    {
        var hash = (uint)seed * 0x9E3779B1u ^ (uint)series * 0x85EBCA77u ^ (uint)index * 0xC2B2AE3Du ^ (uint)step * 0x27D4EB2Fu;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35u;
        return hash ^ (hash >> 16);
    }
}
