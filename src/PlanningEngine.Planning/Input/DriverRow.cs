namespace PlanningEngine.Planning.Input;

/// <summary>Something that moves demand and is known ahead, such as a price or a promotion.</summary>
/// <param name="Code">Key of the source system, unique among drivers.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Form">How demand depends on it.</param>
/// <param name="Default">What it is taken for on days of which no row says anything; null for the form's own: zero where it is linear, else what was last known.</param>
public sealed record DriverRow(string Code, string Name, DriverForm Form = DriverForm.Linear, DriverDefault? Default = null);

/// <summary>How demand depends on a driver x.</summary>
public enum DriverForm
{
    /// <summary>By a factor exp(b x).</summary>
    Linear,

    /// <summary>By a factor x^b; values above 0.</summary>
    Logarithmic,

    /// <summary>In proportion; values above 0.</summary>
    Proportional,

    /// <summary>By a factor x^b, x being the product's own price; values above 0.</summary>
    Price,
}

/// <summary>What a driver is taken for on days of which no row says anything.</summary>
public enum DriverDefault
{
    /// <summary>Nothing.</summary>
    Zero,

    /// <summary>The value of the last day before that is known; before all of them that of the first.</summary>
    LastKnown,
}
