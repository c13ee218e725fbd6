namespace PlanningEngine.Data.Writing;

/// <summary>A mutation that was applied, written in the mutation's own transaction, so that a repeat is answered and not applied again.</summary>
public sealed class HandledRequest
{
    /// <summary>The caller's request_id.</summary>
    public Guid RequestId { get; set; }

    /// <summary>The method, such as planning.v1.LoadService/CommitLoad.</summary>
    public string Method { get; set; } = "";

    /// <summary>SHA-256 of the request, hexadecimal.</summary>
    public string PayloadHash { get; set; } = "";

    /// <summary>The serialised answer.</summary>
    public byte[] Response { get; set; } = [];

    /// <summary>When it was applied (UTC).</summary>
    public DateTime CreatedAt { get; set; }
}
