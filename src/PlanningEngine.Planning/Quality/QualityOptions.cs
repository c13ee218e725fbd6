using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Planning.Quality;

/// <summary>How a load is judged.</summary>
public sealed record QualityOptions
{
    /// <summary>Severity per rule id where it differs from the default; <see cref="Severity.Off"/> switches a rule off.</summary>
    public IReadOnlyDictionary<string, Severity> Severities { get; init; } = new Dictionary<string, Severity>();

    /// <summary>Findings kept per rule; what goes beyond is counted in one summary finding. Default 100, at least 1.</summary>
    public int MaxFindingsPerRule { get; init; } = 100;

    /// <summary>Day of the load, for the future-date rule; null does not judge. The core reads no clock.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>Currency of the company, for the foreign-currency rule; null does not judge.</summary>
    public string? Currency { get; init; }

    /// <summary>Periods of the set rules (gaps, missing periods, jumps). Default month.</summary>
    public TimeBucket Bucket { get; init; } = TimeBucket.Month;

    /// <summary>Robust z score from which a period is a suspicious jump. Default 8.</summary>
    public double JumpThreshold { get; init; } = 8;
}
