using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Answers whether one more order can be served beside everything the plan promises, from where and at which cost, without a new solve; and gives back what is no longer wanted.</summary>
/// <remarks>
/// Each demand's served quantity in the plan is a promise. An order is served by shortest augmenting paths in the residual network of the plan (Busacker and Gowen 1960, with the
/// potentials of Edmonds and Karp 1972): from units left over, possibly over demands that get the same from another source. After every path the plan is again one of least
/// cost for what is promised; of equally cheap paths the one that moves the fewest promises is taken. A search ends at the first source with units left, so it sees the neighbourhood of the order only; what no
/// unit left can reach is known beforehand and never searched. The answer to a check depends on the plan and on what was promised and given back, not on earlier checks. Not safe for concurrent use.
/// </remarks>
public sealed class AvailableToPromise
{
    private const double FinestSteps = 1L << 52;
    private const long MostRefinement = 1_000_000;
    private const double LargestCostSteps = 1L << 56;
    private const int NoSlot = -1;

    private readonly SupplyProblem _problem;
    private readonly Dictionary<string, int> _positionOf;
    private readonly int[] _placeOf;
    private readonly Dictionary<string, int> _slotOf;
    private readonly PromiseBook _book;
    private readonly CustomerOrderValidator _validator;
    private readonly double _stepsPerUnit;
    private readonly Grid _money;

    private AvailableToPromise(SupplyProblem problem, SupplyNetwork network, long[] potential)
    {
        _problem = problem;
        _money = network.Money;
        _positionOf = Positions(problem.Sources.Select(source => source.Id));
        _placeOf = network.Sources.Place;
        _slotOf = Positions(problem.Demands.Select(demand => demand.Id));
        foreach (var (id, position) in _slotOf)
            _slotOf[id] = network.Demands.Place[position];
        // Orders may come in smaller parts of a unit than the plan needed.
        var steps = problem.Sources.Sum(source => source.Available) * network.Quantities.StepsPerUnit + 1;
        var refinement = 1L;
        while (refinement < MostRefinement && steps * refinement * 10 < FinestSteps)
            refinement *= 10;
        _stepsPerUnit = network.Quantities.StepsPerUnit * refinement;
        _book = new PromiseBook(new PromiseNetwork(network, potential, network.Sources.Select(i => Steps(problem.Sources[i].Available)), refinement));
        _validator = new CustomerOrderValidator(_positionOf.ContainsKey, id => _slotOf.TryGetValue(id, out var slot) ? Promised(slot) : null, LargestCostSteps / _money.StepsPerUnit);
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

    /// <summary>Gives back what an order is promised, because it is cancelled or reduced. No other promise gets less; some are served more cheaply from what becomes free, the rest of it is left for later orders.</summary>
    /// <param name="orderId">A demand of the plan, or an order that was promised.</param>
    /// <param name="quantity">Units to give back, the dearest first, 0 .. what is promised; null gives all back, after which an order may come again under this id.</param>
    /// <exception cref="InvalidProblemException">There is no such promise, or it is smaller; holds all violations.</exception>
    public Release Release(string orderId, double? quantity = null)
    {
        InputCheck.ThrowIfAny(_validator.Validate(orderId, quantity));
        var slot = _slotOf[orderId];
        var promised = Promised(slot);
        var all = quantity is null || quantity == promised;
        var units = slot == NoSlot ? 0 : all ? _book.ServedTo(slot) : Steps(quantity!.Value);
        var back = units == 0 ? new PromiseChange(0, 0, 0, [], 0) : _book.GiveBack(slot, units);
        if (quantity is null)
            _slotOf.Remove(orderId);
        else if (all)
            _slotOf[orderId] = NoSlot;
        var release = new Release(orderId, all ? promised : units / _stepsPerUnit, Promised(_slotOf.GetValueOrDefault(orderId, NoSlot)), Money(back.Cost), back.Moved, "");
        return release with { Sentence = PromiseWords.Describe(release) };
    }

    private Promise Serve(CustomerOrder order, bool keep)
    {
        InputCheck.ThrowIfAny(_validator.Validate(order));
        var taker = new PromiseTaker([.. order.Lanes.Select(lane => new PromiseLane(_placeOf[_positionOf[lane.SourceId]], _money.Nearest(lane.UnitCost), Steps(lane.Maximum ?? order.Quantity)))]);
        var (served, slot) = _book.Serve(taker, Steps(order.Quantity), keep);
        if (slot != NoSlot)
            _slotOf.Add(order.Id, slot);
        var promised = served.Units == Steps(order.Quantity) ? order.Quantity : served.Units / _stepsPerUnit;
        var shipments = order.Lanes.Select((lane, i) => new Shipment(lane.SourceId, order.Id, served.Flow[i] / _stepsPerUnit, lane.UnitCost)).Where(shipment => shipment.Quantity > 0).ToArray();
        var marginal = served.Units > 0 ? _money.ToUnits(served.MarginalCost) : (double?)null;
        var promise = new Promise(order.Id, order.Quantity, promised, Money(served.Cost), marginal, shipments, served.Moved, "");
        return promise with { Sentence = PromiseWords.Describe(promise, id => _problem.Sources[_positionOf[id]]) };
    }

    private double Promised(int slot) => slot == NoSlot ? 0 : _book.ServedTo(slot) / _stepsPerUnit;

    private double Money(double steps) => steps / _stepsPerUnit / _money.StepsPerUnit;

    /// <summary>Units in steps. A source may hold far more than the demands that the step was chosen for, so only what no capacity can hold is cut off: beyond about a thousand times all demand.</summary>
    private long Steps(double units) => (long)Math.Floor(Math.Min(units * _stepsPerUnit * (1 + 1e-15), FlowNetwork.Unbounded));

    private static Dictionary<string, int> Positions(IEnumerable<string> ids) =>
        ids.Select((id, i) => (Id: id, Position: i)).ToDictionary(pair => pair.Id, pair => pair.Position, StringComparer.Ordinal);
}
