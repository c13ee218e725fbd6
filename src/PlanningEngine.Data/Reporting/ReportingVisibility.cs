namespace PlanningEngine.Data.Reporting;

/// <summary>Which rows of its table a reporting set shows.</summary>
public enum ReportingVisibility
{
    /// <summary>A dimension: every row; where a member belongs to a territory, those of the reader's territories.</summary>
    Dimension,

    /// <summary>A loaded fact: the rows that are current at the snapshot's commit, of the reader's territories.</summary>
    VersionedFact,

    /// <summary>A published fact: the default plan's published version, of the reader's territories.</summary>
    PublishedFact,

    /// <summary>A published fact with its past: the default plan's published and superseded versions.</summary>
    PublishedHistory,

    /// <summary>Loads, runs and findings: about the whole company, so only for a reader who sees all territories.</summary>
    Operations,
}
