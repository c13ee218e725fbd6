using System.ComponentModel.DataAnnotations;

namespace PlanningEngine.Server.Reporting;

/// <summary>Limits of the reporting feed; section "Reporting".</summary>
public sealed class ReportingOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Reporting";

    /// <summary>Rows of a page when the client asks for no size, and the most it can ask for. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxPageSize { get; set; } = 20_000;

    /// <summary>Seconds after which a request's SQL is cancelled, streaming included. Default 300.</summary>
    [Range(1, 3600)]
    public int QueryTimeoutSeconds { get; set; } = 300;

    /// <summary>Operators, functions, names and values that one request's expressions may hold together. Default 2,000.</summary>
    [Range(10, 100_000)]
    public int MaxExpressionNodes { get; set; } = 2000;

    /// <summary>How deep expressions may nest. Default 100.</summary>
    [Range(5, 500)]
    public int MaxExpressionDepth { get; set; } = 100;

    /// <summary>How far $expand may lead. Default 3.</summary>
    [Range(1, 5)]
    public int MaxExpandDepth { get; set; } = 3;

    /// <summary>Longest path and query of a request, in characters. Default 8,192.</summary>
    [Range(256, 65_536)]
    public int MaxUrlLength { get; set; } = 8192;

    /// <summary>Requests that may read the database at the same time; others wait. Default 16.</summary>
    [Range(1, 1024)]
    public int MaxConcurrentQueries { get; set; } = 16;

    /// <summary>Seconds that a request waits for its turn before it is asked to come back. Default 30.</summary>
    [Range(0, 600)]
    public int QueueSeconds { get; set; } = 30;
}
