namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Finds the reason for every shortage of a plan.</summary>
internal sealed class ShortageExplainer
{
    private readonly SupplyNetwork _network;
    private readonly IReadOnlyList<SourceValue>? _values;

    private ShortageExplainer(SupplyNetwork network, IReadOnlyList<SourceValue>? values)
    {
        _network = network;
        _values = values;
    }

    /// <summary>Explains all shortages, in the order of the problem.</summary>
    /// <param name="network">The network with its flow.</param>
    /// <param name="values">Values of the sources in the order of the problem, or null when the plan is not proven optimal.</param>
    public static ShortageReason[] Explain(SupplyNetwork network, IReadOnlyList<SourceValue>? values)
    {
        var explainer = new ShortageExplainer(network, values);
        var reasons = new List<ShortageReason>();
        for (var i = 0; i < network.Problem.Demands.Count; i++)
        {
            var demand = network.Problem.Demands[i];
            var place = network.Demands.Place[i];
            if (place >= 0 && network.UnmetOf(place) > 0)
                reasons.Add(explainer.ExplainOne(demand, place));
            else if (place < 0 && demand.Quantity > 0)
                reasons.Add(Reason(ShortageCode.BelowResolution, demand, demand.Quantity, "its quantity is too small next to the others of the problem"));
        }

        return [.. reasons];
    }

    private ShortageReason ExplainOne(Demand demand, int place)
    {
        var unmet = demand.Quantity - _network.Quantities.ToUnits(_network.Wanted[place] - _network.UnmetOf(place));
        var lanes = _network.Lanes.Into(place);
        if (lanes.IsEmpty)
            return Reason(ShortageCode.NoLane, demand, unmet, "no source may serve it");
        if (_values is null)
            return Reason(ShortageCode.StoppedEarly, demand, unmet, "the solve was stopped before it was settled; more work may serve it");

        int cheapestOpen = -1, cheapestFull = -1;
        foreach (var lane in lanes)
        {
            ref var cheapest = ref _network.RoomOf(lane) > 0 ? ref cheapestOpen : ref cheapestFull;
            if (cheapest < 0 || _network.Flow.Cost[lane] < _network.Flow.Cost[cheapest])
                cheapest = lane;
        }

        var mustServe = _network.Rank[place] > 0 || _network.BelowMinimumOf(place) > 0;
        var value = _network.Money.Nearest(demand.UnitValue);
        if (cheapestOpen >= 0 && (mustServe || _network.Flow.Cost[cheapestOpen] < value))
            return SourceIsUsedUp(demand, place, unmet, cheapestOpen);
        if (cheapestFull >= 0 && (mustServe || _network.Flow.Cost[cheapestFull] < value))
            return LanesAreFull(demand, unmet, lanes, cheapestFull);
        var cheapestLane = LaneInput(cheapestOpen >= 0 ? cheapestOpen : cheapestFull);
        var source = SourceOf(cheapestOpen >= 0 ? cheapestOpen : cheapestFull);
        return Reason(ShortageCode.NotWorthIt, demand, unmet,
            $"a unit from {PlannerWords.PlaceAndPeriod(source)} costs {PlannerWords.Money(cheapestLane.UnitCost)} and brings {PlannerWords.Money(demand.UnitValue)}") with
        { SourceId = source.Id };
    }

    private ShortageReason LanesAreFull(Demand demand, double unmet, ReadOnlySpan<int> lanes, int lane)
    {
        var source = SourceOf(lane);
        var limit = PlannerWords.Quantity(LaneInput(lane).Maximum ?? 0);
        var words = lanes.Length == 1
            ? $"the lane from {PlannerWords.PlaceAndPeriod(source)} carries its maximum of {limit}"
            : $"the lanes that would serve it carry their maximum, the one from {PlannerWords.PlaceAndPeriod(source)} {limit}";
        return Reason(ShortageCode.LaneLimit, demand, unmet, words) with { SourceId = source.Id };
    }

