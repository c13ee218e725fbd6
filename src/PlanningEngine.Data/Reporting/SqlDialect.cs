using System.Data.Common;

namespace PlanningEngine.Data.Reporting;

/// <summary>The aggregations that reporting offers.</summary>
public enum SqlAggregate
{
    /// <summary>Sum of the values that are there.</summary>
    Sum,

    /// <summary>Mean of the values that are there.</summary>
    Average,

    /// <summary>Smallest value.</summary>
    Min,

    /// <summary>Largest value.</summary>
    Max,

    /// <summary>Number of different values that are there.</summary>
    CountDistinct,
}

/// <summary>
/// Where the SQL of the two databases differs. Every method returns an expression with the same meaning on both;
/// arguments are safe to stand beside any operator and so is the result.
/// </summary>
public abstract class SqlDialect
{
    /// <summary>The dialect of a database.</summary>
    public static SqlDialect For(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite => new SqliteDialect(),
        DatabaseProvider.SqlServer => new SqlServerDialect(),
        _ => throw new ArgumentOutOfRangeException(nameof(provider)),
    };

    /// <summary>A name that no keyword collides with.</summary>
    public abstract string Quote(string name);

    /// <summary>The number of rows.</summary>
    public abstract string CountRows { get; }

    /// <summary>Text that ends an ordered query after some rows.</summary>
    public abstract string Page(string limit, string? offset);

    /// <summary>A condition as a value, 0 or 1.</summary>
    public abstract string Truth(string condition);

    /// <summary>An aggregation over a group. Money stays exact to four places; the mean of money has ten.</summary>
    public abstract string Aggregate(SqlAggregate aggregate, SqlTerm term);

    /// <summary>Two numbers added, subtracted or multiplied, as the type that OData promotes them to.</summary>
    public abstract string Arithmetic(char op, SqlTerm left, SqlTerm right, ReportingType result);

    /// <summary>A quotient; whole numbers divide to whole numbers, and division by zero is NULL on both databases.</summary>
    public abstract string Divide(SqlTerm left, SqlTerm right, ReportingType result);

    /// <summary>True where a text holds another one, byte by byte.</summary>
    public abstract string Contains(string text, string part);

    /// <summary>True where a text begins with another one.</summary>
    public abstract string StartsWith(string text, string part);

    /// <summary>True where a text ends with another one.</summary>
    public abstract string EndsWith(string text, string part);

    /// <summary>Position of a text in another one, from 0; -1 where it is not there.</summary>
    public abstract string IndexOf(string text, string part);

    /// <summary>Length of a text in characters.</summary>
    public abstract string Length(string text);

    /// <summary>The part of a text from a position (from 0) on, at most some characters.</summary>
    public abstract string Substring(string text, string start, string? length);

    /// <summary>Two texts joined; NULL where one is.</summary>
    public abstract string Concat(string left, string right);

    /// <summary>A text in lower case, accented letters included.</summary>
    public abstract string Lower(string text);

    /// <summary>A text in upper case, accented letters included.</summary>
    public abstract string Upper(string text);

    /// <summary>A text without blanks around it.</summary>
    public static string Trim(string text) => $"TRIM({text})";

    /// <summary>Nearest whole number, halves away from zero.</summary>
    public static string Round(string number) => $"ROUND({number}, 0)";

    /// <summary>Largest whole number that is not above.</summary>
    public static string Floor(string number) => $"FLOOR({number})";

    /// <summary>Smallest whole number that is not below.</summary>
    public abstract string Ceiling(string number);

    /// <summary>A part of a moment: year, month, day, hour, minute or second.</summary>
    public abstract string DatePart(string part, string moment);

    /// <summary>The day of a moment (UTC).</summary>
    public abstract string DayOf(string moment);

    /// <summary>Sets a parameter's value and database type.</summary>
    internal abstract void SetValue(DbParameter parameter, SqlParameterValue value);
}
