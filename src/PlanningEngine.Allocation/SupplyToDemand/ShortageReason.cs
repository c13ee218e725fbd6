namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Why a demand is short.</summary>
public enum ShortageCode
{
    /// <summary>No lane leads to it.</summary>
    NoLane,

    /// <summary>Every source it could use is used up, by demands with no better claim or by itself.</summary>
    SourcesExhausted,

    /// <summary>Its source is used up and serves a demand of higher priority.</summary>
    ServedHigherPriority,

    /// <summary>Its source is used up and serves a demand that brings more per unit.</summary>
    ServedMoreValuable,

    /// <summary>Its source is used up and holds units for the minimum fill of another demand.</summary>
    HeldForMinimumFill,

    /// <summary>Serving it would cost at least what it brings.</summary>
    NotWorthIt,

    /// <summary>Every lane that would serve it carries its maximum.</summary>
    LaneLimit,

    /// <summary>A source it may use has units left, but the limits of its split keep it out.</summary>
    SplitLimit,

    /// <summary>The quantity is too small next to the others of the problem to be represented.</summary>
    BelowResolution,

    /// <summary>The solve was stopped before this demand's turn was settled.</summary>
    StoppedEarly,
}

/// <summary>Why one demand is short, for programs and for people.</summary>
/// <param name="Code">The kind of reason.</param>
/// <param name="DemandId">Id of the demand that is short.</param>
/// <param name="Quantity">Units it is short.</param>
/// <param name="SourceId">Id of the source the reason speaks of, or null.</param>
/// <param name="RivalDemandId">Id of the demand that is served instead, or null.</param>
/// <param name="UnitWorth">Money one more unit at the source is worth (<see cref="MarginalValue.Money"/>), or null.</param>
/// <param name="Sentence">The reason in words a planner reads, invariant number format.</param>
public sealed record ShortageReason(
    ShortageCode Code,
    string DemandId,
    double Quantity,
    string? SourceId,
    string? RivalDemandId,
    double? UnitWorth,
    string Sentence);
