using Google.Rpc;
using Grpc.Core;

namespace PlanningEngine.Client;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">The field, such as <c>parameters.horizon</c>.</param>
/// <param name="Code">Stable code, such as <c>OUT_OF_RANGE</c>; empty when the server gave none.</param>
/// <param name="Message">What is wrong, and a way out.</param>
public sealed record FieldViolation(string Field, string Code, string Message);

/// <summary>What an answer of the engine says about a failed call.</summary>
/// <param name="Code">The gRPC status.</param>
/// <param name="Reason">Stable reason, such as <c>LOAD_NOT_FOUND</c>; empty when the answer carries none.</param>
/// <param name="Message">The message, for people.</param>
/// <param name="Violations">All violations of the request at once; empty when there are none.</param>
/// <param name="Metadata">Further facts, such as the key that was not found.</param>
public sealed record PlanningError(
    StatusCode Code,
    string Reason,
    string Message,
    IReadOnlyList<FieldViolation> Violations,
    IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Whether no server answered.</summary>
    public bool IsUnreachable => Code == StatusCode.Unavailable && Reason.Length == 0;
}

/// <summary>Reads the rich errors of the engine.</summary>
public static class PlanningErrors
{
    /// <summary>Reads reason, violations and metadata off a failed call.</summary>
    /// <param name="exception">The failure.</param>
    /// <returns>What it says; without details only the status and its message.</returns>
    public static PlanningError Read(RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var status = exception.GetRpcStatus();
        var info = status?.GetDetail<ErrorInfo>();
        var violations = status?.GetDetail<BadRequest>()?.FieldViolations.Select(v => new FieldViolation(v.Field, v.Reason, v.Description)).ToArray();
        var message = string.IsNullOrEmpty(status?.Message) ? exception.Status.Detail : status.Message;
        return new PlanningError(
            exception.StatusCode,
            info?.Reason ?? "",
            message,
            violations ?? [],
            info is null ? new Dictionary<string, string>() : new Dictionary<string, string>(info.Metadata));
    }
}
