using System.Data;
using System.Data.Common;

namespace PlanningEngine.Data.Reporting;

/// <summary>
/// SQL Server 2019 or later. Sums of money keep SQL Server's own decimal(38, s); quotients and means are computed as float,
/// because the server would cut their decimals off, and rounded to the same ten places as on SQLite.
/// </summary>
internal sealed class SqlServerDialect : SqlDialect
{
    private const int LongestParameter = 4000;

    public override string CountRows => "COUNT_BIG(*)";

    public override string Quote(string name) => $"[{name}]";

    public override string Page(string limit, string? offset) => $" OFFSET {offset ?? "0"} ROWS FETCH NEXT {limit} ROWS ONLY";

    public override string Truth(string condition) => $"CAST(CASE WHEN {condition} THEN 1 ELSE 0 END AS bit)";

    public override string Aggregate(SqlAggregate aggregate, SqlTerm term)
    {
        ArgumentNullException.ThrowIfNull(term);
        return aggregate switch
        {
            SqlAggregate.Sum => $"SUM({(term.IsWhole ? Whole(term.Sql) : term.Sql)})",
            SqlAggregate.Average when term.Type == ReportingType.Money => $"ROUND(CAST(SUM({term.Sql}) AS float) / COUNT_BIG({term.Sql}), {SqlTerm.ComputedScale})",
            SqlAggregate.Average => $"AVG({Float(term.Sql)})",
            SqlAggregate.Min => $"MIN({Comparable(term)})",
            SqlAggregate.Max => $"MAX({Comparable(term)})",
            SqlAggregate.CountDistinct => $"COUNT_BIG(DISTINCT {term.Sql})",
            _ => throw new ArgumentOutOfRangeException(nameof(aggregate)),
        };
    }

    public override string Arithmetic(char op, SqlTerm left, SqlTerm right, ReportingType result)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return result switch
        {
            ReportingType.Whole64 => $"({Whole(left.Sql)} {op} {Whole(right.Sql)})",
            ReportingType.Money when op == '*' => $"ROUND({left.Sql} {op} {right.Sql}, {SqlTerm.ComputedScale})",
            _ => $"({left.Sql} {op} {right.Sql})",
        };
    }

    public override string Divide(SqlTerm left, SqlTerm right, ReportingType result)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return result switch
        {
            ReportingType.Whole64 => $"({Whole(left.Sql)} / NULLIF({right.Sql}, 0))",
            ReportingType.Money => $"ROUND({Float(left.Sql)} / NULLIF({Float(right.Sql)}, 0), {SqlTerm.ComputedScale})",
            _ => $"({Float(left.Sql)} / NULLIF({Float(right.Sql)}, 0))",
        };
    }

    public override string Contains(string text, string part) =>
        $"(CHARINDEX({part}, {text}) > 0 OR ({text} IS NOT NULL AND DATALENGTH({part}) = 0))";

    public override string StartsWith(string text, string part) =>
        $"(CHARINDEX({part}, {text}) = 1 OR ({text} IS NOT NULL AND DATALENGTH({part}) = 0))";

    public override string EndsWith(string text, string part) =>
        $"(CHARINDEX(REVERSE({part}), REVERSE({text})) = 1 OR ({text} IS NOT NULL AND DATALENGTH({part}) = 0))";

    public override string IndexOf(string text, string part) =>
        $"(CASE WHEN DATALENGTH({part}) = 0 THEN 0 * LEN({text}) ELSE CHARINDEX({part}, {text}) - 1 END)";

    public override string Length(string text) => $"(DATALENGTH({text}) / 2)";

    public override string Substring(string text, string start, string? length) =>
        $"SUBSTRING({text}, {NotNegative(start)} + 1, {(length is null ? "1000000" : NotNegative(length))})";

    public override string Concat(string left, string right) => $"({left} + {right})";

    public override string Lower(string text) => $"LOWER({text})";

    public override string Upper(string text) => $"UPPER({text})";

    public override string Ceiling(string number) => $"CEILING({number})";

    public override string DatePart(string part, string moment) => $"DATEPART({part}, {moment})";

    public override string DayOf(string moment) => $"CAST({moment} AS date)";

    internal override void SetValue(DbParameter parameter, SqlParameterValue value)
    {
        parameter.DbType = value.Value switch
        {
            int => DbType.Int32,
            long => DbType.Int64,
            double => DbType.Double,
            decimal => DbType.Decimal,
            bool => DbType.Boolean,
            DateTime => DbType.DateTime2,
            DateOnly => DbType.Date,
            _ => DbType.String,
        };
        // One size for all texts, so that the server keeps one plan for a query.
        if (value.Value is string text)
            parameter.Size = text.Length <= LongestParameter ? LongestParameter : -1;
        parameter.Value = value.Value is DateOnly day ? day.ToDateTime(TimeOnly.MinValue) : value.Value;
    }

    private static string Whole(string sql) => $"CAST({sql} AS bigint)";

    private static string Float(string sql) => $"CAST({sql} AS float)";

    /// <summary>Bits have no smallest or largest.</summary>
    private static string Comparable(SqlTerm term) => term.Type == ReportingType.Flag ? $"CAST({term.Sql} AS int)" : term.Sql;

    private static string NotNegative(string number) => $"CASE WHEN {number} < 0 THEN 0 ELSE {number} END";
}
