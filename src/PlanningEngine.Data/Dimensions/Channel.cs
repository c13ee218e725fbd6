namespace PlanningEngine.Data.Dimensions;

/// <summary>A way to the market, such as direct or partner.</summary>
public sealed class Channel : Dimension
{
    /// <summary>Key; 0 is the Unknown member.</summary>
    public int ChannelKey { get; set; }
}
