using Grpc.Core;
using PlanningEngine.Cli.Import.Mapping;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Client;

namespace PlanningEngine.Cli.Commands;

/// <summary>The command line cannot be used: all problems at once.</summary>
internal sealed class UsageException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems));

/// <summary>Turns what goes wrong in a verb into a message with advice and an exit code.</summary>
internal static class Guard
{
    /// <summary>Runs a verb that calls no server.</summary>
    public static Task<int> RunAsync(Screen screen, Func<Task<int>> verb) => RunAsync(screen, null, verb);

    /// <summary>Runs a verb.</summary>
    /// <param name="screen">Where messages go.</param>
    /// <param name="server">The server that it calls; null for none.</param>
    /// <param name="verb">The verb.</param>
    public static async Task<int> RunAsync(Screen screen, ServerOptions? server, Func<Task<int>> verb)
    {
        try
        {
            return await verb();
        }
        catch (UsageException e)
        {
            screen.Error(e.Message);
            return ExitCodes.Usage;
        }
        catch (MappingException e)
        {
            screen.Error(e.Message);
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            screen.Error("Stopped.");
            return ExitCodes.Cancelled;
        }
        catch (RpcException e)
        {
            return Explain(screen, server, PlanningErrors.Read(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException
            or Data.SchemaMismatchException or Data.DatabaseInUseException or Data.DatabaseUnusableException or System.Data.Common.DbException)
        {
            screen.Error(e.Message);
            return ExitCodes.Refused;
        }
    }

    private static int Explain(Screen screen, ServerOptions? server, PlanningError error)
    {
        if (error.IsUnreachable)
        {
            screen.Error($"No server answered{(server?.Address is { } address ? $" at {address}" : "")}: {error.Message}");
            screen.Error($"Maybe start one, or set --server; the default is {PlanningClientOptions.DefaultAddress}. An import goes on where it stopped when it is run again.");
            return ExitCodes.Unreachable;
        }

        // The message of bad input repeats its first violation.
        var reason = error.Reason.Length > 0 ? error.Reason : error.Code.ToString();
        screen.Error(error.Violations.Count > 0 ? $"{reason}:" : $"{reason}: {error.Message}");
        foreach (var violation in error.Violations)
            screen.Error($"  {violation.Field}: {violation.Message}");
        if (error.Code == StatusCode.Unauthenticated)
            screen.Error("Maybe set --api-key or PLANNING_API_KEY; an administrator makes one with planctl keys create.");
        if (error.Code == StatusCode.PermissionDenied)
            screen.Error("Maybe use a key with a role that allows it.");
        return ExitCodes.Refused;
    }
}
