using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Demo;

/// <summary>Past quotas: what each rep then sold, times how well the goal was set.</summary>
internal static class DemoQuotas
{
    public static IReadOnlyList<QuotaRow> Create(DemoOptions options, DateOnly end, DemoTeam team, IReadOnlyList<SaleRow> sales)
    {
        var random = new DemoRandom(options.Seed, 5);
        var booked = new Dictionary<(string Rep, int Quarter), decimal>();
        foreach (var sale in sales)
        {
            if (sale.SalesRepCode is not { } rep)
                continue;
            var key = (rep, TimeBucket.Quarter.OrdinalOf(sale.Date));
            booked[key] = booked.GetValueOrDefault(key) + sale.Revenue;
        }

        var lastQuarter = TimeBucket.Quarter.OrdinalOf(end);
        var elapsed = ((end.Month - 1) % 3) + 1;
        var quotas = new List<QuotaRow>();
        foreach (var rep in team.Reps)
        {
            var talent = random.Between(0.9, 1.15);
            foreach (var (key, revenue) in booked.Where(b => b.Key.Rep == rep.Code).OrderBy(b => b.Key.Quarter))
            {
                var whole = key.Quarter == lastQuarter ? revenue * 3 / elapsed : revenue;
                var goal = whole * (decimal)(random.Between(0.88, 1.2) * talent);
                var amount = Math.Max(500, Math.Ceiling(goal / 500) * 500);
                quotas.Add(new QuotaRow(rep.Code, rep.TerritoryCode, TimeBucket.Quarter.StartOf(key.Quarter), amount, key.Quarter == lastQuarter && random.Chance(0.1)));
            }
        }

        return quotas;
    }
}
