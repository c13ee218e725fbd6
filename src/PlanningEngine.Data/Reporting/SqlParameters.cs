using System.Data.Common;
using System.Globalization;

namespace PlanningEngine.Data.Reporting;

/// <summary>A value of a statement.</summary>
/// <param name="Name">Its name in the text, with the at sign.</param>
/// <param name="Value">The value, never null.</param>
/// <param name="Type">What it is.</param>
public sealed record SqlParameterValue(string Name, object Value, ReportingType Type);

/// <summary>The values of one statement, numbered in the order in which they are added. Not safe to share between threads.</summary>
public sealed class SqlParameters
{
    private readonly List<SqlParameterValue> _values = [];

    /// <summary>The values so far.</summary>
    public IReadOnlyList<SqlParameterValue> Values => _values;

    /// <summary>Adds a value and returns its name.</summary>
    public string Add(object value, ReportingType type)
    {
        ArgumentNullException.ThrowIfNull(value);
        var name = string.Create(CultureInfo.InvariantCulture, $"@p{_values.Count}");
        _values.Add(new(name, value, type));
        return name;
    }

    /// <summary>Gives a command all values.</summary>
    public void Bind(DbCommand command, SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(dialect);
        foreach (var value in _values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = value.Name;
            dialect.SetValue(parameter, value);
            command.Parameters.Add(parameter);
        }
    }
}
