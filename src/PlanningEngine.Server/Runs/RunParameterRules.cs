using System.Globalization;
using Google.Protobuf;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Forecasting;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;
using Run = PlanningEngine.Data.Runs.Run;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;

namespace PlanningEngine.Server.Runs;

/// <summary>The ranges and defaults of a run's parameters, as <c>run.proto</c> states them.</summary>
public static class RunParameterRules
{
    private const int LongestHorizon = 104;
    private const int LongestHorizonOfDays = 366;
    private const int LongestSource = 128;

    /// <summary>A copy with all defaults filled in. What stays absent is decided by the data: target and end date, and the over-assignment, whose default is for the reps' level alone.</summary>
    /// <param name="given">The parameters of a request; null for none.</param>
    /// <param name="company">The company's fiscal calendar of whole weeks; null for none.</param>
    public static RunParameters Complete(RunParameters? given, FiscalWeeks? company)
    {
        var complete = given?.Clone() ?? new RunParameters();
        if (complete.Bucket == RunBucket.Unspecified)
            complete.Bucket = RunBucket.Month;
        if (complete.Bucket is RunBucket.FiscalPeriod or RunBucket.Week && complete.FiscalPeriods is null && company is not null)
            complete.FiscalPeriods = new FiscalPeriods { Pattern = company.Pattern, YearEnd = company.YearEnd };
        if (complete.Horizon == 0)
            complete.Horizon = complete.Bucket switch { RunBucket.Day => 28, RunBucket.Week => 13, _ => 6 };
        if (complete.Absence == Absence.Unspecified)
            complete.Absence = Absence.Zero;
        if (complete.Measure == Measure.Unspecified)
            complete.Measure = Measure.Quantity;
        if (!complete.HasGrowth)
            complete.Growth = 0.08;
        if (!complete.HasHistoryWeight)
            complete.HistoryWeight = 0.5;
        if (complete.Seed == 0)
            complete.Seed = 1;
        return complete;
    }

