using System.CommandLine;
using PlanningEngine.Client;

namespace PlanningEngine.Cli.Commands;

/// <summary>Where the server is: options that every remote verb takes.</summary>
internal sealed class ServerOptions
{
    private readonly Option<string> _server = new("--server")
    {
        Description = "Address of the engine's gRPC endpoint; also set by the environment as PLANNING_SERVER.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("PLANNING_SERVER") is { Length: > 0 } address ? address : PlanningClientOptions.DefaultAddress,
        Recursive = true,
    };

    private readonly Option<string?> _apiKey = new("--api-key")
    {
        Description = "API key; better set in the environment as PLANNING_API_KEY, where no list of processes shows it.",
        Recursive = true,
    };

    /// <summary>The address of the last connection; null before the first.</summary>
    public Uri? Address { get; private set; }

    /// <summary>Adds the options to a command and those below it.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_apiKey);
    }

    /// <summary>Connects.</summary>
    /// <exception cref="UsageException">The address cannot be used.</exception>
    public PlanningClient Connect(ParseResult parse)
    {
        var text = parse.GetValue(_server) ?? PlanningClientOptions.DefaultAddress;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            throw new UsageException([$"--server ({text}) must be an http or https address. Maybe use {PlanningClientOptions.DefaultAddress}."]);
        Address = address;
        return new PlanningClient(new PlanningClientOptions
        {
            Address = address,
            ApiKey = parse.GetValue(_apiKey) ?? Environment.GetEnvironmentVariable("PLANNING_API_KEY"),
        });
    }
}
