using Grpc.Core;

namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>A well-formed request that cannot be served now: something is missing, frozen, or was done already otherwise.</summary>
/// <param name="status">The gRPC status.</param>
/// <param name="reason">Machine-readable reason in UPPER_SNAKE_CASE, such as LOAD_NOT_FOUND.</param>
/// <param name="message">The reason in words, and what to do.</param>
/// <param name="metadata">Facts a program may want, such as the key.</param>
public sealed class RefusedException(StatusCode status, string reason, string message, params (string Name, string Value)[] metadata)
    : Exception(message)
{
    /// <summary>The gRPC status.</summary>
    public StatusCode Status { get; } = status;

    /// <summary>Machine-readable reason.</summary>
    public string Reason { get; } = reason;

    /// <summary>Facts a program may want.</summary>
    public IReadOnlyList<(string Name, string Value)> Metadata { get; } = metadata;
}