    private ShortageReason SourceIsUsedUp(Demand demand, int place, double unmet, int lane)
    {
        var source = SourceOf(lane);
        var worth = _values![_network.Sources.Input[_network.Lanes.Source[lane]]].OneMore;
        var (code, rival, claim) = FindRival(demand, place, lane);
        var words = $"{PlannerWords.UsedUp(source)}{claim}; {PlannerWords.Worth(worth)}";
        return Reason(code, demand, unmet, words) with { SourceId = source.Id, RivalDemandId = rival?.Id, UnitWorth = worth.Money };
    }

    /// <summary>The strongest claim among the other demands the source serves: rank, then a minimum fill, then value; the largest quantity within each.</summary>
    private (ShortageCode Code, Demand? Rival, string Claim) FindRival(Demand demand, int place, int lane)
    {
        var source = _network.Lanes.Source[lane];
        var code = ShortageCode.SourcesExhausted;
        long most = 0;
        Demand? rival = null;
        for (var other = _network.Lanes.SourceStart[source]; other < _network.Lanes.SourceStart[source + 1]; other++)
        {
            var flow = _network.Flow.Flow[other];
            if (flow == 0 || other == lane)
                continue;
            var claim = ClaimOf(place, lane, other);
            var stronger = Strength(claim) > Strength(code);
            if (claim != ShortageCode.SourcesExhausted && (stronger || (claim == code && flow > most)))
                (code, most, rival) = (claim, flow, _network.Problem.Demands[_network.Demands.Input[_network.Lanes.Demand[other]]]);
        }

        return (code, rival, rival is null ? "" : Claim(code, demand, rival, _network.Quantities.ToUnits(most)));
    }

    private ShortageCode ClaimOf(int place, int lane, int other)
    {
        var rival = _network.Lanes.Demand[other];
        if (_network.Rank[rival] > _network.Rank[place])
            return ShortageCode.ServedHigherPriority;
        if (_network.Required[rival] > 0 && _network.Wanted[rival] - _network.UnmetOf(rival) <= _network.Required[rival])
            return ShortageCode.HeldForMinimumFill;
        return _network.Rank[rival] == _network.Rank[place] && Net(rival, other) > Net(place, lane)
            ? ShortageCode.ServedMoreValuable
            : ShortageCode.SourcesExhausted;
    }

    /// <summary>What a unit of the lane's source brings there.</summary>
    private double Net(int demand, int lane) =>
        (_network.Money.Nearest(_network.Problem.Demands[_network.Demands.Input[demand]].UnitValue) - _network.Flow.Cost[lane]) / LaneInput(lane).UnitsPerUnit;

    private static int Strength(ShortageCode code) => code switch
    {
        ShortageCode.ServedHigherPriority => 3,
        ShortageCode.HeldForMinimumFill => 2,
        ShortageCode.ServedMoreValuable => 1,
        _ => 0,
    };

    private static string Claim(ShortageCode code, Demand demand, Demand rival, double quantity)
    {
        var served = $" and gives {PlannerWords.Quantity(quantity)} to {PlannerWords.Demand(rival)}";
        return code switch
        {
            ShortageCode.ServedHigherPriority => $"{served}, which has priority {rival.Priority} against {demand.Priority}",
            ShortageCode.HeldForMinimumFill => $"{served} for its minimum fill",
            _ => $"{served}, which brings more per unit",
        };
    }

    private Lane LaneInput(int lane) => _network.Problem.Lanes[_network.Lanes.Input[lane]];

    private SupplySource SourceOf(int lane) => _network.Problem.Sources[_network.Sources.Input[_network.Lanes.Source[lane]]];

    private static ShortageReason Reason(ShortageCode code, Demand demand, double quantity, string because)
    {
        var subject = PlannerWords.Demand(demand);
        return new ShortageReason(code, demand.Id, quantity, null, null, null,
            $"D{subject[1..]} is short {PlannerWords.Quantity(quantity)} because {because}.");
    }
}
