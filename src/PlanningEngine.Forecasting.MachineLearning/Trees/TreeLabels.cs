namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>
/// What the trees learn and how their score becomes a value: the correction of the base in units of the level; for counts (Poisson, Tweedie) the value itself in those units,
/// whose logarithm the trees give.
/// </summary>
internal readonly record struct TreeLabels(TreeObjective Objective)
{
    private const double LargestCorrection = 4;
    private const double LargestCount = 100;
    private const double HighestLogarithm = 5;

    /// <summary>Rows of a bucket that count as much as the belief that its series share no surprise.</summary>
    private const double PriorRows = 20;

    internal bool IsCount => Objective is TreeObjective.Poisson or TreeObjective.Tweedie;

    internal double Of(double actual, double baseValue, double level) => IsCount ? Math.Max(0, actual) / level : (actual - baseValue) / level;

    /// <summary>A label that no single row can shout with.</summary>
    internal float Limited(double label) => (float)(IsCount ? Math.Min(label, LargestCount) : Math.Clamp(label, -LargestCorrection, LargestCorrection));

    /// <summary>How much a row counts. Counts add up to the volume only when each counts by its level; corrections by its root, between volume and number of series.</summary>
    internal double Weight(double level) => IsCount ? level : Math.Sqrt(level);

    /// <summary>The value that a score stands for.</summary>
    internal double Value(double score, double baseValue, double level) => IsCount ? level * Math.Exp(Math.Min(score, HighestLogarithm)) : baseValue + level * score;

    /// <summary>Takes out what all series missed alike in one bucket: such a surprise (a holiday, the weather) says nothing of the buckets to come, and trees would learn it by heart.</summary>
    internal void Centre(TrainingRows rows)
    {
        if (IsCount)
            return;
        var labels = rows.Labels;
        var sums = new Dictionary<int, (double Sum, double Weight, double Count)>();
        for (var i = 0; i < labels.Length; i++)
        {
            var (sum, weight, count) = sums.GetValueOrDefault(rows.Targets[i]);
            sums[rows.Targets[i]] = (sum + rows.Weights[i] * labels[i], weight + rows.Weights[i], count + 1);
        }

        for (var i = 0; i < labels.Length; i++)
        {
            var (sum, weight, count) = sums[rows.Targets[i]];
            labels[i] -= (float)(sum / weight * count / (count + PriorRows));
        }
    }
}
