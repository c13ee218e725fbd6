namespace PlanningEngine.Allocation.Territories;

/// <summary>Why an account is where it is.</summary>
public enum AccountReasonCode
{
    /// <summary>It is locked to this rep.</summary>
    Locked,

    /// <summary>No other rep may have it.</summary>
    OnlyRep,

    /// <summary>No other rep is cheaper, moving included.</summary>
    Cheapest,

    /// <summary>Another rep is nearer, but moving there costs more than the travel it saves.</summary>
    MoveCost,

    /// <summary>The cheaper rep would leave the upper end of a band.</summary>
    OtherFull,

    /// <summary>This rep would fall below the lower end of a band without it.</summary>
    NeededHere,

    /// <summary>At the cheaper rep, a territory would fall apart.</summary>
    KeepsTogether,

    /// <summary>The cheaper rep has room; the balance of several reps together speaks for this place, or the search did not get to it.</summary>
    Exchange,
}

/// <summary>Why one account is where it is, for programs and for people.</summary>
/// <param name="AccountId">Id of the account.</param>
/// <param name="RepId">Id of its rep.</param>
/// <param name="Moved">True when it leaves its current rep.</param>
/// <param name="Code">The kind of reason.</param>
/// <param name="OtherRepId">The cheaper rep the reason speaks of, or null.</param>
/// <param name="Measure">The measure whose band the reason speaks of, or null.</param>
/// <param name="CostOfPlace">What it costs more here than at the cheaper rep, moving included; 0 when none is cheaper.</param>
/// <param name="Sentence">The reason in words a planner reads, invariant number format.</param>
public sealed record AccountReason(
    string AccountId, string RepId, bool Moved, AccountReasonCode Code, string? OtherRepId, BalanceMeasure? Measure, double CostOfPlace, string Sentence);
