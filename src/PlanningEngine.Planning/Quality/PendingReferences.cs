using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quality;

/// <summary>References to codes not yet seen: they count only if the rest of the load does not bring them, so the order of files does not matter.</summary>
internal sealed class PendingReferences(ReferenceCodes codes, FindingLog log, int keep)
{
    private readonly Dictionary<(ReferenceKind Kind, string Code), Waiting> _waiting = [];

    public void Check(ReferenceKind kind, string? code, RowOrigin origin, string subject, string column)
    {
        if (string.IsNullOrEmpty(code) || codes.Contains(kind, code) || !log.IsOn(Rule(kind)) || origin.Unread.Contains(column))
            return;
        if (!_waiting.TryGetValue((kind, code), out var waiting))
            _waiting[(kind, code)] = waiting = new Waiting();
        waiting.Count++;
        if (waiting.Rows.Count < keep)
            waiting.Rows.Add((origin, subject, column));
    }

    public void Complete()
    {
        foreach (var ((kind, code), waiting) in _waiting)
        {
            if (codes.Contains(kind, code))
                continue;
            var text = code;
            if (kind == ReferenceKind.ProductLevels)
            {
                // A level that no product has is a finding of its own.
                var levels = ReferenceCodes.Apart(code).ToList();
                if (levels.Exists(l => !codes.Contains(l.Kind, l.Level)))
                    continue;
                text = string.Join(" / ", levels.Select(l => l.Level));
            }

            foreach (var (origin, subject, column) in waiting.Rows)
                log.Add(Rule(kind), origin, subject, column, text, kind == ReferenceKind.ProductLevels
                    ? $"No product has the levels ({text}) of ({subject}) together. Maybe one of them is another's, or load the product first or in the same load."
                    : $"The {Name(kind)} ({code}) of ({subject}) is not known. Maybe load it first or in the same load.");
            log.AddUnseen(Rule(kind), waiting.Count - waiting.Rows.Count);
        }

        _waiting.Clear();
    }

    private static string Rule(ReferenceKind kind) => kind switch
    {
        ReferenceKind.Product => QualityRules.UnknownProduct,
        ReferenceKind.Location => QualityRules.UnknownLocation,
        ReferenceKind.Territory => QualityRules.UnknownTerritory,
        ReferenceKind.Channel => QualityRules.UnknownChannel,
        ReferenceKind.Account => QualityRules.UnknownAccount,
        ReferenceKind.Driver => QualityRules.UnknownDriver,
        ReferenceKind.ProductLevel1 or ReferenceKind.ProductLevel2 or ReferenceKind.ProductLevel3 or ReferenceKind.ProductLevels => QualityRules.UnknownProductLevel,
        _ => QualityRules.UnknownSalesRep,
    };

    private static string Name(ReferenceKind kind) => kind switch
    {
        ReferenceKind.SalesRep => "sales rep",
        ReferenceKind.ProductLevel1 => "product level 1",
        ReferenceKind.ProductLevel2 => "product level 2",
        ReferenceKind.ProductLevel3 => "product level 3",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private sealed class Waiting
    {
        public long Count { get; set; }

        public List<(RowOrigin Origin, string Subject, string Column)> Rows { get; } = [];
    }
}
