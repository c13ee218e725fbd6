using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using PlanningEngine.Data;

namespace PlanningEngine.Server.Hosting.Startup;

/// <summary>Tells the failures that a user can mend from those that are ours.</summary>
public static class StartupRefusal
{
    /// <summary>What to print instead of a stack trace, or null when the failure is not the user's to mend.</summary>
    public static string? Explain(Exception failure) => failure switch
    {
        StartupRefusedException or DatabaseInUseException or SchemaMismatchException => "The server does not start: " + failure.Message,
        OptionsValidationException options => "The server does not start: " + string.Join(Environment.NewLine, options.Failures),
        IOException { InnerException: AddressInUseException } or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            $"The server does not start: {failure.Message} Maybe another server runs already; else choose other ports with --Kestrel:Endpoints:Http:Url=http://127.0.0.1:5090 --Kestrel:Endpoints:Grpc:Url=http://127.0.0.1:5091.",
        OperationCanceledException => "The server was stopped before it was ready.",
        _ => null,
    };
}
