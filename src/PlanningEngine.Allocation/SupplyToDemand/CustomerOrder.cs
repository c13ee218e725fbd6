namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A way to serve an order.</summary>
/// <param name="SourceId">Id of a source that can deliver in time.</param>
/// <param name="UnitCost">Money per unit, 0 .. 1e15.</param>
/// <param name="Maximum">Most units, 0 .. 1e15; null is no limit.</param>
public sealed record OrderLane(string SourceId, double UnitCost, double? Maximum = null);

/// <summary>One more order, asked for after the plan was made.</summary>
/// <param name="Id">Not the id of a demand of the plan or of an order promised before.</param>
/// <param name="Quantity">Units wanted, 0 .. 1e15.</param>
/// <param name="Lanes">The sources that can deliver by its due date, each once; may be empty.</param>
public sealed record CustomerOrder(string Id, double Quantity, IReadOnlyList<OrderLane> Lanes);

/// <summary>What can be promised for an order.</summary>
/// <param name="OrderId">Id of the order.</param>
/// <param name="Asked">Units asked for.</param>
/// <param name="Promised">Units that can be promised, at most <paramref name="Asked"/>: no plan that keeps every earlier promise gives more of them.</param>
/// <param name="Cost">Least money they add to the cost of the plan, rerouting of earlier promises included.</param>
/// <param name="MarginalCost">Money of the last unit, the dearest; null when nothing is promised.</param>
/// <param name="Shipments">Where the units come from.</param>
/// <param name="Moved">Earlier promises that get some units from another source than before; none gets less.</param>
/// <param name="Sentence">The answer in words.</param>
public sealed record Promise(
    string OrderId,
    double Asked,
    double Promised,
    double Cost,
    double? MarginalCost,
    IReadOnlyList<Shipment> Shipments,
    int Moved,
    string Sentence);


/// <summary>What giving back a promise does.</summary>
/// <param name="OrderId">Id of the order.</param>
/// <param name="Released">Units given back.</param>
/// <param name="Promised">Units it is still promised.</param>
/// <param name="Saved">Money that the plan of least cost for the promises that stay costs less than before.</param>
/// <param name="Moved">Other promises that get some units from another source than before; none gets less.</param>
/// <param name="Sentence">The answer in words.</param>
public sealed record Release(string OrderId, double Released, double Promised, double Saved, int Moved, string Sentence);
