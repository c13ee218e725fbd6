using Grpc.Core;

namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>Who calls.</summary>
public static class Caller
{
    /// <summary>Name of the caller for author columns; "local" on an open loopback server.</summary>
    public static string Name(ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetHttpContext().User.Identity?.Name ?? "local";
    }
}
