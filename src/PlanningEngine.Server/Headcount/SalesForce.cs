using Microsoft.EntityFrameworkCore;
using PlanningEngine.Allocation.Headcount;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Runs;
using HeadcountRole = PlanningEngine.Allocation.Headcount.HeadcountRole;
using HeadcountWork = PlanningEngine.Allocation.Headcount.HeadcountWork;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Headcount;

/// <summary>The sales force as a headcount problem: each role must be able to carry the published quotas of its people, month by month.</summary>
/// <param name="Months">First days of the months of the quotas that lie ahead.</param>
/// <param name="Problem">Roles with their staff on the last day of actuals, and the quota that each carries.</param>
/// <param name="Notes">What was assumed.</param>
internal sealed record SalesForce(IReadOnlyList<DateOnly> Months, HeadcountProblem Problem, IReadOnlyList<string> Notes)
{
    private const int ObservedMonths = 24;
    private const double QuotaPerPay = 5;
    private const double MonthsOfPayPerHire = 3;
    private static readonly double[] UsualRamp = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>Reads it.</summary>
    /// <exception cref="RunFailedException">There are no published quotas that a role carries.</exception>
    public static async Task<SalesForce> ReadAsync(RunExecution run, CancellationToken cancellationToken)
    {
        await using var db = await run.OpenAsync(cancellationToken);
        var lastDay = await ActualsScope.Of(run).LastDayAsync(db, TimeBucket.Month, cancellationToken);
        var quotas = (await QuotasAsync(db, cancellationToken)).Where(q => lastDay is null || q.Month > lastDay).ToList();
        var people = (await run.MasterDataAsync(cancellationToken)).SalesReps.Where(r => r.SalesRepKey != 0)
            .Select(r => new Person(r.SalesRepKey, r.Role, Day(r.HireDate), Day(r.LeaveDate))).ToList();
        var carried = Carried(quotas, people);
        if (carried.Count == 0)
            throw new RunFailedException("There are no published quotas of reps ahead: nothing says how much capacity is needed. Maybe run the quotas first, and load reps with their roles.");

        var months = carried.Values.SelectMany(ofRole => ofRole.Keys).Distinct().Order().ToList();
        var today = lastDay ?? months[0].AddDays(-1);
        var sales = await SalesAsync(db, ActualsScope.Of(run), today, cancellationToken);
        var terms = new Terms(run.Parameters.Headcount ?? new HeadcountRunParameters(), sales, people, today);
        var roles = carried.Keys.Order(StringComparer.Ordinal).ToList();
        var problem = new HeadcountProblem(
            [.. months.Select(month => FormattableString.Invariant($"{month:MMMM yyyy}"))],
            [.. roles.Select(role => new HeadcountWork(role, $"the quotas of {role}", [.. months.Select(month => (double)carried[role].GetValueOrDefault(month))], terms.ShortfallCost))],
            [.. roles.Select(role => terms.Role(role, carried[role].Values.Average(amount => (double)amount), months[0]))],
            terms.MostHires is { } most ? [.. months.Select(_ => (int?)most)] : null);
        return new SalesForce(months, problem, terms.Notes);
    }

    private static async Task<List<MonthlyQuota>> QuotasAsync(PlanningContext db, CancellationToken cancellationToken)
    {
        var version = (await ReportingSnapshot.CaptureAsync(db, cancellationToken)).VersionOf(PlanKind.Quota);
        var rows = await db.Quotas.AsNoTracking().Where(q => q.PlanVersionKey == version && q.SalesRepKey != 0 && q.PeriodMonths > 0)
            .OrderBy(q => q.QuotaKey).Select(q => new { q.SalesRepKey, q.DateKey, q.PeriodMonths, q.Amount }).ToListAsync(cancellationToken);
        return [.. rows.SelectMany(q => Enumerable.Range(0, q.PeriodMonths).Select(m => new MonthlyQuota(q.SalesRepKey, DateKeys.ToDate(q.DateKey).AddMonths(m), q.Amount / q.PeriodMonths)))];
    }

    /// <summary>[role][month]: quota. A quarter's quota is spread evenly over its months.</summary>
    private static Dictionary<string, Dictionary<DateOnly, decimal>> Carried(List<MonthlyQuota> quotas, List<Person> people)
    {
        var roleOf = people.ToDictionary(p => p.SalesRepKey, p => p.Role);
        return quotas.Where(q => q.Amount > 0 && roleOf.ContainsKey(q.SalesRepKey)).GroupBy(q => roleOf[q.SalesRepKey], StringComparer.Ordinal)
            .ToDictionary(role => role.Key, role => role.GroupBy(q => q.Month).ToDictionary(month => month.Key, month => month.Sum(q => q.Amount)), StringComparer.Ordinal);
    }