    /// <summary>Checks that parameters hold what a kind of run cannot do without.</summary>
    /// <param name="kind">One of <see cref="RunKinds"/>; null where the request names none.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="found">Receives every violation.</param>
    public static void CheckKind(string? kind, RunParameters parameters, Violations found)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(found);
        found.Require(kind != RunKinds.Budget || parameters.Budget is not null, "parameters.budget", "required", "A run of kind RUN_KIND_BUDGET needs a budget and its items. Maybe set parameters.budget.");
    }

    /// <summary>Checks completed parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="found">Receives every violation.</param>
    public static void Check(RunParameters parameters, Violations found)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(found);
        void Require(bool holds, string field, string code, FormattableString message) =>
            found.Require(holds, $"parameters.{field}", code, message.ToString(CultureInfo.InvariantCulture));

        Require(Enum.IsDefined(parameters.Bucket), "bucket", "unknown-value", $"The bucket ({(int)parameters.Bucket}) is not known. Maybe use RUN_BUCKET_MONTH, RUN_BUCKET_WEEK, RUN_BUCKET_DAY or RUN_BUCKET_FISCAL_PERIOD.");
        Require(Enum.IsDefined(parameters.Absence), "absence", "unknown-value", $"The meaning of absence ({(int)parameters.Absence}) is not known. Maybe use ABSENCE_ZERO.");
        Require(Enum.IsDefined(parameters.Measure), "measure", "unknown-value", $"The measure ({(int)parameters.Measure}) is not known. Maybe use MEASURE_QUANTITY.");
        Require(Enum.IsDefined(parameters.Treatment), "treatment", "unknown-value", $"The treatment ({(int)parameters.Treatment}) is not known. Maybe use TREATMENT_TRIED, or leave it out for none.");
        var longest = parameters.Bucket == RunBucket.Day ? LongestHorizonOfDays : LongestHorizon;
        Require(parameters.Horizon >= 1 && parameters.Horizon <= longest, "horizon", "out-of-range", $"The horizon ({parameters.Horizon}) must lie between 1 and {longest} buckets. Maybe use longer buckets.");
        foreach (var violation in FiscalViolations(parameters))
            Require(false, "fiscal_periods", "not-a-calendar", $"{violation}");
        Require(parameters.Source.Length <= LongestSource, "source", "too-long", $"The source ({parameters.Source.Length} characters) must have at most {LongestSource} characters. Maybe use the name that the load was opened with.");
        for (var i = 0; i < parameters.Methods.Count; i++)
        {
            var method = parameters.Methods[i];
            var isKnown = method == TrainStage.MethodName ? !parameters.WithoutGlobalModel : method != "auto" && ForecastMethods.Exists(method);
            Require(isKnown, $"methods[{i}]", "unknown-method", $"The method ({method}) cannot be chosen. Maybe use some of: {string.Join(", ", ForecastMethods.Names.Where(n => n != "auto"))}, {TrainStage.MethodName} (unless the global model is left out), or none for all that fit.");
        }

        Require(parameters.Methods.Distinct().Count() == parameters.Methods.Count, "methods", "duplicate", $"The methods ({string.Join(", ", parameters.Methods)}) must differ. Maybe name each once.");
        if (parameters.CompanyTarget is { } target)
        {
            var isNumber = decimal.TryParse(target.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
            Require(isNumber && value is > 0 and <= 100_000_000_000_000m, "company_target", "out-of-range", $"The company target ({target.Value}) must be a number above 0 and at most 100,000,000,000,000. Maybe leave it out to grow the last twelve months.");
        }

        Require(parameters.Growth is >= -0.99 and <= 10, "growth", "out-of-range", $"The growth ({parameters.Growth}) must lie between -0.99 and 10. Maybe divide per cents by 100.");
        Require(parameters.HistoryWeight is >= 0 and <= 1, "history_weight", "out-of-range", $"The history weight ({parameters.HistoryWeight}) must lie between 0 and 1. Maybe divide per cents by 100.");
        Require(!parameters.HasOverAssignment || parameters.OverAssignment is >= 0 and <= 0.5, "over_assignment", "out-of-range", $"The over-assignment ({parameters.OverAssignment}) must lie between 0 and 0.5. Maybe divide per cents by 100.");
        var length = JsonFormatter.Default.Format(parameters).Length;
        Require(length <= Run.LongestParameters, "budget", "too-long", $"The parameters ({length} characters) must have at most {Run.LongestParameters} characters. Maybe fit response curves once and give the curves.");
        if (parameters.Headcount is { } headcount)
            CheckHeadcount(headcount, Require);
        if (parameters.Territories is { } territories)
            CheckTerritories(territories, Require);
        if (parameters.Inventory is { } inventory)
            CheckInventory(inventory, Require);
        Require(parameters.EndDate is null || DateKeys.Read(parameters.EndDate) is not null, "end_date", "not-a-date", $"The end date ({parameters.EndDate?.Year}-{parameters.EndDate?.Month}-{parameters.EndDate?.Day}) must be a whole day of the calendar. Maybe leave it out to use all actuals.");
    }

    /// <summary>What in completed parameters is within its range and very probably not meant.</summary>
    /// <param name="parameters">The parameters.</param>
    public static IReadOnlyList<string> Warnings(RunParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return
        [
            .. new[]
            {
                parameters.CompanyTarget is null ? ProbablePercent.Warning("growth", parameters.Growth) : null,
                ProbablePercent.Warning("holding rate", parameters.Inventory?.HoldingRate ?? 0),
                ProbablePercent.Warning("tolerance", parameters.Territories?.Tolerance ?? 0),
                ProbablePercent.Warning("tolerance of potential", parameters.Territories?.PotentialTolerance ?? 0),
            }.OfType<string>(),
        ];
    }

    private static List<string> FiscalViolations(RunParameters parameters)
    {
        var found = new List<string>();
        if (parameters.FiscalPeriods is { } calendar)
        {
            if (parameters.Bucket is not (RunBucket.FiscalPeriod or RunBucket.Week))
                found.Add("A fiscal calendar is of use for fiscal periods and weeks alone. Maybe set bucket to RUN_BUCKET_FISCAL_PERIOD.");
            FiscalWeeks.Read(calendar.Pattern, calendar.YearEnd, found);
        }
        else if (parameters.Bucket == RunBucket.FiscalPeriod)
            found.Add("The company has no fiscal calendar of whole weeks. Maybe start the server with Company:FiscalPattern and Company:FiscalYearEnd, or set parameters.fiscal_periods.");
        return found;
    }

    private static void CheckHeadcount(HeadcountRunParameters headcount, Action<bool, string, string, FormattableString> require)
    {
        const double Most = 1e12;
        const int LongestRamp = 120;
        require(headcount.Ramp.Count <= LongestRamp && headcount.Ramp.All(share => share is >= 0 and <= 1.5), "headcount.ramp", "out-of-range", $"The ramp ({headcount.Ramp.Count} months) must have at most {LongestRamp} shares from 0 to 1.5. Maybe divide per cents by 100.");
        require(headcount.MonthlyAttrition is >= 0 and < 1, "headcount.monthly_attrition", "out-of-range", $"The monthly attrition ({headcount.MonthlyAttrition}) must lie from 0 to below 1. Maybe divide per cents by 100.");
        require(headcount.MonthlyCost is >= 0 and <= Most, "headcount.monthly_cost", "out-of-range", $"The monthly cost ({headcount.MonthlyCost}) must lie between 0 and {Most}. Maybe leave it out.");
        require(headcount.HireCost is >= 0 and <= Most, "headcount.hire_cost", "out-of-range", $"The cost of a hire ({headcount.HireCost}) must lie between 0 and {Most}. Maybe leave it out.");
        require(headcount.ShortfallCost is >= 0 and <= Most, "headcount.shortfall_cost", "out-of-range", $"The cost of a shortfall ({headcount.ShortfallCost}) must lie between 0 and {Most}. Maybe leave it out.");
        require(headcount.MostHires is >= 0 and <= 1_000_000, "headcount.most_hires", "out-of-range", $"The most hires in a month ({headcount.MostHires}) must lie between 0 and 1000000. Maybe leave it out for no limit.");
    }

    private static void CheckInventory(InventoryRunParameters inventory, Action<bool, string, string, FormattableString> require)
    {
        require(inventory.LeadTimes.Count <= 1_000 && inventory.LeadTimes.All(periods => periods is >= 0 and <= LongestHorizonOfDays), "inventory.lead_times", "out-of-range", $"The lead times ({string.Join(", ", inventory.LeadTimes.Take(5))}) must be at most 1000, each from 0 to {LongestHorizonOfDays} buckets. Maybe they are not in buckets of the published forecast.");
        require(inventory.ReviewPeriods is >= 0 and <= LongestHorizonOfDays, "inventory.review_periods", "out-of-range", $"The review periods ({inventory.ReviewPeriods}) must lie between 1 and {LongestHorizonOfDays} buckets. Maybe leave them out for 1.");
        var target = inventory.HasCycleService ? inventory.CycleService : inventory.HasFillRate ? inventory.FillRate : 0.5;
        require(target is > 0 and < 1, "inventory.service", "out-of-range", $"The service ({target}) must lie strictly between 0 and 1. Maybe divide per cents by 100.");
        require(inventory.HoldingRate is >= 0 and <= 10, "inventory.holding_rate", "out-of-range", $"The holding rate ({inventory.HoldingRate}) must lie between 0 and 10. Maybe divide per cents by 100.");
        require(inventory.OrderCost is >= 0 and <= 1e12, "inventory.order_cost", "out-of-range", $"The cost of an order ({inventory.OrderCost}) must lie between 0 and 1000000000000. Maybe leave it out.");
    }

    private static void CheckTerritories(TerritoryRunParameters territories, Action<bool, string, string, FormattableString> require)
    {
        require(Enum.IsDefined(territories.Balance), "territories.balance", "unknown-value", $"The balance ({(int)territories.Balance}) is not known. Maybe use TERRITORY_BALANCE_REVENUE.");
        require(territories.Tolerance is >= 0 and <= 100, "territories.tolerance", "out-of-range", $"The tolerance ({territories.Tolerance}) must lie between 0 and 100. Maybe divide per cents by 100.");
        require(territories.PotentialTolerance is >= 0 and <= 100, "territories.potential_tolerance", "out-of-range", $"The tolerance of potential ({territories.PotentialTolerance}) must lie between 0 and 100. Maybe divide per cents by 100.");
        require(territories.MoveCost is >= 0 and <= 1e9, "territories.move_cost", "out-of-range", $"The cost of a move ({territories.MoveCost}) must lie between 0 and 1000000000. Maybe leave it out for 1.");
    }
}
