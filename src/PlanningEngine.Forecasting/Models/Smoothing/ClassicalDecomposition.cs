namespace PlanningEngine.Forecasting.Models.Smoothing;

/// <summary>Seasonal indices by centred moving averages (Hyndman and Athanasopoulos 2021, section 3.4).</summary>
internal static class ClassicalDecomposition
{
    /// <summary>Indices by phase of the cycle, phase 0 being the first observation.</summary>
    /// <param name="y">At least two cycles; positive when multiplicative.</param>
    /// <param name="period">Length of the cycle, at least 2.</param>
    /// <param name="multiplicative">Whether indices multiply (mean 1) or add (mean 0).</param>
    internal static double[] Indices(ReadOnlySpan<double> y, int period, bool multiplicative)
    {
        var sums = new double[period];
        var counts = new int[period];
        var half = period / 2;
        for (var t = half; t < y.Length - half; t++)
        {
            var trend = CentredAverage(y, t, period);
            if (multiplicative && !(trend > 0))
                continue;
            sums[t % period] += multiplicative ? y[t] / trend : y[t] - trend;
            counts[t % period]++;
        }

        var neutral = multiplicative ? 1.0 : 0.0;
        var mean = 0.0;
        for (var phase = 0; phase < period; phase++)
        {
            sums[phase] = counts[phase] > 0 ? sums[phase] / counts[phase] : neutral;
            mean += sums[phase] / period;
        }

        for (var phase = 0; phase < period; phase++)
            sums[phase] = multiplicative ? sums[phase] / mean : sums[phase] - mean;
        return sums;
    }

    private static double CentredAverage(ReadOnlySpan<double> y, int t, int period)
    {
        var half = period / 2;
        var sum = 0.0;
        if (period % 2 == 1)
        {
            for (var i = t - half; i <= t + half; i++)
                sum += y[i];
            return sum / period;
        }

        sum = (y[t - half] + y[t + half]) / 2;
        for (var i = t - half + 1; i < t + half; i++)
            sum += y[i];
        return sum / period;
    }
}