    private static async Task<YearOfSales> SalesAsync(PlanningContext db, ActualsScope scope, DateOnly today, CancellationToken cancellationToken)
    {
        var cells = await scope.Sales(db, today.AddDays(1).AddYears(-1), today).GroupBy(s => s.SalesRepKey)
            .Select(g => new { g.Key, Revenue = g.Sum(s => s.Revenue), Cost = g.Sum(s => s.Cost) }).ToListAsync(cancellationToken);
        var (revenue, cost) = (cells.Sum(c => c.Revenue), cells.Sum(c => c.Cost));
        return new YearOfSales(cells.ToDictionary(c => c.Key, c => (double)c.Revenue), revenue > 0 && cost > 0 ? Math.Clamp((double)((revenue - cost) / revenue), 0, 1) : null);
    }

    private static DateOnly? Day(DateTime? time) => time is { } day ? DateOnly.FromDateTime(day) : null;

    private static double MonthsBetween(DateOnly first, DateOnly end) => Math.Max(0, (end.DayNumber - first.DayNumber) / 30.436875);

    private sealed record MonthlyQuota(int SalesRepKey, DateOnly Month, decimal Amount);

    private sealed record YearOfSales(IReadOnlyDictionary<int, double> ByRep, double? Margin);

    private sealed record Person(int SalesRepKey, string Role, DateOnly? Hired, DateOnly? Left)
    {
        public bool IsThere(DateOnly day) => (Hired is null || Hired <= day) && (Left is null || Left > day);

        /// <summary>Months of work in a window of days, its end not included.</summary>
        public double MonthsIn(DateOnly first, DateOnly end) =>
            MonthsBetween(Hired is { } hired && hired > first ? hired : first, Left is { } left && left < end ? left : end);
    }

    /// <summary>What was given, and what was seen where nothing was given.</summary>
    private sealed class Terms
    {
        private readonly HeadcountRunParameters _given;
        private readonly YearOfSales _sales;
        private readonly IReadOnlyList<Person> _people;
        private readonly DateOnly _today;
        private readonly double _attrition;
        private readonly List<string> _notes = [];

        public Terms(HeadcountRunParameters given, YearOfSales sales, IReadOnlyList<Person> people, DateOnly today)
        {
            (_given, _sales, _people, _today) = (given, sales, people, today);
            var from = today.AddMonths(-ObservedMonths);
            var months = people.Sum(p => p.MonthsIn(from, today));
            var left = people.Count(p => p.Left > from && p.Left <= today);
            _attrition = given.HasMonthlyAttrition ? given.MonthlyAttrition : months > 0 ? Math.Min(left / months, 0.5) : 0;
            if (!given.HasMonthlyAttrition)
                _notes.Add(FormattableString.Invariant($"Attrition of {100 * _attrition:0.0} % a month as seen in the last {ObservedMonths} months: {left} left in {months:0} months of work."));
            ShortfallCost = given.HasShortfallCost ? given.ShortfallCost : sales.Margin ?? 1;
            if (!given.HasShortfallCost)
                _notes.Add(FormattableString.Invariant($"A unit of quota that nobody can carry costs {ShortfallCost:N2}, {(sales.Margin is null ? "the whole of it, since costs of sales are not known" : "the gross margin of the last twelve months")}."));
        }

        public double ShortfallCost { get; }

        public int? MostHires => _given.HasMostHires ? _given.MostHires : null;

        public IReadOnlyList<string> Notes => _notes;

        /// <summary>A role: what a month of work brought in the last year, or where nothing was sold what each must carry.</summary>
        public HeadcountRole Role(string role, double usualQuota, DateOnly firstMonth)
        {
            var people = _people.Where(p => p.Role == role).ToList();
            var staff = people.Where(p => p.IsThere(_today)).ToList();
            var worked = people.Sum(p => p.MonthsIn(_today.AddYears(-1), _today));
            var sold = people.Sum(p => _sales.ByRep.GetValueOrDefault(p.SalesRepKey));
            var productivity = sold > 0 && worked > 0 ? sold / worked : usualQuota / Math.Max(1, staff.Count);
            var pay = _given.HasMonthlyCost ? _given.MonthlyCost : productivity / QuotaPerPay;
            return new HeadcountRole(
                role, role, productivity, _given.Ramp.Count > 0 ? [.. _given.Ramp] : UsualRamp, _attrition, _given.HasHireCost ? _given.HireCost : MonthsOfPayPerHire * pay, pay, null,
                [.. staff.GroupBy(p => (int)MonthsBetween(p.Hired ?? DateOnly.MinValue, firstMonth)).OrderBy(g => g.Key).Select(g => new StaffGroup(g.Count(), g.Key))],
                [new WorkRatio(role)]);
        }
    }
}
