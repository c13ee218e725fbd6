namespace PlanningEngine.Allocation.Locations;

/// <summary>The capacitated p-median problem: open a number of sites and give every customer whole to one of them, at least total distance.</summary>
/// <remarks>Whole numbers throughout, so that bounds are exact. A site may serve itself from elsewhere; its own distance is usually 0.</remarks>
/// <param name="Sites">Number of places that can be opened, at least 1.</param>
/// <param name="Customers">Number of customers, at least 1.</param>
/// <param name="Distance">Distance of each pair, customer by customer for the first site, then for the next: <c>Distance[site * Customers + customer]</c>; 0 .. 1e12, and 1e15 over all customers.</param>
/// <param name="Demand">What each customer takes of its site's capacity; 0 .. 1e15.</param>
/// <param name="Capacity">Capacity of each site when it is open; 0 .. 1e15.</param>
/// <param name="MostOpen">Most sites that may be open, 1 .. <paramref name="Sites"/>. As distances are not negative, one more open site never makes a plan dearer.</param>
public sealed record LocationProblem(
    int Sites,
    int Customers,
    IReadOnlyList<long> Distance,
    IReadOnlyList<long> Demand,
    IReadOnlyList<long> Capacity,
    int MostOpen);
