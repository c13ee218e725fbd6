using System.Globalization;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Planning.Series;

namespace PlanningEngine.Server.Forecasts;

/// <summary>
/// Lets the demand for replaced products go on in their heirs, per territory and channel. Before its launch an heir has its share of what the predecessor sold; from then on its own sales and,
/// where the predecessor is on its way out, that share of what it still sells. A predecessor without an end date keeps what no heir takes.
/// </summary>
/// <param name="successions">Which products replace which.</param>
/// <param name="factory">Makes series.</param>
/// <param name="horizon">Periods that are forecast.</param>
/// <param name="absentIsZero">Whether a period without a row means that nothing was sold.</param>
internal sealed class InheritedDemand(Successions successions, RunSeriesFactory factory, int horizon, bool absentIsZero)
{
    private readonly int _last = factory.LastPeriod;

    /// <summary>The series of a run with what heirs inherit, in the order of product, territory and channel.</summary>
    /// <param name="own">The series as they were sold.</param>
    public List<RunSeries> In(IReadOnlyList<RunSeries> own)
    {
        var byProduct = own.GroupBy(s => s.ProductKey).ToDictionary(g => g.Key, g => g.ToDictionary(s => (s.TerritoryKey, s.ChannelKey)));
        foreach (var succession in successions.InOrder.Where(s => s.Launch <= _last + horizon))
        {
            if (!byProduct.TryGetValue(succession.Predecessor, out var predecessors))
                continue;
            if (!byProduct.TryGetValue(succession.Heir, out var heirs))
                byProduct[succession.Heir] = heirs = [];
            foreach (var (place, predecessor) in predecessors)
                heirs[place] = Heir(succession, predecessor, heirs.GetValueOrDefault(place));
        }

        return [.. byProduct.Values.SelectMany(s => s.Values).Select(HandedOver).OrderBy(s => s.ProductKey).ThenBy(s => s.TerritoryKey).ThenBy(s => s.ChannelKey)];
    }

    private RunSeries Heir(Succession succession, RunSeries old, RunSeries? own)
    {
        var (share, launch) = (succession.Share, succession.Launch);
        var endsByDate = factory.EndOf(old.ProductKey) is not null;
        var first = Math.Min(old.FirstPeriod, own?.FirstPeriod ?? old.FirstPeriod);
        var ended = factory.EndOf(succession.Heir) is { } end && end <= _last;
        var values = new double[(ended ? own is null ? Math.Max(first, factory.EndOf(succession.Heir)!.Value) : own.FirstPeriod + own.Values.Length - 1 : _last) - first + 1];
        for (var i = 0; i < values.Length; i++)
        {
            var period = first + i;
            var (sold, before) = (At(own, period), At(old, period));
            var rest = successions.Rest(old.ProductKey, period);
            if (period < launch)
                values[i] = (before ?? double.NaN) * share / (endsByDate ? 1 : Math.Max(rest, share));
            else
                values[i] = (sold ?? (absentIsZero ? 0 : double.NaN)) + (before is { } still && !double.IsNaN(still) && (endsByDate || rest == 0) ? share * still : 0);
        }

        var key = new SeriesKey(succession.Heir, old.TerritoryKey, old.ChannelKey);
        var isStillSold = endsByDate && old.Treatment == SeriesTreatment.Full;
        return factory.Create(key, first, values, factory.EndOf(succession.Heir), []) with
        {
            Lifecycle = ForecastLifecycle.Successor,
            LifecycleNote = HeirNote(succession, Math.Clamp(launch - first, 0, values.Length), isStillSold),
            ForecastFrom = launch > _last + 1 ? launch : null,
            Inherits = isStillSold ? new Inheritance(old.Id, share) : null,
        };
    }

    /// <summary>A series whose product is replaced, as far as that comes inside the horizon; any other one as it is.</summary>
    private RunSeries HandedOver(RunSeries series)
    {
        var heirs = successions.HeirsOf(series.ProductKey).Where(h => h.Launch <= _last + horizon).OrderBy(h => h.Launch).ToList();
        if (heirs.Count == 0)
            return series;
        var replaced = series with
        {
            Lifecycle = ForecastLifecycle.Replaced,
            LifecycleNote = (series.LifecycleNote.Length > 0 ? series.LifecycleNote + "; " : "") + string.Join("; ", heirs.Select(ReplacedNote)),
        };
        if (factory.EndOf(series.ProductKey) is not null)
            return replaced;
        var now = successions.Rest(series.ProductKey, _last);
        int? goneFrom = heirs.Select(h => h.Launch).Where(launch => successions.Rest(series.ProductKey, launch) == 0).Select(launch => (int?)launch).FirstOrDefault();
        if (now == 0)
            return replaced with { ForecastUntil = goneFrom - 1, Treatment = SeriesTreatment.Discontinued };
        return replaced with
        {
            Values = [.. series.Values.Select((v, i) => v * now / successions.Rest(series.ProductKey, series.FirstPeriod + i))],
            Limited = [.. series.Limited.Select(l => l with { Sold = l.Sold * now / successions.Rest(series.ProductKey, l.Period) })],
            ForecastUntil = goneFrom - 1,
            Remaining = [.. heirs.Where(h => h.Launch > _last).Select(h => new RemainingDemand(h.Launch, successions.Rest(series.ProductKey, h.Launch) / now))],
        };
    }

    private static double? At(RunSeries? series, int period) =>
        series is null || period < series.FirstPeriod || period >= series.FirstPeriod + series.Values.Length ? null : series.Values[period - series.FirstPeriod];

    private string HeirNote(Succession succession, int inherited, bool isStillSold) => string.Create(CultureInfo.InvariantCulture,
        $"continues ({factory.CodeOf(succession.Predecessor)}) with {100 * succession.Share:0.##} % of its demand, {inherited} periods of its history before {factory.Bucket.StartOf(succession.Launch):yyyy-MM-dd}{(isStillSold ? "; what that product is still expected to sell before its end is left to it" : "")}");

    private string ReplacedNote(Succession succession) => string.Create(CultureInfo.InvariantCulture,
        $"replaced by ({factory.CodeOf(succession.Heir)}), which takes {100 * succession.Share:0.##} % of its demand from {factory.Bucket.StartOf(succession.Launch):yyyy-MM-dd}{(factory.EndOf(succession.Predecessor) is null ? "" : ", the more the less this one sells until its end")}");
}
