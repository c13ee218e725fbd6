using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quality;

/// <summary>The set rules (gaps, missing periods, suspicious jumps) over bucketed series, fed row by row. Memory grows with keys and periods, not rows.</summary>
public sealed class SeriesRules
{
    private const double IntermittentInterval = 1.32;
    private const int FewestPeriods = 8;
    private const int HalfWindow = 3;
    private readonly QualityOptions _options;
    private readonly FindingLog _log;
    private readonly Dictionary<string, SortedDictionary<int, double>> _series = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, HashSet<int>> _channels = new(StringComparer.Ordinal);

    /// <summary>Creates the rules over an empty set.</summary>
    public SeriesRules(QualityOptions options, FindingLog log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        (_options, _log) = (options, log);
    }

    /// <summary>Adds a quantity to a period of a series; what is no number, or beyond <see cref="NumberLimits"/>, is left to the row rules.</summary>
    /// <param name="seriesKey">Key of the series as people may read it.</param>
    /// <param name="channel">Code of its channel as people may read it.</param>
    /// <param name="period">Ordinal of the period in the options' bucket.</param>
    /// <param name="quantity">Quantity of the row.</param>
    public void Add(string seriesKey, string channel, int period, double quantity)
    {
        if (!NumberLimits.Holds(quantity))
            return;
        if (!_channels.TryGetValue(channel, out var sold))
            _channels[channel] = sold = [];
        sold.Add(period);
        if (!_series.TryGetValue(seriesKey, out var periods))
            _series[seriesKey] = periods = [];
        periods[period] = periods.GetValueOrDefault(period) + quantity;
    }

    /// <summary>Judges everything added.</summary>
    public void Complete()
    {
        MissingPeriods();
        foreach (var (key, periods) in _series)
        {
            Gaps(key, periods);
            Jumps(key, periods);
        }
    }

    /// <summary>Periods in which the whole company, or a whole channel while others sold, has no row: also after the channel's last one, where a file often ends early.</summary>
    private void MissingPeriods()
    {
        if (_channels.Count == 0)
            return;
        var company = _channels.Values.SelectMany(p => p).ToHashSet();
        for (var period = company.Min(); period <= company.Max(); period++)
        {
            if (!company.Contains(period))
            {
                _log.Add(QualityRules.MissingPeriods, RowOrigin.None, "company", "date", Text(period), $"No series has a row in the period from {Text(period)}. Maybe a file is missing.");
                continue;
            }

            foreach (var (channel, periods) in _channels.Where(c => c.Value.Min() < period && !c.Value.Contains(period)))
                _log.Add(QualityRules.MissingPeriods, RowOrigin.None, channel, "date", Text(period), $"The channel ({channel}) has no row in the period from {Text(period)}, in which others sold. Maybe a file is missing, or ends early.");
        }
    }

    private void Gaps(string key, SortedDictionary<int, double> periods)
    {
        var (first, last) = (periods.Keys.First(), periods.Keys.Last());
        var missing = last - first + 1 - periods.Count;
        if (missing == 0)
            return;
        var gap = first;
        while (periods.ContainsKey(gap))
            gap++;
        var kind = last - first + 1 > IntermittentInterval * periods.Count ? "an intermittent" : "a regular";
        _log.Add(QualityRules.Gaps, RowOrigin.None, key, "date", Text(gap), $"{missing} of {last - first + 1} periods of ({key}), {kind} series, have no row, the first from {Text(gap)}. Maybe rows are missing, or nothing was sold.");
    }

    /// <summary>
    /// Residuals from a running median (3 periods each side) against their median absolute deviation, or their mean absolute deviation where that is zero: the modified z score of
    /// Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993). Intermittent and short series are not judged, nor a change below half of the level.
    /// </summary>
    private void Jumps(string key, SortedDictionary<int, double> periods)
    {
        var first = periods.Keys.First();
        var count = periods.Keys.Last() - first + 1;
        if (!_log.IsOn(QualityRules.SuspiciousJumps) || periods.Count < FewestPeriods || count > IntermittentInterval * periods.Count)
            return;
        var ordinals = periods.Keys.ToArray();
        var values = periods.Values.ToArray();
        var levels = new double[values.Length];
        var deviations = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var from = Math.Clamp(i - HalfWindow, 0, Math.Max(0, values.Length - (2 * HalfWindow) - 1));
            levels[i] = Median(values.AsSpan(from, Math.Min((2 * HalfWindow) + 1, values.Length - from)));
            deviations[i] = Math.Abs(values[i] - levels[i]);
        }

        var median = Median(deviations);
        var scale = median > 0 ? 1.4826 * median : 1.2533 * deviations.Average();
        for (var i = 0; i < values.Length; i++)
        {
            if (deviations[i] > _options.JumpThreshold * scale && deviations[i] > 0.5 * Math.Abs(levels[i]))
                _log.Add(QualityRules.SuspiciousJumps, RowOrigin.None, key, "quantity", RowRules.Text(values[i]), FormattableString.Invariant($"The quantity ({values[i]:0.##}) of ({key}) in the period from {Text(ordinals[i])} is far from its neighbours ({levels[i]:0.##}), {deviations[i] / scale:0.0} deviations. Maybe a unit or a comma is wrong."));
        }
    }

    private static double Median(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private string Text(int period) => RowRules.Text(_options.Bucket.StartOf(period));
}
