namespace PlanningEngine.Forecasting.Evaluation;

/// <summary>
/// Measures of accuracy over matched actuals A and forecasts F with error e = F - A. Buckets whose actual is NaN are left out. A measure whose denominator is zero, or
/// that has no bucket to stand on, is null: it does not exist, which is not the same as zero.
/// </summary>
public static class Metrics
{
    /// <summary>Weighted absolute percentage error: sum |e| / sum A, as a ratio. Null unless the sum of actuals is positive.</summary>
    /// <param name="actual">Actuals.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    public static double? Wape(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        Match(actual, forecast);
        double errors = 0, total = 0;
        for (var t = 0; t < actual.Length; t++)
        {
            if (double.IsNaN(actual[t]))
                continue;
            errors += Math.Abs(forecast[t] - actual[t]);
            total += actual[t];
        }

        return total > 0 ? errors / total : null;
    }

    /// <summary>Bias: sum e / sum A, as a ratio; positive when forecasts are too high. Null unless the sum of actuals is positive.</summary>
    /// <param name="actual">Actuals.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    public static double? Bias(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        Match(actual, forecast);
        double errors = 0, total = 0;
        for (var t = 0; t < actual.Length; t++)
        {
            if (double.IsNaN(actual[t]))
                continue;
            errors += forecast[t] - actual[t];
            total += actual[t];
        }

        return total > 0 ? errors / total : null;
    }

    /// <summary>Symmetric mean absolute percentage error of the M competitions: mean of 2 |e| / (|A| + |F|), as a ratio between 0 and 2; a bucket where both are zero counts as zero.</summary>
    /// <param name="actual">Actuals.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    public static double? Smape(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        Match(actual, forecast);
        var sum = 0.0;
        var count = 0;
        for (var t = 0; t < actual.Length; t++)
        {
            if (double.IsNaN(actual[t]))
                continue;
            sum += SymmetricError(actual[t], forecast[t]);
            count++;
        }

        return count > 0 ? sum / count : null;
    }

    /// <summary>What one bucket adds to <see cref="Smape"/>.</summary>
    internal static double SymmetricError(double actual, double forecast)
    {
        var size = Math.Abs(actual) + Math.Abs(forecast);
        return size > 0 ? 2 * Math.Abs(forecast - actual) / size : 0;
    }

    /// <summary>Mean absolute scaled error (Hyndman and Koehler 2006): mean |e| over the scale of <see cref="SeasonalNaiveError"/>. Null when the scale is zero.</summary>
    /// <param name="actual">Actuals.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    /// <param name="scale">In-sample mean absolute error of the seasonal naive method.</param>
    public static double? Mase(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast, double? scale)
    {
        Match(actual, forecast);
        var sum = 0.0;
        var count = 0;
        for (var t = 0; t < actual.Length; t++)
        {
            if (double.IsNaN(actual[t]))
                continue;
            sum += Math.Abs(forecast[t] - actual[t]);
            count++;
        }

        return count > 0 && scale > 0 ? sum / count / scale : null;
    }

    /// <summary>Root mean squared scaled error (M5): the mean squared error over the in-sample mean squared one-step difference, under a root. Null when history does not move.</summary>
    /// <param name="actual">Actuals.</param>
    /// <param name="forecast">Forecasts, as many.</param>
    /// <param name="history">What was known, for the scale.</param>
    public static double? Rmsse(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast, ReadOnlySpan<double> history)
    {
        Match(actual, forecast);
        var sum = 0.0;
        var count = 0;
        for (var t = 0; t < actual.Length; t++)
        {
            if (double.IsNaN(actual[t]))
                continue;
            sum += (forecast[t] - actual[t]) * (forecast[t] - actual[t]);
            count++;
        }

        return count > 0 && SquaredDifference(history) is > 0 and var scale ? Math.Sqrt(sum / count / scale) : null;
    }

    /// <summary>The scale of RMSSE: in-sample mean of (y[t] - y[t - 1])^2. Null without a known pair.</summary>
    /// <param name="history">What was known.</param>
    public static double? SquaredDifference(ReadOnlySpan<double> history)
    {
        var sum = 0.0;
        var count = 0;
        for (var t = 1; t < history.Length; t++)
        {
            var step = history[t] - history[t - 1];
            if (double.IsNaN(step))
                continue;
            sum += step * step;
            count++;
        }

        return count > 0 ? sum / count : null;
    }

    /// <summary>The scale of MASE: in-sample mean of |y[t] - y[t - period]|, lag 1 where history is no longer than a period. Null without a known pair.</summary>
    /// <param name="history">What was known.</param>
    /// <param name="period">Length of the seasonal cycle.</param>
    public static double? SeasonalNaiveError(ReadOnlySpan<double> history, int period)
    {
        var lag = history.Length > period ? period : 1;
        var sum = 0.0;
        var count = 0;
        for (var t = lag; t < history.Length; t++)
        {
            var step = Math.Abs(history[t] - history[t - lag]);
            if (double.IsNaN(step))
                continue;
            sum += step;
            count++;
        }

        return count > 0 ? sum / count : null;
    }

    /// <summary>Share of actuals inside an interval, its ends included.</summary>
    /// <param name="actual">Actuals.</param>
    /// <param name="lower">Lower ends, as many.</param>
    /// <param name="upper">Upper ends, as many.</param>
    public static double? Coverage(ReadOnlySpan<double> actual, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        Match(actual, lower);
        Match(actual, upper);
        int inside = 0, count = 0;
        for (var t = 0; t < actual.Length; t++)
        {
            if (double.IsNaN(actual[t]))
                continue;
            inside += lower[t] <= actual[t] && actual[t] <= upper[t] ? 1 : 0;
            count++;
        }

        return count > 0 ? inside / (double)count : null;
    }

    /// <summary>Pinball loss of a quantile forecast at one level: mean of max(level (A - q), (level - 1)(A - q)), in the unit of the actuals.</summary>
    /// <param name="actual">Actuals.</param>
    /// <param name="quantile">Quantile forecasts, as many.</param>
    /// <param name="level">Level between 0 and 1.</param>
    public static double? Pinball(ReadOnlySpan<double> actual, ReadOnlySpan<double> quantile, double level)
    {
        Match(actual, quantile);
        var sum = 0.0;
        var count = 0;
        for (var t = 0; t < actual.Length; t++)
        {
            if (double.IsNaN(actual[t]))
                continue;
            sum += QuantileLoss(actual[t], quantile[t], level);
            count++;
        }

        return count > 0 ? sum / count : null;
    }

    /// <summary>What one bucket adds to <see cref="Pinball"/>.</summary>
    internal static double QuantileLoss(double actual, double quantile, double level) => Math.Max(level * (actual - quantile), (level - 1) * (actual - quantile));

    /// <summary>Mean scaled interval score (Gneiting and Raftery 2007, as in M4): width plus 2 / alpha times the distance of actuals outside, over the scale of MASE.</summary>
    /// <param name="actual">Actuals.</param>
    /// <param name="lower">Lower ends, as many.</param>
    /// <param name="upper">Upper ends, as many.</param>
    /// <param name="nominal">Nominal coverage, such as 0.95.</param>
    /// <param name="scale">In-sample mean absolute error of the seasonal naive method.</param>
    public static double? Msis(ReadOnlySpan<double> actual, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, double nominal, double? scale)
    {
        Match(actual, lower);
        Match(actual, upper);
        var penalty = 2 / (1 - nominal);
        var sum = 0.0;
        var count = 0;
        for (var t = 0; t < actual.Length; t++)
        {
            if (double.IsNaN(actual[t]))
                continue;
            sum += upper[t] - lower[t] + penalty * (Math.Max(0, lower[t] - actual[t]) + Math.Max(0, actual[t] - upper[t]));
            count++;
        }

        return count > 0 && scale > 0 ? sum / count / scale : null;
    }

    private static void Match(ReadOnlySpan<double> actual, ReadOnlySpan<double> other)
    {
        if (actual.Length != other.Length)
            throw new ArgumentException($"Actuals ({actual.Length}) and forecasts ({other.Length}) must be equally many.", nameof(other));
    }
}
