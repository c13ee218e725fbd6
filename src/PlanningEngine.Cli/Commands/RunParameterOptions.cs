using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Google.Protobuf;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Commands;

/// <summary>The parameters of a run as options. What is not given is left to the engine's defaults.</summary>
internal sealed class RunParameterOptions
{
    private readonly Option<RunBucket> _bucket = new("--bucket") { Description = "month, week, day or fiscal-period (of the company's calendar of whole weeks, such as 4-4-5, which weeks follow too). Default: month.", CustomParser = BucketOf };
    private readonly Option<int> _horizon = new("--horizon") { Description = "Buckets ahead, 1 to 104, of days to 366. Default: 6 months or fiscal periods, 13 weeks or 28 days." };
    private readonly Option<Absence> _absence = new("--absence") { Description = "What a bucket without a sale means: zero or unknown." };
    private readonly Option<Measure> _measure = new("--measure") { Description = "quantity or revenue." };
    private readonly Option<string> _source = new("--source") { Description = "Only sales of this source. What is published is replaced as a whole all the same: series of other sources have no forecast then." };
    private readonly Option<string> _methods = new("--methods") { Description = "Methods to choose from, with commas between them. Default: all that fit." };
    private readonly Option<bool> _withoutGlobalModel = new("--without-global-model") { Description = "Leave the global boosted-tree model out." };
    private readonly Option<bool> _withoutDrivers = new("--without-drivers") { Description = "Leave prices, promotions and other drivers of demand out." };
    private readonly Option<Treatment> _treat = new("--treat") { Description = "What is done about outliers and level shifts: applied, or tried (where that made smaller errors at earlier times). Default: nothing." };
    private readonly Option<decimal?> _companyTarget = new("--company-target") { Description = "Target of the planned year. Default: the last twelve months, grown." };
    private readonly Option<double?> _growth = new("--growth") { Description = "Growth without a target: 0.08 is 8 %." };
    private readonly Option<double?> _historyWeight = new("--history-weight") { Description = "Share of history in the quota shares, 0 to 1." };
    private readonly Option<double?> _overAssignment = new("--over-assignment") { Description = "Over-assignment, 0 to 0.5." };
    private readonly Option<string> _endDate = new("--end-date") { Description = "Last day of actuals that counts, yyyy-MM-dd." };
    private readonly Option<long> _seed = new("--seed") { Description = "Seed of random choices." };
    private readonly Option<FileInfo> _budget = new("--budget") { Description = "For budget: a JSON file with budget, items and groups, as AllocateBudgetRequest in budget_service.proto." };
    private readonly Option<double?> _monthlyCost = new("--monthly-cost") { Description = "For headcount: money per person and month. Default: a fifth of what a ramped person brings." };
    private readonly Option<double?> _hireCost = new("--hire-cost") { Description = "For headcount: money per hire. Default: three monthly costs." };
    private readonly Option<double?> _shortfallCost = new("--shortfall-cost") { Description = "For headcount: money per unit of quota that nobody can carry. Default: the gross margin." };
    private readonly Option<double?> _attrition = new("--monthly-attrition") { Description = "For headcount: share that leaves each month. Default: as seen in the last 24 months." };
    private readonly Option<int?> _mostHires = new("--most-hires") { Description = "For headcount: most hires in a month. Default: no limit." };
    private readonly Option<int[]> _leadTimes = new("--lead-times") { Description = "For inventory: equally likely lead times in buckets. Default: 1.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> _review = new("--review-periods") { Description = "For inventory: buckets from one review to the next. Default: 1." };
    private readonly Option<double?> _cycleService = new("--cycle-service") { Description = "For inventory: share of cycles that end without running out. Default: least cost." };
    private readonly Option<double?> _fillRate = new("--fill-rate") { Description = "For inventory: share of demand served from stock. Default: least cost." };
    private readonly Option<TerritoryBalance> _balance = new("--balance") { Description = "For territories: what is balanced between reps, revenue, orders or potential." };
    private readonly Option<double?> _tolerance = new("--tolerance") { Description = "For territories: largest distance from the fair share, as a part of it. Default: 0.1." };
    private readonly Option<double?> _moveCost = new("--move-cost") { Description = "For territories: cost of taking an account from its rep, in steps of the sales tree. Default: 1." };
    private readonly Option<double[]> _ramp = new("--ramp") { Description = "For headcount: shares of full productivity by month of tenure. Default: 0 0.25 0.5 0.75 1.", AllowMultipleArgumentsPerToken = true };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            _bucket, _horizon, _absence, _measure, _source, _methods, _withoutGlobalModel, _withoutDrivers, _treat, _companyTarget, _growth, _historyWeight, _overAssignment, _endDate, _seed,
            _budget, _monthlyCost, _hireCost, _shortfallCost, _attrition, _mostHires, _ramp, _leadTimes, _review, _cycleService, _fillRate,
            _balance, _tolerance, _moveCost,
        ];
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
            WithoutDrivers = parse.GetValue(_withoutDrivers),
            Treatment = parse.GetValue(_treat),
            EndDate = Days.Read("--end-date", parse.GetValue(_endDate)),
            Seed = parse.GetValue(_seed),
            Budget = ReadBudget(parse.GetValue(_budget)),
            Headcount = ReadHeadcount(parse),
            Inventory = ReadInventory(parse),
            Territories = ReadTerritories(parse),
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

