using System.Text.Json;

namespace PlanningEngine.Server.Reporting.Streaming;

/// <summary>The values of the row that a reader stands on, without boxes or needless texts.</summary>
internal interface ICells
{
    bool IsNull(int ordinal);

    bool Flag(int ordinal);

    int Whole32(int ordinal);

    long Whole64(int ordinal);

    double Real(int ordinal);

    /// <summary>Money rounded to some places, without trailing zeros; null where it is beyond what decimal holds.</summary>
    decimal? Money(int ordinal, int scale);

    /// <summary>Writes a text as a JSON value.</summary>
    void Text(int ordinal, Utf8JsonWriter writer);

    /// <summary>Writes a UTC moment as a JSON value such as "2026-05-01T00:00:00Z".</summary>
    void Moment(int ordinal, Utf8JsonWriter writer);

    /// <summary>Writes a day as a JSON value such as "2026-05-01".</summary>
    void Day(int ordinal, Utf8JsonWriter writer);
}
