namespace PlanningEngine.Client;

/// <summary>Where the engine is and how patiently it is called.</summary>
public sealed class PlanningClientOptions
{
    /// <summary>The gRPC address that a server listens on unless configured otherwise.</summary>
    public const string DefaultAddress = "http://127.0.0.1:5081";

    /// <summary>Address of the gRPC endpoint, http or https. Default: <see cref="DefaultAddress"/>.</summary>
    /// <remarks>Plain http speaks HTTP/2 with prior knowledge; use it on the loopback only, since an API key would travel unprotected.</remarks>
    public Uri Address { get; set; } = new(DefaultAddress);

    /// <summary>API key, sent as <c>authorization: Bearer KEY</c>; null or empty sends none. Default: null.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Deadline of a call that states none, except the streams that last as long as their work. Default: 100 seconds.</summary>
    public TimeSpan DefaultDeadline { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a call that changes nothing twice is tried when the server is unavailable, 2 to 5; 1 never repeats. Default: 4.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>Pause after which an idle connection is checked with a ping. Default: 30 seconds.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest message that is accepted, in bytes. Default: 16 MiB.</summary>
    public int MaxReceiveBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Carries the requests instead of a socket, for tests against a server in the same process. Default: null.</summary>
    public HttpMessageHandler? Handler { get; set; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">An option cannot be used.</exception>
    internal void Validate()
    {
        if (Address is null || !Address.IsAbsoluteUri || (Address.Scheme != Uri.UriSchemeHttp && Address.Scheme != Uri.UriSchemeHttps))
            throw new ArgumentException($"The address ({Address}) must be an absolute http or https address. Maybe use {DefaultAddress}.");
        if (MaxAttempts is < 1 or > 5)
            throw new ArgumentException(FormattableString.Invariant($"The number of attempts ({MaxAttempts}) must lie between 1 and 5. Maybe use 4."));
        if (DefaultDeadline <= TimeSpan.Zero)
            throw new ArgumentException($"The default deadline ({DefaultDeadline}) must be positive. Maybe use 100 seconds.");
    }
}
