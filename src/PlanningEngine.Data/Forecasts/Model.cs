using PlanningEngine.Data.Dimensions;

namespace PlanningEngine.Data.Forecasts;

/// <summary>A trained model. Its artefact is trusted code: it is loaded only when its hash matches.</summary>
public sealed class Model : Dimension
{
    /// <summary>Key; 0 is the Unknown member.</summary>
    public int ModelKey { get; set; }

    /// <summary>Candidate, Promoted or Retired.</summary>
    public string Status { get; set; } = "Candidate";

    /// <summary>Learning algorithm, such as LightGbm.</summary>
    public string Algorithm { get; set; } = "";

    /// <summary>SHA-256 of the artefact, hexadecimal.</summary>
    public string Hash { get; set; } = "";

    /// <summary>The run that trained it.</summary>
    public int RunKey { get; set; }

    /// <summary>When it was trained (UTC).</summary>
    public DateTime CreatedAt { get; set; }
}

/// <summary>The bytes of a trained model, apart from what reporting shows.</summary>
public sealed class ModelArtefact
{
    /// <summary>The model.</summary>
    public int ModelKey { get; set; }

    /// <summary>The serialised model.</summary>
    public byte[] Content { get; set; } = [];
}