    private HeadcountRunParameters ReadHeadcount(ParseResult parse)
    {
        var headcount = new HeadcountRunParameters { Ramp = { parse.GetValue(_ramp) ?? [] } };
        if (parse.GetValue(_monthlyCost) is { } monthly)
            headcount.MonthlyCost = monthly;
        if (parse.GetValue(_hireCost) is { } hire)
            headcount.HireCost = hire;
        if (parse.GetValue(_shortfallCost) is { } shortfall)
            headcount.ShortfallCost = shortfall;
        if (parse.GetValue(_attrition) is { } attrition)
            headcount.MonthlyAttrition = attrition;
        if (parse.GetValue(_mostHires) is { } most)
            headcount.MostHires = most;
        return headcount;
    }

    private InventoryRunParameters ReadInventory(ParseResult parse)
    {
        var inventory = new InventoryRunParameters { LeadTimes = { parse.GetValue(_leadTimes) ?? [] }, ReviewPeriods = parse.GetValue(_review) };
        if (parse.GetValue(_cycleService) is { } cycles)
            inventory.CycleService = cycles;
        else if (parse.GetValue(_fillRate) is { } fill)
            inventory.FillRate = fill;
        return inventory;
    }

    private TerritoryRunParameters ReadTerritories(ParseResult parse)
    {
        var territories = new TerritoryRunParameters { Balance = parse.GetValue(_balance) };
        if (parse.GetValue(_tolerance) is { } tolerance)
            territories.Tolerance = tolerance;
        if (parse.GetValue(_moveCost) is { } move)
            territories.MoveCost = move;
        return territories;
    }

    private static RunBucket BucketOf(ArgumentResult result)
    {
        var word = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (Enum.GetValues<RunBucket>().Where(b => b != RunBucket.Unspecified && string.Equals($"{b}", word.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)).ToList() is [var bucket])
            return bucket;
        result.AddError($"The bucket ({word}) is not known. Maybe use month, week, day or fiscal-period.");
        return default;
    }

    private static AllocateBudgetRequest? ReadBudget(FileInfo? file)
    {
        if (file is null)
            return null;
        try
        {
            return AllocateBudgetRequest.Parser.ParseJson(File.ReadAllText(file.FullName));
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException or InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new UsageException([$"--budget ({file.Name}) cannot be read: {bad.Message} Maybe compare it with AllocateBudgetRequest in budget_service.proto."]);
        }
    }
}
