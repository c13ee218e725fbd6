using PlanningEngine.Allocation;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>How a solve ended, on the wire.</summary>
internal static class SolveStates
{
    public static SolveState Of(SolveStatus status) => status switch
    {
        SolveStatus.Optimal => SolveState.Optimal,
        SolveStatus.Feasible => SolveState.Feasible,
        SolveStatus.Infeasible => SolveState.Infeasible,
        _ => SolveState.NoSolutionFound,
    };
}
