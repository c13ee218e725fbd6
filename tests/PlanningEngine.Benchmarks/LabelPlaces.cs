using ScottPlot;

namespace PlanningEngine.Benchmarks;

/// <summary>Finds room for names beside the points of a picture: each goes where it covers least of the points and names before it, as near to its own point as it can.</summary>
/// <param name="area">Where names may stand, in pixels.</param>
internal sealed class LabelPlaces(PixelRect area)
{
    /// <summary>Pixels between a point's centre and its name, nearest first.</summary>
    private static readonly float[] Distances = [9, 20, 34, 50];

    /// <summary>How many covered square pixels one pixel of distance is worth.</summary>
    private const float PriceOfDistance = 1;

    /// <summary>The ways from a point to its name: right, left, above, below, and between them.</summary>
    private static readonly (float X, float Y)[] Directions = [(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)];

    private readonly List<(PixelRect Place, float Price)> _taken = [];

    /// <summary>Says that a place is taken.</summary>
    /// <param name="place">The place.</param>
    /// <param name="price">How dear each of its square pixels is to a name that covers it.</param>
    internal void Take(PixelRect place, float price = 1) => _taken.Add((place, price));

    /// <summary>Finds a name's place, and takes it.</summary>
    /// <param name="point">Its point.</param>
    /// <param name="size">The name's width and height.</param>
    internal PixelRect Find(Pixel point, PixelSize size)
    {
        var best = default(PixelRect);
        var least = float.PositiveInfinity;
        foreach (var distance in Distances)
        {
            foreach (var (x, y) in Directions)
            {
                var (left, top) = (point.X + x * distance - (1 - x) / 2 * size.Width, point.Y + y * distance - (1 - y) / 2 * size.Height);
                var place = new PixelRect(left, left + size.Width, top + size.Height, top);
                var cost = size.Width * size.Height - Common(place, area) + PriceOfDistance * distance * MathF.Sqrt(x * x + y * y);
                foreach (var (taken, price) in _taken)
                    cost += price * Common(place, taken);
                if (cost >= least)
                    continue;
                least = cost;
                best = place;
            }
        }

        Take(best);
        return best;
    }

    /// <summary>Square pixels that two places share.</summary>
    private static float Common(PixelRect a, PixelRect b) =>
        Math.Max(0, Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left)) * Math.Max(0, Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top));
}
