namespace PlanningEngine.Cli.Forecasting;

/// <summary>A row of a lifecycle file.</summary>
/// <param name="Id">The item.</param>
/// <param name="Line">Line in the file; 0 for an item that is only named in another's row.</param>
/// <param name="Predecessor">The item that it replaces; empty for none.</param>
/// <param name="Share">Share of the predecessor's demand that goes to it.</param>
/// <param name="Similar">Launched items like it.</param>
/// <param name="Level">Expected sales per bucket.</param>
/// <param name="EndStep">First step without sales, from 1.</param>
/// <param name="Decline">Shares of the last buckets before the end.</param>
internal sealed record LifecycleRow(string Id, long Line, string Predecessor, double Share, IReadOnlyList<string> Similar, double? Level, int? EndStep, IReadOnlyList<double> Decline);
