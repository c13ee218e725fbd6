using System.Globalization;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.StockOuts;

namespace PlanningEngine.Forecasting.Preparation;

/// <summary>
/// A series whose longest cycle has phases that as good as never sell, such as a shop at night and on Sundays, and sells in nearly all others: those are closed. Its open buckets, one after the other, are a series
/// without zeros, with the cycles that are left; what is forecast of them is put back between the closed ones, which are zero.
/// </summary>
internal sealed class OpenPhases
{
    /// <summary>Fewest rounds of a cycle in which a phase without demand is closed, and not without demand by chance.</summary>
    private const int FewestRounds = 4;

    /// <summary>Most buckets of a closed phase that may hold demand all the same, none of them in the last two rounds.</summary>
    private const double ShareOfClosed = 0.02;
    private const int LastRounds = 2;

    /// <summary>Most chance that any phase is without demand by accident, if it sold as often as the open ones.</summary>
    private const double ByAccident = 0.01;

    private readonly bool[] _open;
    private readonly int _length;

    private OpenPhases(bool[] open, int length, TimeSeries series) => (_open, _length, Series) = (open, length, series);

    /// <summary>The open buckets as a series.</summary>
    internal TimeSeries Series { get; }

    /// <summary>Finds closed phases; null where there are none, demand is seldom in the open ones too, what is left has no regular cycle, or more is known of the series than its values.</summary>
    internal static OpenPhases? Of(TimeSeries series)
    {
        if (series.Regressors.Count > 0 || series.LeapBuckets.Count > 0 || series.Availability is not null || Find(series.Values, series) is not { } open)
            return null;
        double[] values = [.. series.Values.Where((_, t) => open[t % open.Length])];
        if (DemandPattern.Of(values).Class is not (DemandClass.Smooth or DemandClass.Erratic))
            return null;
        int[] periods = [.. series.FurtherPeriods.Prepend(series.Period).Where(p => p > 1).Select(p => PeriodLeft(open, p)).Where(p => p != 1)];
        return periods.Contains(0) ? null : new OpenPhases(open, series.Length, new TimeSeries(series.Id, values, periods.FirstOrDefault(1)) { FurtherPeriods = [.. periods.Skip(1)], Attributes = series.Attributes });
    }

    /// <summary>Whether each phase of the longest cycle that was seen often enough is open, by what the series sold and by what was sold where it is; null where all are.</summary>
    /// <param name="values">Observations.</param>
    /// <param name="series">Whose cycles and place count.</param>
    internal static bool[]? Find(double[] values, TimeSeries series)
    {
        var own = Alone(values, series);
        if (series.Place is not { } place || series.End <= place.FirstPeriod || Alone(place.Values[..Math.Min(place.Length, series.End - place.FirstPeriod)], place) is not { } ofPlace)
            return own;
        var cycle = ofPlace.Length;
        var soldOfLate = new bool[cycle];
        for (var t = Math.Max(0, values.Length - (LastRounds * cycle)); t < values.Length; t++)
            soldOfLate[t % cycle] |= values[t] is not (0 or double.NaN);
        var both = new bool[own is null || own.Length == cycle ? cycle : own.Length * cycle];
        for (var phase = 0; phase < both.Length; phase++)
            both[phase] = own?[phase % own.Length] != false && (ofPlace[Cycle.PhaseOf(series.FirstPeriod - place.FirstPeriod + phase, cycle)] || soldOfLate[phase % cycle]);
        return Array.TrueForAll(both, o => o) || !Array.Exists(both, o => o) ? own : both;
    }

    /// <summary>The same by the values of the series alone, in its near cycles: a date of the year is a weekday too seldom to tell.</summary>
    private static bool[]? Alone(double[] values, TimeSeries series)
    {
        var first = Math.Max(0, Array.FindIndex(values, v => !double.IsNaN(v) && v != 0));
        var cycle = FarSeason.Near(series).FurtherPeriods.Append(series.Period).Where(p => p > 1 && FewestRounds * p <= values.Length - first).DefaultIfEmpty(1).Max();
        var (known, sold, late) = (new int[cycle], new int[cycle], new bool[cycle]);
        for (var t = first; t < values.Length; t++)
        {
            if (double.IsNaN(values[t]))
                continue;
            known[t % cycle]++;
            sold[t % cycle] += values[t] == 0 ? 0 : 1;
            late[t % cycle] |= values[t] != 0 && t >= values.Length - LastRounds * cycle;
        }

        var open = new bool[cycle];
        for (var phase = 0; phase < cycle; phase++)
            open[phase] = late[phase] || known[phase] < FewestRounds || sold[phase] > ShareOfClosed * known[phase];
        var chance = open.Zip(sold).Sum(o => o.First ? o.Second : 0) / (double)Math.Max(1, open.Zip(known).Sum(o => o.First ? o.Second : 0));
        for (var phase = 0; phase < cycle; phase++)
            open[phase] |= cycle * AtMost(sold[phase], known[phase], chance) > ByAccident;
        return Array.TrueForAll(open, o => o) || !Array.Exists(open, o => o) ? null : open;
    }

