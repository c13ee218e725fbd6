using Grpc.Core;
using PlanningEngine.Server.Hosting.Grpc;

namespace PlanningEngine.Server.Plans;

/// <summary>Who changes plans, by which method, for how long: a caller over gRPC, or the server itself.</summary>
/// <param name="Method">Name of the method, such as planning.v1.PlanService/CreatePlan.</param>
/// <param name="Author">Name of the caller.</param>
/// <param name="CancellationToken">Ends the work; nothing is applied.</param>
internal sealed record PlanCall(string Method, string Author, CancellationToken CancellationToken)
{
    /// <summary>The call of a caller over gRPC.</summary>
    public static PlanCall Of(ServerCallContext context) => new(context.Method.TrimStart('/'), Caller.Name(context), context.CancellationToken);
}
