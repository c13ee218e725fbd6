using PlanningEngine.Data.Dimensions;

namespace PlanningEngine.Data.Drivers;

/// <summary>Something that moves demand and is known ahead, such as a price, a promotion or trading days.</summary>
public sealed class Driver : Dimension
{
    /// <summary>Key; 0 is the Unknown member.</summary>
    public int DriverKey { get; set; }

    /// <summary>How demand depends on it.</summary>
    public DriverForm Form { get; set; }

    /// <summary>What it is taken for on days of which no row says anything.</summary>
    public DriverDefault Default { get; set; }
}

/// <summary>How demand depends on a driver x.</summary>
public enum DriverForm
{
    /// <summary>By a factor exp(b x): the depth of a promotion, counted days of a holiday.</summary>
    Linear = 0,

    /// <summary>By a factor x^b, b being the elasticity, of which nothing is known beforehand; values above 0: advertising, a competitor's price.</summary>
    Logarithmic = 1,

    /// <summary>Demand is proportional to it, nothing is estimated; values above 0: trading days.</summary>
    Proportional = 2,

    /// <summary>By a factor x^b too, x being what the product itself is sold at: b lies below 0, and around -2 as far as sales do not show it.</summary>
    Price = 3,
}

/// <summary>What a driver is taken for on days of which no row says anything.</summary>
public enum DriverDefault
{
    /// <summary>Nothing: a promotion is not held.</summary>
    Zero = 0,

    /// <summary>The value of the last day before that is known, before all of them that of the first: a price goes on.</summary>
    LastKnown = 1,
}
