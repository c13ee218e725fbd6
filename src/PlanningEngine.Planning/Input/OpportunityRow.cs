namespace PlanningEngine.Planning.Input;

/// <summary>One opportunity of the sales pipeline.</summary>
/// <param name="Code">Key of the source system, unique among opportunities.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="AccountCode">Account; null when not yet known.</param>
/// <param name="ProductCode">Main product; null when open.</param>
/// <param name="SalesRepCode">Owner; null when unowned.</param>
/// <param name="Stage">Stage of the pipeline, for example "Proposal" or "Closed Won".</param>
/// <param name="Amount">Value in company currency.</param>
/// <param name="Probability">Probability of winning, from 0 to 1.</param>
/// <param name="CreateDate">Day of creation.</param>
/// <param name="ExpectedCloseDate">Day on which the owner expects the decision.</param>
/// <param name="CloseDate">Day of the decision; null while open.</param>
public sealed record OpportunityRow(
    string Code,
    string Name,
    string? AccountCode,
    string? ProductCode,
    string? SalesRepCode,
    string Stage,
    decimal Amount,
    double Probability,
    DateOnly CreateDate,
    DateOnly ExpectedCloseDate,
    DateOnly? CloseDate);
