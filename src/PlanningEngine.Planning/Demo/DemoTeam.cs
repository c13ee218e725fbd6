using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Demo;

/// <summary>An account with its channel and its owner over time.</summary>
internal sealed record DemoAccount(AccountRow Row, int Territory, int Channel);

/// <summary>The sales force and its accounts: who covers what, and since when.</summary>
internal sealed class DemoTeam
{
    private const int FieldReps = 35;
    private const int AccountCount = 300;
    private readonly List<SalesRepRow>[] _repsByTerritory;
    private readonly Dictionary<string, SalesRepRow> _repByCode;

    public DemoTeam(DemoOptions options, DateOnly start, DateOnly end)
    {
        var random = new DemoRandom(options.Seed, 2);
        var people = DemoGeography.RegionCodes.Select((_, region) => new Queue<string>(DemoNames.People(random, region))).ToArray();
        var days = end.DayNumber - start.DayNumber + 1;
        DateOnly LongAgo() => start.AddDays(-random.Between(120, 4000));

        Reps = [new SalesRepRow("SR-001", "Hélène Brandt", null, DemoGeography.Company, LongAgo(), null, "Head of sales")];
        for (var region = 0; region < DemoGeography.RegionCodes.Length; region++)
            Reps.Add(new SalesRepRow($"SR-{Reps.Count + 1:000}", people[region].Dequeue(), "SR-001", DemoGeography.RegionCodes[region], LongAgo(), null, "Regional manager"));

        _repsByTerritory = [.. DemoGeography.Leaves.Select(_ => new List<SalesRepRow>())];
        for (var i = 0; i < FieldReps; i++)
        {
            var territory = i % DemoGeography.Leaves.Length;
            var place = i / DemoGeography.Leaves.Length;
            var leaf = DemoGeography.Leaves[territory];
            var (hired, left) = (LongAgo(), (DateOnly?)null);
            if (place == 1 && territory % 2 == 1)
                left = start.AddDays((int)(days * random.Between(0.25, 0.85)));
            if (place == 2 && territory % 2 == 1)
                hired = (_repsByTerritory[territory][1].LeaveDate ?? end).AddDays(random.Between(20, 75));
            else if (place == 2 && territory % 4 == 0)
                hired = start.AddDays((int)(days * random.Between(0.3, 0.95)));
            if (hired > end)
                hired = end.AddDays(-20);
            var rep = new SalesRepRow($"SR-{Reps.Count + 1:000}", people[leaf.Region].Dequeue(), $"SR-{leaf.Region + 2:000}", leaf.Code, hired, left, place == 0 ? "Senior sales rep" : "Sales rep");
            Reps.Add(rep);
            _repsByTerritory[territory].Add(rep);
        }

        _repByCode = Reps.ToDictionary(r => r.Code);
        Accounts = CreateAccounts(random, end);
    }

    public List<SalesRepRow> Reps { get; }

    public IReadOnlyList<DemoAccount> Accounts { get; }

    /// <summary>The rep credited for an account on a day: its owner, before the hire the leaver of the territory, else the senior rep.</summary>
    public string RepOn(DemoAccount account, DateOnly date)
    {
        var owner = _repByCode[account.Row.SalesRepCode!];
        if (IsActive(owner, date))
            return owner.Code;
        var territory = _repsByTerritory[account.Territory];
        foreach (var rep in territory)
        {
            if (rep.LeaveDate is not null && IsActive(rep, date))
                return rep.Code;
        }

        return territory[0].Code;
    }

    public static bool IsActive(SalesRepRow rep, DateOnly date) => rep.HireDate <= date && (rep.LeaveDate is null || date <= rep.LeaveDate);

    private List<DemoAccount> CreateAccounts(DemoRandom random, DateOnly end)
    {
        var names = DemoGeography.RegionCodes.Select((_, region) => new Queue<string>(DemoNames.Companies(random, region))).ToArray();
        var total = DemoGeography.Leaves.Sum(l => l.Weight);
        var accounts = new List<DemoAccount>(AccountCount);
        var (reach, territory) = (DemoGeography.Leaves[0].Weight, 0);
        for (var i = 0; i < AccountCount; i++)
        {
            while ((i + 0.5) / AccountCount * total > reach)
                reach += DemoGeography.Leaves[++territory].Weight;
            var leaf = DemoGeography.Leaves[territory];
            var owners = _repsByTerritory[territory].Where(r => IsActive(r, end)).ToList();
            var potential = Math.Round((decimal)(900 * random.LogNormal(0.8))) * 100;
            var row = new AccountRow($"A-{10_001 + i}", names[leaf.Region].Dequeue(), leaf.Code, random.Pick(owners).Code, potential);
            accounts.Add(new DemoAccount(row, territory, i % 5 < 3 ? 0 : 1));
        }

        return accounts;
    }
}
