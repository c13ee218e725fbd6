namespace PlanningEngine.Planning.Input;

/// <summary>One sales channel.</summary>
/// <param name="Code">Key of the source system, unique among channels.</param>
/// <param name="Name">Name shown to people.</param>
public sealed record ChannelRow(string Code, string Name);
