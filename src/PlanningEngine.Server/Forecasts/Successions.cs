using PlanningEngine.Data.Dimensions;

namespace PlanningEngine.Server.Forecasts;

/// <summary>A product that takes the place of another.</summary>
/// <param name="Heir">The new product.</param>
/// <param name="Predecessor">The product that it replaces.</param>
/// <param name="Share">Share of the predecessor's demand that goes to it, above 0.</param>
/// <param name="Launch">Ordinal of the period in which it is first sold.</param>
internal sealed record Succession(int Heir, int Predecessor, double Share, int Launch);

/// <summary>Which products of a run replace which, and from when.</summary>
internal sealed class Successions
{
    private const double Nothing = 1e-9;
    private readonly ILookup<int, Succession> _heirs;

    private Successions(IReadOnlyList<Succession> inOrder, int withoutLaunch, int inCircles)
    {
        (InOrder, WithoutLaunch, InCircles) = (inOrder, withoutLaunch, inCircles);
        _heirs = inOrder.ToLookup(s => s.Predecessor);
    }

    /// <summary>All of them, a predecessor's own before its heirs'.</summary>
    public IReadOnlyList<Succession> InOrder { get; }

    /// <summary>Products that replace others but have neither a launch date nor a sale: nobody knows from when.</summary>
    public int WithoutLaunch { get; }

    /// <summary>Products whose predecessors lead back to themselves; they are taken by themselves.</summary>
    public int InCircles { get; }

    /// <summary>Reads them off the products.</summary>
    /// <param name="products">All products by key.</param>
    /// <param name="launchOf">The period in which a product is first sold; null where that is not known.</param>
    public static Successions Of(IReadOnlyDictionary<int, Product> products, Func<int, int?> launchOf)
    {
        var found = new List<(int Depth, Succession Succession)>();
        var (withoutLaunch, inCircles) = (0, 0);
        foreach (var heir in products.Values.OrderBy(p => p.ProductKey))
        {
            if (heir.PredecessorProductKey is not { } old || !products.ContainsKey(old) || !(heir.PredecessorShare is null or (> 0 and < double.PositiveInfinity)))
                continue;
            if (DepthOf(heir, products) is not { } depth)
                inCircles++;
            else if (launchOf(heir.ProductKey) is not { } launch)
                withoutLaunch++;
            else
                found.Add((depth, new Succession(heir.ProductKey, old, heir.PredecessorShare ?? 1, launch)));
        }

        return new Successions([.. found.OrderBy(f => f.Depth).Select(f => f.Succession)], withoutLaunch, inCircles);
    }

    /// <summary>What replaces a product.</summary>
    public IEnumerable<Succession> HeirsOf(int productKey) => _heirs[productKey];

    /// <summary>Share of a product's demand that no heir has taken by a period.</summary>
    public double Rest(int productKey, int period)
    {
        var rest = 1 - _heirs[productKey].Where(h => h.Launch <= period).Sum(h => h.Share);
        return rest > Nothing ? rest : 0;
    }

    /// <summary>How many products it goes back to; null where they form a circle.</summary>
    private static int? DepthOf(Product product, IReadOnlyDictionary<int, Product> products)
    {
        var seen = new HashSet<int> { product.ProductKey };
        var at = product;
        while (at.PredecessorProductKey is { } old && products.TryGetValue(old, out var before))
        {
            if (!seen.Add(old))
                return null;
            at = before;
        }

        return seen.Count - 1;
    }
}
