namespace PlanningEngine.Server.Hosting.Startup;

/// <summary>The server may not start as it is configured. The message says what to change; no stack trace is shown.</summary>
public sealed class StartupRefusedException(string message) : Exception(message);
