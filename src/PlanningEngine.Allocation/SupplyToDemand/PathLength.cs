using System.Runtime.CompilerServices;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Length of a way that one unit takes: what is missing decides before money, money before the number of lanes. Lengths add and compare like numbers.</summary>
/// <param name="Missing">1 for a way that begins at no unit there is; 2 for no way at all.</param>
/// <param name="Cost">Cost of the lanes it takes less that of the lanes it gives up, in steps of money.</param>
/// <param name="Lanes">Lanes taken and given up; never falls on the way.</param>
internal readonly record struct PathLength(int Missing, long Cost, int Lanes) : IComparable<PathLength>
{
    /// <summary>The length where there is no way at all.</summary>
    public static PathLength NoWay => new(2, 0, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PathLength operator +(PathLength left, PathLength right) => new(left.Missing + right.Missing, left.Cost + right.Cost, left.Lanes + right.Lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PathLength operator -(PathLength left, PathLength right) => new(left.Missing - right.Missing, left.Cost - right.Cost, left.Lanes - right.Lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator <(PathLength left, PathLength right) => left.Missing != right.Missing ? left.Missing < right.Missing : left.Cost != right.Cost ? left.Cost < right.Cost : left.Lanes < right.Lanes;

    public static bool operator >(PathLength left, PathLength right) => right < left;

    public static bool operator <=(PathLength left, PathLength right) => !(right < left);

    public static bool operator >=(PathLength left, PathLength right) => !(left < right);

    /// <summary>One lane taken at its cost, or given up at minus its cost.</summary>
    public static PathLength Lane(long cost) => new(0, cost, 1);

    public int CompareTo(PathLength other) => Missing != other.Missing ? Missing.CompareTo(other.Missing) : Cost != other.Cost ? Cost.CompareTo(other.Cost) : Lanes.CompareTo(other.Lanes);
}
