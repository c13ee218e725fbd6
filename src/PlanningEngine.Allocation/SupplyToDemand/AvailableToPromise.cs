using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Answers whether one more order can be served beside everything the plan promises, from where and at which cost, without a new solve.</summary>
/// <remarks>
/// Each demand's served quantity in the plan is a promise. An order is served by shortest augmenting paths in the residual network of the plan (Busacker and Gowen 1960, with the
/// potentials of Edmonds and Karp 1972): from units left over, possibly over demands that get the same from another source. After every path the plan is again one of least
/// cost for what is promised. A search ends at the first source with units left, so it sees the neighbourhood of the order only; what no unit left can reach is known beforehand and
/// never searched. Not safe for concurrent use.
/// </remarks>
public sealed class AvailableToPromise
{
    private const double FinestSteps = 1L << 52;
    private const long MostRefinement = 1_000_000;

    private readonly SupplyProblem _problem;
    private readonly Dictionary<string, int> _placeOf;
    private readonly Dictionary<string, int> _positionOf;
    private readonly HashSet<string> _ids;
    private readonly PromiseNetwork _network;
    private readonly double _stepsPerUnit;
    private readonly Grid _money;

    private AvailableToPromise(SupplyProblem problem, SupplyNetwork network, long[] potential)
    {
        _problem = problem;
        _money = network.Money;
        _placeOf = problem.Sources.Select((source, i) => (source.Id, Place: network.Sources.Place[i])).ToDictionary(pair => pair.Id, pair => pair.Place, StringComparer.Ordinal);
        _positionOf = problem.Sources.Select((source, i) => (source.Id, Position: i)).ToDictionary(pair => pair.Id, pair => pair.Position, StringComparer.Ordinal);
        _ids = problem.Demands.Select(demand => demand.Id).ToHashSet(StringComparer.Ordinal);
        // Orders may come in smaller parts of a unit than the plan needed.
        var steps = problem.Sources.Sum(source => source.Available) * network.Quantities.StepsPerUnit + 1;
        var refinement = 1L;
        while (refinement < MostRefinement && steps * refinement * 10 < FinestSteps)
            refinement *= 10;
        _stepsPerUnit = network.Quantities.StepsPerUnit * refinement;
        _network = new PromiseNetwork(network, potential, network.Sources.Select(i => Steps(problem.Sources[i].Available)), refinement);
    }

    /// <summary>Opens the books on a plan.</summary>
    /// <param name="result">An optimal answer of <see cref="SupplySolver"/>; what it serves is promised.</param>
    /// <exception cref="ArgumentException">The answer is not optimal.</exception>
    public static AvailableToPromise Open(SupplyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Status == SolveStatus.Optimal && result.State is { } state
            ? new AvailableToPromise(state.Network.Problem, state.Network, state.Potential)
            : throw new ArgumentException($"The status ({result.Status}) of the answer must be Optimal. Maybe solve without limits.", nameof(result));
    }

    /// <summary>Says what could be promised; changes nothing.</summary>
    /// <param name="order">The order.</param>
    /// <exception cref="InvalidProblemException">The order breaks rules; holds all violations.</exception>
    public Promise Check(CustomerOrder order) => Serve(order, keep: false);

    /// <summary>Promises what can be promised: the units are taken and no later order gets them.</summary>
    /// <param name="order">The order.</param>
    /// <exception cref="InvalidProblemException">The order breaks rules; holds all violations.</exception>
    public Promise Commit(CustomerOrder order) => Serve(order, keep: true);

    private Promise Serve(CustomerOrder order, bool keep)
    {
        InputCheck.ThrowIfAny(Validate(order));
        var taker = new PromiseTaker(
            [.. order.Lanes.Select(lane => _placeOf[lane.SourceId])],
            [.. order.Lanes.Select(lane => _money.Nearest(lane.UnitCost))],
            [.. order.Lanes.Select(lane => Steps(lane.Maximum ?? order.Quantity))]);
        var served = _network.Serve(taker, Steps(order.Quantity), keep);
        if (keep && served.Units > 0)
            _ids.Add(order.Id);
        var promised = served.Units == Steps(order.Quantity) ? order.Quantity : served.Units / _stepsPerUnit;
        var shipments = order.Lanes.Select((lane, i) => new Shipment(lane.SourceId, order.Id, served.Flow[i] / _stepsPerUnit, lane.UnitCost)).Where(shipment => shipment.Quantity > 0).ToArray();
        var promise = new Promise(
            order.Id,
            order.Quantity,
            promised,
            served.Cost / _stepsPerUnit / _money.StepsPerUnit,
            served.Units > 0 ? _money.ToUnits(served.MarginalCost) : null,
            shipments,
            served.Moved,
            "");
        return promise with { Sentence = Describe(promise) };
    }

    private long Steps(double units) => (long)Math.Floor(Math.Min(units * _stepsPerUnit * (1 + 1e-15), FinestSteps));

    private string Describe(Promise promise)
    {
        var asked = PlannerWords.Quantity(promise.Asked);
        if (promise.Promised == 0)
            return promise.Asked == 0 ? $"Order {promise.OrderId} asks for nothing." : $"Nothing of the {asked} of order {promise.OrderId} can be promised: no unit is left that could reach it.";
        var from = string.Join(", ", promise.Shipments.Select(shipment => $"{PlannerWords.Quantity(shipment.Quantity)} from {PlannerWords.PlaceAndPeriod(_problem.Sources[_positionOf[shipment.SourceId]])}"));
        var share = promise.Promised == promise.Asked ? $"Order {promise.OrderId} can be promised in full" : $"{PlannerWords.Quantity(promise.Promised)} of the {asked} of order {promise.OrderId} can be promised";
        var moved = promise.Moved switch
        {
            0 => "",
            1 => "; one earlier promise is served from elsewhere",
            _ => $"; {promise.Moved} earlier promises are served from elsewhere",
        };
        return $"{share}: {from}{moved}; the last unit costs {PlannerWords.Money(promise.MarginalCost ?? 0)}.";
    }

    private IReadOnlyList<Violation> Validate(CustomerOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(order.Lanes);
        var check = new InputCheck();
        if (check.Require(!string.IsNullOrWhiteSpace(order.Id), "EMPTY", "order.Id", $"The id ({order.Id}) of the order must not be empty. Maybe use its number."))
            check.Require(!_ids.Contains(order.Id), "DUPLICATE", "order.Id", $"The id ({order.Id}) of the order must not be promised already. Maybe it was sent twice.");
        check.Number(order.Quantity, "quantity", $"order ({order.Id})", "order.Quantity");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < order.Lanes.Count; i++)
        {
            var lane = order.Lanes[i];
            if (!check.Require(lane?.SourceId is { } id && _placeOf.ContainsKey(id), "UNKNOWN_SOURCE", $"order.Lanes[{i}]", $"The source ({lane?.SourceId}) at position {i} must be one of the {_placeOf.Count} sources of the plan. Maybe drop the lane."))
                continue;
            check.Require(seen.Add(lane!.SourceId), "DUPLICATE", $"order.Lanes[{lane.SourceId}]", $"The source ({lane.SourceId}) at position {i} must appear once. Maybe keep the cheaper lane.");
            check.Number(lane.UnitCost, "unit cost", $"lane ({lane.SourceId} -> {order.Id})", $"order.Lanes[{lane.SourceId}].UnitCost");
            if (lane.Maximum is { } maximum)
                check.Number(maximum, "maximum", $"lane ({lane.SourceId} -> {order.Id})", $"order.Lanes[{lane.SourceId}].Maximum");
        }

        return check.Found;
    }
}