    /// <summary>The same of what is known of demand: buckets in which stock ran out are not. Null too where buckets outside the cycle, such as weeks 53, move its phases.</summary>
    internal static bool[]? Find(TimeSeries series) => series.LeapBuckets.Count > 0 ? null : Find(LostSales.FullyAvailable(series.Values, series.Availability), series);

    /// <summary>Which of the steps ahead are closed: those of closed phases, but where something is known ahead, such as a promotion, with which they sold, or of which they never saw whether they do. Null where none is.</summary>
    /// <param name="series">The history, with what is known ahead.</param>
    /// <param name="horizon">Steps ahead.</param>
    internal static bool[]? ClosedAhead(TimeSeries series, int horizon)
    {
        if (Find(series) is not { } open)
            return null;
        bool IsClosed(int t) => !open[t % open.Length];
        bool Opens(double[] occurs)
        {
            var times = Enumerable.Range(0, series.Length).Where(t => IsClosed(t) && occurs[t] != 0).ToList();
            return times.Count == 0 || times.Exists(t => series.Values[t] is not (0 or double.NaN) || SoldAtPlace(series, t));
        }

        // A promotion is usually not held: what never is zero, as a temperature, is no event.
        double[][] events = [.. series.Regressors.Where(r => r.Form == RegressorForm.Linear && r.Values.AsSpan(0, series.Length).Contains(0)).Select(r => r.Values).Where(Opens)];
        return [.. Enumerable.Range(series.Length, horizon).Select(t => IsClosed(t) && !Array.Exists(events, e => t < e.Length && e[t] != 0))];
    }

    /// <summary>What there is to say of a series of which steps ahead may be closed; null where none is.</summary>
    internal static string? Describe(TimeSeries series) => Find(series) is { } open
        ? NoteOf(open, Find(series with { Place = null }) is { } own && own.AsSpan().SequenceEqual(open) ? "" : ", nor does anything else where it is sold", "zero is forecast of them") : null;

    private static string NoteOf(bool[] open, string norOthers, string then) =>
        string.Create(CultureInfo.InvariantCulture, $"{open.Count(o => !o)} of the {open.Length} buckets of a cycle as good as never sell{norOthers}: they are taken for closed, and {then}");

    private static bool SoldAtPlace(TimeSeries series, int t) =>
        series.Place is { } place && series.FirstPeriod + t - place.FirstPeriod is >= 0 and var at && at < place.Length && place.Values[at] is not (0 or double.NaN);

    /// <summary>Open buckets of so many ahead, at least 1.</summary>
    internal int Within(int horizon) => Math.Max(1, Enumerable.Range(_length, horizon).Count(IsOpen));

    /// <summary>The forecast of the open buckets with closed ones between them.</summary>
    /// <param name="forecast">What is forecast of the open buckets.</param>
    /// <param name="request">What was asked of the series.</param>
    internal Forecast Restore(Forecast forecast, ForecastRequest request)
    {
        var (mean, quantiles, next) = (new double[request.Horizon], new double[request.Horizon][], 0);
        for (var step = 0; step < request.Horizon; step++)
        {
            var isOpen = IsOpen(_length + step);
            mean[step] = isOpen ? forecast.Mean[next] : 0;
            quantiles[step] = isOpen ? forecast.Quantiles[next] : new double[request.Levels.Count];
            next += isOpen ? 1 : 0;
        }

        return PlanningEngine.Forecasting.Forecast.Create(forecast.Method, mean, quantiles, request, [NoteOf(_open, "", "what the notes say counts the others"), .. forecast.Notes]);
    }

    private bool IsOpen(int index) => _open[index % _open.Length];

    /// <summary>Chance of so few buckets with demand or fewer, of so many, each of which has demand with a chance.</summary>
    private static double AtMost(int sold, int known, double chance)
    {
        if (chance >= 1)
            return sold < known ? 0 : 1;
        var (term, sum) = (Math.Pow(1 - chance, known), 0.0);
        for (var i = 0; i <= sold; i++)
            (sum, term) = (sum + term, term * (known - i) / (i + 1) * chance / (1 - chance));
        return sum;
    }

    /// <summary>What is left of a cycle: the open buckets of each round, those wholly closed left out; 0 where rounds differ.</summary>
    private static int PeriodLeft(bool[] open, int period)
    {
        if (period > open.Length || open.Length % period != 0)
            return 0;
        var rounds = Enumerable.Range(0, open.Length / period).Select(round => open[(round * period)..((round + 1) * period)]).Where(r => Array.Exists(r, o => o)).ToArray();
        return Array.TrueForAll(rounds, r => r.AsSpan().SequenceEqual(rounds[0])) ? rounds[0].Count(o => o) : 0;
    }
}
