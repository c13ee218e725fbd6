using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>
/// The order by steps to neighbours with a smaller criterion (Hyndman, Khandakar 2008): differences by tests, then orders one more or one less, until none is better. All likelihoods are exact.
/// </summary>
internal sealed class ArimaSearch
{
    private const int MostDifferences = 2;
    private const int MostOrders = 5;
    private const int MostSeasonalOrders = 2;
    private const int MostModels = 94;

    /// <summary>Changes of (p, q, seasonal P, seasonal Q) in the order in which they are tried.</summary>
    private static readonly (int P, int Q, int SeasonalP, int SeasonalQ)[] Steps =
    [
        (0, 0, -1, 0), (0, 0, 0, -1), (0, 0, 1, 0), (0, 0, 0, 1), (0, 0, -1, -1), (0, 0, -1, 1), (0, 0, 1, -1), (0, 0, 1, 1),
        (-1, 0, 0, 0), (0, -1, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (-1, -1, 0, 0), (-1, 1, 0, 0), (1, -1, 0, 0), (1, 1, 0, 0),
    ];

    private readonly ArimaOrder _plain;
    private readonly ArimaOrder _most;
    private readonly double[] _w;
    private readonly ArimaEffort _effort;
    private readonly Dictionary<ArimaOrder, ArimaFit?> _tried = [];

    /// <summary>Prepares.</summary>
    /// <param name="y">Observations without NaN, not constant.</param>
    /// <param name="period">Length of the cycle; 1 shuts seasonal orders out.</param>
    /// <param name="effort">How exactly each order is fitted; well enough to choose one if nothing else is asked.</param>
    internal ArimaSearch(double[] y, int period, ArimaEffort? effort = null)
    {
        _effort = effort ?? ArimaEffort.ToChoose;
        var seasonalD = UnitRoots.SeasonalDifferences(y, period);
        var d = UnitRoots.Differences(seasonalD > 0 ? UnitRoots.Difference(y, period) : y, MostDifferences);
        _plain = new ArimaOrder(0, d, 0, 0, seasonalD, 0, period, Constant: d + seasonalD <= 1);
        _w = UnitRoots.Difference(y, _plain);
        var orders = Math.Min(MostOrders, Math.Min(y.Length / 3, period > 1 ? period - 1 : MostOrders));
        var seasonal = period > 1 ? Math.Min(MostSeasonalOrders, y.Length / 3 / period) : 0;
        _most = _plain with { P = orders, Q = orders, SeasonalP = seasonal, SeasonalQ = seasonal };
    }

    /// <summary>Searches for the best order; one search per instance.</summary>
    /// <returns>Its fit, to the last digit that counts; null where even the plain order cannot be fitted.</returns>
    internal ArimaFit? Run(CancellationToken cancellationToken)
    {
        if (WithoutSearch() is { } known)
            return known is [var only] ? only : null;
        using var arena = LaneArena.Rent();
        return Explore(arena, cancellationToken) is not { } best ? null
            : new ArimaEstimator(_w, best.Order, arena).Fit(cancellationToken: cancellationToken) is { IsStable: true } final ? final : best;
    }

    /// <summary>Searches, and gives all orders that it tried and that keep away from the unit circle, the best first, as exactly as the search needed them.</summary>
    internal IReadOnlyList<ArimaFit> RunForAll(CancellationToken cancellationToken)
    {
        if (WithoutSearch() is { } known)
            return known;
        using var arena = LaneArena.Rent();
        Explore(arena, cancellationToken);
        return [.. _tried.Values.OfType<ArimaFit>().OrderBy(f => f.Aicc)];
    }

    /// <summary>The answer where there is nothing to search: nothing is left, or what is left does not move; else null.</summary>
    private IReadOnlyList<ArimaFit>? WithoutSearch() => _w.Length == 0 ? [] : UnitRoots.IsConstant(_w) ? [Still()] : null;

    private ArimaFit? Explore(LaneArena arena, CancellationToken cancellationToken)
    {
        ArimaFit? best = null;
        foreach (var order in Starts())
            best = Better(best, Try(order, best, arena, cancellationToken));
        for (var moved = best is not null; moved && _tried.Count < MostModels;)
        {
            moved = false;
            foreach (var order in Neighbours(best!.Order))
            {
                var fit = Try(order, best, arena, cancellationToken);
                if (fit is null || fit.Aicc >= best.Aicc)
                    continue;
                best = fit;
                moved = true;
                break;
            }
        }

        return best;
    }

    private static ArimaFit? Better(ArimaFit? one, ArimaFit? other) => one is null || other?.Aicc < one.Aicc ? other ?? one : one;

    /// <summary>What differences leave does not move: it goes on.</summary>
    private ArimaFit Still() => new(_plain with { Constant = true }, [], _w[0], double.PositiveInfinity, double.NegativeInfinity, 0);

    private IEnumerable<ArimaOrder> Starts()
    {
        yield return Within(2, 2, 1, 1);
        yield return _plain;
        yield return Within(1, 0, 1, 0);
        yield return Within(0, 1, 0, 1);
        if (_plain.Constant)
            yield return _plain with { Constant = false };
    }

    private ArimaOrder Within(int p, int q, int seasonalP, int seasonalQ) => _plain with
    {
        P = Math.Min(p, _most.P),
        Q = Math.Min(q, _most.Q),
        SeasonalP = Math.Min(seasonalP, _most.SeasonalP),
        SeasonalQ = Math.Min(seasonalQ, _most.SeasonalQ),
    };

    private IEnumerable<ArimaOrder> Neighbours(ArimaOrder order)
    {
        foreach (var (p, q, seasonalP, seasonalQ) in Steps)
        {
            var next = order with { P = order.P + p, Q = order.Q + q, SeasonalP = order.SeasonalP + seasonalP, SeasonalQ = order.SeasonalQ + seasonalQ };
            if (Math.Min(Math.Min(next.P, next.Q), Math.Min(next.SeasonalP, next.SeasonalQ)) >= 0
                && next.P <= _most.P && next.Q <= _most.Q && next.SeasonalP <= _most.SeasonalP && next.SeasonalQ <= _most.SeasonalQ)
                yield return next;
        }

        if (_plain.Constant)
            yield return order with { Constant = !order.Constant };
    }

    private ArimaFit? Try(ArimaOrder order, ArimaFit? neighbour, LaneArena arena, CancellationToken cancellationToken)
    {
        if (_tried.TryGetValue(order, out var known))
            return known;
        cancellationToken.ThrowIfCancellationRequested();
        var fit = _w.Length > order.Estimated ? new ArimaEstimator(_w, order, arena).Fit(_effort, neighbour, cancellationToken) : null;
        return _tried[order] = fit is { IsStable: true } && !double.IsInfinity(fit.Aicc) ? fit : null;
    }
}
