namespace PlanningEngine.Allocation.Quotas;

/// <summary>Proof of the continuous solution, to be verified by <see cref="QuotaPlanChecker"/> without trusting the solver.</summary>
/// <remarks>
/// Minimised is the sum over the nodes of weight / 2 x [(1 - fairness) (x - reference)^2 / reference + fairness (x - fair)^2 / fair], in money: squared relative deviations weighted by size.
/// Prices have no unit: objective per unit of money.
/// </remarks>
/// <param name="Objective">Objective of the continuous solution.</param>
/// <param name="Bound">No solution is better: the dual bound.</param>
/// <param name="Gap">Objective less bound, summed from the terms of complementary slackness.</param>
/// <param name="KktResidual">Largest scaled violation of the Karush-Kuhn-Tucker conditions: sums and bounds relative to the amounts, stationarity relative to its terms.</param>
/// <param name="RoundingError">Largest distance of a whole amount from the continuous one, in money; below one unit.</param>
/// <param name="Nodes">Terms and prices, in the order of the problem.</param>
public sealed record QuotaCertificate(
    double Objective, double Bound, double Gap, double KktResidual, double RoundingError, IReadOnlyList<QuotaPrice> Nodes);

/// <summary>Terms and prices of one node.</summary>
/// <param name="Code">Code of the node.</param>
/// <param name="Reference">Amount that its reference share gives, in money.</param>
/// <param name="Fair">Amount that its share of potential gives, in money.</param>
/// <param name="SumPrice">Price of one more to be handed down to its children; 0 at a leaf.</param>
/// <param name="LimitPrice">
/// What raising the binding limit of the node by 1 does to the objective: negative where it helps, 0 where no limit binds. It is a subgradient: raising by d changes the objective by at least
/// d x price for either sign of d, and by no more than d x the price that then holds.
/// </param>
public sealed record QuotaPrice(string Code, double Reference, double Fair, double SumPrice, double LimitPrice);
