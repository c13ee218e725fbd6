using PlanningEngine.Data.Plans;

namespace PlanningEngine.Data;

/// <summary>Which versions serving and reporting show.</summary>
public static class PublicationQueries
{
    /// <summary>The published version of each kind's default plan in scenario Base: at most one per kind.</summary>
    /// <param name="db">A context.</param>
    public static IQueryable<PlanVersion> PublishedDefaults(this PlanningContext db)
    {
        ArgumentNullException.ThrowIfNull(db);
        return from plan in db.Plans
               join version in db.PlanVersions on plan.PlanKey equals version.PlanKey
               where plan.IsDefault && version.ScenarioKey == Scenario.BaseKey && version.Status == PlanVersionStatus.Published
               select version;
    }
}
