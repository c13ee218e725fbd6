using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Kpis;

/// <summary>The slice of KPIs.</summary>
public static class KpisSlice
{
    /// <summary>Registers the stage; needs the data services and the run engine.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddKpis(this IServiceCollection services) => services.AddRunStage<KpiStage>(RunOrder.Kpis, RunKinds.Cycle, RunKinds.Kpis);
}
