using System.Data.Common;
using System.Globalization;

namespace PlanningEngine.Data.Reporting;

/// <summary>SQLite: money is REAL and rounded where it is computed; moments are text in ISO order.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public override string CountRows => "COUNT(*)";

    public override string Quote(string name) => $"\"{name}\"";

    public override string Page(string limit, string? offset) => offset is null ? $" LIMIT {limit}" : $" LIMIT {limit} OFFSET {offset}";

    public override string Truth(string condition) => $"CASE WHEN {condition} THEN 1 ELSE 0 END";

    public override string Aggregate(SqlAggregate aggregate, SqlTerm term)
    {
        ArgumentNullException.ThrowIfNull(term);
        return aggregate switch
        {
            SqlAggregate.Sum => Rounded($"SUM({term.Sql})", term.Type, term.Scale),
            SqlAggregate.Average => Rounded($"AVG({term.Sql})", term.Type, SqlTerm.ComputedScale),
            SqlAggregate.Min => $"MIN({term.Sql})",
            SqlAggregate.Max => $"MAX({term.Sql})",
            SqlAggregate.CountDistinct => $"COUNT(DISTINCT {term.Sql})",
            _ => throw new ArgumentOutOfRangeException(nameof(aggregate)),
        };
    }

    public override string Arithmetic(char op, SqlTerm left, SqlTerm right, ReportingType result)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Rounded($"({left.Sql} {op} {right.Sql})", result, op == '*' ? SqlTerm.ComputedScale : Math.Max(left.Scale, right.Scale));
    }

    public override string Divide(SqlTerm left, SqlTerm right, ReportingType result)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return result is ReportingType.Whole64
            ? $"({left.Sql} / {right.Sql})"
            : Rounded($"(CAST({left.Sql} AS REAL) / {right.Sql})", result, SqlTerm.ComputedScale);
    }

    public override string Contains(string text, string part) => $"INSTR({text}, {part}) > 0";

    public override string StartsWith(string text, string part) => $"SUBSTR({text}, 1, LENGTH({part})) = {part}";

    public override string EndsWith(string text, string part) =>
        $"({text} IS NOT NULL AND LENGTH({part}) = 0 OR SUBSTR({text}, -LENGTH({part})) = {part})";

    public override string IndexOf(string text, string part) => $"(INSTR({text}, {part}) - 1)";

    public override string Length(string text) => $"LENGTH({text})";

    public override string Substring(string text, string start, string? length) => length is null
        ? $"SUBSTR({text}, MAX({start}, 0) + 1)"
        : $"SUBSTR({text}, MAX({start}, 0) + 1, MAX({length}, 0))";

    public override string Concat(string left, string right) => $"({left} || {right})";

    public override string Lower(string text) => $"planning_lower({text})";

    public override string Upper(string text) => $"planning_upper({text})";

    public override string Ceiling(string number) => $"CEIL({number})";

    public override string DatePart(string part, string moment)
    {
        var (start, length) = part switch
        {
            "year" => (1, 4),
            "month" => (6, 2),
            "day" => (9, 2),
            "hour" => (12, 2),
            "minute" => (15, 2),
            "second" => (18, 2),
            _ => throw new ArgumentOutOfRangeException(nameof(part)),
        };
        return string.Create(CultureInfo.InvariantCulture, $"CAST(SUBSTR({moment}, {start}, {length}) AS INTEGER)");
    }

    public override string DayOf(string moment) => $"SUBSTR({moment}, 1, 10)";

    internal override void SetValue(DbParameter parameter, SqlParameterValue value) => parameter.Value = value.Value switch
    {
        decimal money => (double)money,
        bool truth => truth ? 1 : 0,
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        var other => other,
    };

    private static string Rounded(string sql, ReportingType type, int scale) => type == ReportingType.Money
        ? string.Create(CultureInfo.InvariantCulture, $"ROUND({sql}, {scale})")
        : sql;
}
