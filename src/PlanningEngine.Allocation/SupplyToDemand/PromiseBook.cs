namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>What became of units asked for, or given back.</summary>
/// <param name="Units">Steps served or given back.</param>
/// <param name="Cost">Steps of money they cost, or save, in total.</param>
/// <param name="MarginalCost">Steps of money of the last one.</param>
/// <param name="Flow">Steps per lane of the taker.</param>
/// <param name="Moved">Other takers that get some units from another source than before.</param>
internal sealed record PromiseChange(long Units, double Cost, long MarginalCost, long[] Flow, int Moved);

/// <summary>Serves takers at least cost beside those served already, and gives units back so that the others are served at least cost.</summary>
/// <remarks>Every way found is a shortest one, so after each the flow is again one of least cost for what each taker gets (Busacker and Gowen 1960).</remarks>
internal sealed class PromiseBook
{
    /// <summary>Prices are made exact when changes have cost as much work as looking at every lane this many times: by then they lag, and a refresh pays for itself.</summary>
    private const int LanesSeenPerLane = 8;

    private readonly PromiseNetwork _network;
    private readonly PromiseSearch _search;
    private long _work;

    public PromiseBook(PromiseNetwork network)
    {
        _network = network;
        _search = new PromiseSearch(network);
        _search.MakeExact();
        _network.Keep();
    }

    /// <summary>Units that a taker gets.</summary>
    public long ServedTo(int slot) => _network.Taker(slot).Served;

    /// <summary>Serves a taker as far as possible, at least cost.</summary>
    /// <param name="taker">The taker.</param>
    /// <param name="units">Steps wanted.</param>
    /// <param name="keep">False takes everything back but the knowledge of what no unit can reach.</param>
    /// <returns>What it gets, and its slot where that is kept and not nothing; else -1.</returns>
    public (PromiseChange Change, int Slot) Serve(PromiseTaker taker, long units, bool keep)
    {
        var seen = _search.LanesSeen;
        var slot = _network.Add(taker);
        var node = _network.NodeOf(slot);
        var (done, cost, marginal) = (0L, 0.0, 0L);
        while (done < units && _network.TotalLeft > 0 && _network.Prices[node].Missing == 0 && _search.FindSupply(node) is >= 0 and var source)
        {
            var step = _search.Push(source, node, units - done);
            done += step;
            marginal = _network.Prices[node].Cost;
            cost += (double)step * marginal;
        }

        var change = new PromiseChange(done, cost, marginal, [.. taker.Lanes.Select(lane => lane.Flow)], _network.MovedBut(slot));
        if (keep || done == 0)
            _network.Keep();
        else
            _network.TakeBack();
        if (keep && done > 0)
        {
            Refresh(seen);
            return (change, slot);
        }

        _network.Remove(slot);
        return (change, -1);
    }

    /// <summary>Takes units back from a taker, the dearest first. What becomes free replaces what is dearer elsewhere, or is left over.</summary>
    /// <param name="slot">Slot of the taker; free again when it is left with nothing.</param>
    /// <param name="units">Steps, at most what it gets.</param>
    public PromiseChange GiveBack(int slot, long units)
    {
        var seen = _search.LanesSeen;
        var node = _network.NodeOf(slot);
        var (done, saved, marginal) = (0L, 0.0, 0L);
        while (done < units)
        {
            var source = _search.FindRelief(node);
            var step = _search.Push(source, node, units - done);
            done += step;
            marginal = _network.Prices[node].Cost;
            saved += (double)step * marginal;
        }

        var taker = _network.Taker(slot);
        var change = new PromiseChange(done, saved, marginal, [.. taker.Lanes.Select(lane => lane.Flow)], _network.MovedBut(slot));
        _network.Keep();
        if (taker.Served == 0)
            _network.Remove(slot);
        Refresh(seen);
        return change;
    }

    private void Refresh(long seenBefore)
    {
        _work += _search.LanesSeen - seenBefore;
        if (_work <= LanesSeenPerLane * (long)_network.LaneCount)
            return;
        _work = 0;
        _search.MakeExact();
        _network.Keep();
    }
}
