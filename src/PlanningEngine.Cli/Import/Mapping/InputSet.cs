using Google.Protobuf;
using Google.Protobuf.Collections;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Import.Mapping;

/// <summary>What a field holds.</summary>
internal enum FieldKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A floating-point number.</summary>
    Number,

    /// <summary>An exact amount.</summary>
    Money,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>true or false.</summary>
    Flag,
}

/// <summary>A field of a set.</summary>
/// <param name="Name">Its name in mappings and protos.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Required">Whether a row without it is a finding.</param>
internal sealed record InputField(string Name, FieldKind Kind, bool Required = false);

/// <summary>A set that can be loaded, its fields, and how its rows are made.</summary>
internal abstract class InputSet(string name, string serverName, IReadOnlyList<InputField> fields, bool isDimension)
{
    /// <summary>Its name in mappings.</summary>
    public string Name { get; } = name;

    /// <summary>Its name in the engine.</summary>
    public string ServerName { get; } = serverName;

    /// <summary>Whether its rows are members known by their code; the engine then takes each code once.</summary>
    public bool IsDimension { get; } = isDimension;

    /// <summary>Its fields.</summary>
    public IReadOnlyList<InputField> Fields { get; } = fields;

    /// <summary>Whether it has a field.</summary>
    public bool HasField(string field) => Fields.Any(f => f.Name == field);

    /// <summary>Reads the current row and adds it to the chunk, unless a finding says that it cannot be used.</summary>
    /// <returns>Bytes that it added; 0 when it was left out.</returns>
    public abstract int Append(FieldReader row, LoadChunk chunk);
}

/// <summary>A set whose rows are messages of one type.</summary>
internal sealed class InputSet<TRow>(
    string name, string serverName, IReadOnlyList<InputField> fields, Func<FieldReader, TRow> read, Func<LoadChunk, RepeatedField<TRow>> rows,
    bool isDimension = false)
    : InputSet(name, serverName, fields, isDimension)
    where TRow : IMessage
{
    /// <inheritdoc />
    public override int Append(FieldReader row, LoadChunk chunk)
    {
        var message = read(row);
        if (!row.IsUsable)
            return 0;
        rows(chunk).Add(message);
        return message.CalculateSize() + 4;
    }
}
