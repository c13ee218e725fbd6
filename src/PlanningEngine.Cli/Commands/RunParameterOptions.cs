using System.CommandLine;
using System.Globalization;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Commands;

/// <summary>The parameters of a run as options. What is not given is left to the engine's defaults.</summary>
internal sealed class RunParameterOptions
{
    private readonly Option<RunBucket> _bucket = new("--bucket") { Description = "month or week." };
    private readonly Option<int> _horizon = new("--horizon") { Description = "Buckets ahead, 1 to 104. Default: 6 months or 13 weeks." };
    private readonly Option<Absence> _absence = new("--absence") { Description = "What a bucket without a sale means: zero or unknown." };
    private readonly Option<Measure> _measure = new("--measure") { Description = "quantity or revenue." };
    private readonly Option<string> _source = new("--source") { Description = "Only sales of this source." };
    private readonly Option<string> _methods = new("--methods") { Description = "Methods to choose from, with commas between them. Default: all that fit." };
    private readonly Option<bool> _withoutGlobalModel = new("--without-global-model") { Description = "Leave the global boosted-tree model out." };
    private readonly Option<decimal?> _companyTarget = new("--company-target") { Description = "Target of the planned year. Default: the last twelve months, grown." };
    private readonly Option<double?> _growth = new("--growth") { Description = "Growth without a target: 0.08 is 8 %." };
    private readonly Option<double?> _historyWeight = new("--history-weight") { Description = "Share of history in the quota shares, 0 to 1." };
    private readonly Option<double?> _overAssignment = new("--over-assignment") { Description = "Over-assignment, 0 to 0.5." };
    private readonly Option<string> _endDate = new("--end-date") { Description = "Last day of actuals that counts, yyyy-MM-dd." };
    private readonly Option<long> _seed = new("--seed") { Description = "Seed of random choices." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all = [_bucket, _horizon, _absence, _measure, _source, _methods, _withoutGlobalModel, _companyTarget, _growth, _historyWeight, _overAssignment, _endDate, _seed];
        foreach (var option in all)
            command.Options.Add(option);
    }

    /// <summary>The parameters.</summary>
    /// <exception cref="UsageException">The date cannot be read.</exception>
    public RunParameters Read(ParseResult parse)
    {
        var parameters = new RunParameters
        {
            Bucket = parse.GetValue(_bucket),
            Horizon = parse.GetValue(_horizon),
            Absence = parse.GetValue(_absence),
            Measure = parse.GetValue(_measure),
            Source = parse.GetValue(_source) ?? "",
            WithoutGlobalModel = parse.GetValue(_withoutGlobalModel),
            EndDate = ReadDate(parse.GetValue(_endDate)),
            Seed = parse.GetValue(_seed),
        };
        parameters.Methods.Add((parse.GetValue(_methods) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (parse.GetValue(_companyTarget) is { } target)
            parameters.CompanyTarget = new Google.Type.Decimal { Value = target.ToString(CultureInfo.InvariantCulture) };
        if (parse.GetValue(_growth) is { } growth)
            parameters.Growth = growth;
        if (parse.GetValue(_historyWeight) is { } weight)
            parameters.HistoryWeight = weight;
        if (parse.GetValue(_overAssignment) is { } over)
            parameters.OverAssignment = over;
        return parameters;
    }

    private static Google.Type.Date? ReadDate(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new Google.Type.Date { Year = day.Year, Month = day.Month, Day = day.Day }
            : throw new UsageException([$"--end-date ({text}) must be a day such as 2026-06-30."]);
    }
}
