namespace PlanningEngine.Data.Security;

/// <summary>A credential. Only its hash is stored.</summary>
public sealed class ApiKey
{
    /// <summary>Public part of the key, by which it is found and revoked.</summary>
    public string Id { get; set; } = "";

    /// <summary>Whose it is, or what for.</summary>
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the secret part, hexadecimal; the secret has 256 random bits, so no salt is needed.</summary>
    public string Hash { get; set; } = "";

    /// <summary>What its holder may do: Reader, Planner, DataScientist or Administrator.</summary>
    public string Role { get; set; } = "";

    /// <summary>The territory whose subtree the holder sees; null sees all.</summary>
    public int? TerritoryKey { get; set; }

    /// <summary>When it was made (UTC).</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it ends (UTC); null never.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>When it was revoked (UTC); null while it holds.</summary>
    public DateTime? RevokedAt { get; set; }
}
