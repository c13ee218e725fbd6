using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using PlanningEngine.Data;

namespace PlanningEngine.Server.Hosting.Startup;

/// <summary>Tells the failures that a user can mend from those that are ours.</summary>
public static class StartupRefusal
{
    private const string OtherPorts = "choose other ports with --Kestrel:Endpoints:Http:Url=http://127.0.0.1:5090 --Kestrel:Endpoints:Grpc:Url=http://127.0.0.1:5091.";

    /// <summary>Whether a failure is one of listening, which is explained in a line once the host has given up, so that its own report is not needed.</summary>
    public static bool IsOfListening(Exception? failure) => failure is IOException { InnerException: AddressInUseException } or SocketException && Explain(failure) is not null;

    /// <summary>What to print instead of a stack trace, or null when the failure is not the user's to mend.</summary>
    public static string? Explain(Exception failure) => failure switch
    {
        StartupRefusedException or DatabaseInUseException or DatabaseUnusableException or SchemaMismatchException => "The server does not start: " + failure.Message,
        OptionsValidationException options => "The server does not start: " + string.Join(Environment.NewLine, options.Failures),
        IOException { InnerException: AddressInUseException } => $"The server does not start: {failure.Message} Maybe another server runs already; else {OtherPorts}",
        SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable } => $"The server does not start: it may not listen there: {failure.Message}. Maybe {OtherPorts}",
        OperationCanceledException => "The server was stopped before it was ready.",
        _ => null,
    };
}
