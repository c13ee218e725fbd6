namespace PlanningEngine.Forecasting.Models;

/// <summary>Demand smoothed over sums of several buckets.</summary>
internal static class Aggregates
{
    private const int FewestSums = 3;
    private const int Weights = 20;

    /// <summary>Buckets between two occurrences, rounded, and the mean size of an occurrence.</summary>
    internal static (int Interval, double Size) Pattern(ReadOnlySpan<double> y)
    {
        var occurrences = 0;
        var total = 0.0;
        foreach (var value in y)
        {
            occurrences += value == 0 ? 0 : 1;
            total += value;
        }

        return (Math.Max(1, (int)Math.Round(y.Length / (double)occurrences)), total / occurrences);
    }

    /// <summary>Demand per bucket from smoothed sums over a number of buckets, the last sum ending with the history; the plain mean where there are too few sums.</summary>
    internal static double Rate(ReadOnlySpan<double> y, int count)
    {
        var sums = new double[y.Length / count];
        if (sums.Length < FewestSums)
        {
            var total = 0.0;
            foreach (var value in y)
                total += value;
            return total / y.Length;
        }

        var first = y.Length - sums.Length * count;
        for (var i = 0; i < sums.Length * count; i++)
            sums[i / count] += y[first + i];
        var (least, level) = (double.PositiveInfinity, 0.0);
        for (var i = 1; i <= Weights; i++)
        {
            var (squares, last) = Smooth(sums, i / (double)Weights / 2);
            if (squares < least)
                (least, level) = (squares, last);
        }

        return level / count;
    }

    /// <summary>A rate as a chance of the usual size, so that quantiles stay counts; a rate above the usual size is a larger size.</summary>
    internal static (double Probability, double Size) Compound(double rate, double size)
    {
        var probability = size == 0 ? 1 : rate / size;
        return probability is > 0 and <= 1 ? (probability, size) : (1, rate);
    }

    private static (double Squares, double Level) Smooth(double[] sums, double weight)
    {
        var level = (sums[0] + sums[1] + sums[2]) / FewestSums;
        var squares = 0.0;
        foreach (var sum in sums)
        {
            var error = sum - level;
            squares += error * error;
            level += weight * error;
        }

        return (squares, level);
    }
}
