namespace PlanningEngine.Data.Reporting;

/// <summary>A way from a row to the one row of another set that it points to.</summary>
/// <param name="Name">The public name, such as Product.</param>
/// <param name="ForeignKey">The column that holds the other row's key.</param>
/// <param name="Target">The set it leads to; always a dimension, a run or a load.</param>
public sealed record ReportingNavigation(string Name, ReportingColumn ForeignKey, ReportingSet Target);
