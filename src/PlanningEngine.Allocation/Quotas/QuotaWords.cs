using System.Globalization;
using System.Text;

namespace PlanningEngine.Allocation.Quotas;

/// <summary>Amounts and limits as a planner reads them, in the invariant format.</summary>
internal static class QuotaWords
{
    private const int MostNamed = 5;

    public static string Money(decimal amount) => amount.ToString("#,0.00", CultureInfo.InvariantCulture);

    public static string Name(QuotaNode node) => Name(node.Label, node.Code);

    public static string Say(QuotaReason reason)
    {
        var text = new StringBuilder($"Quota of {Name(reason.Label, reason.Code)} is {Money(reason.Amount)}: {Why(reason)}");
        if (reason.Without is { } without)
            text.Append(CultureInfo.InvariantCulture, $"; without it, it would be {Money(without)}");
        text.Append('.');
        if (reason.Change is { Last: not null } change)
            text.Append(' ').Append(Changes(change));
        return text.ToString();
    }

    public static string Conflict(QuotaNode node, QuotaLimit limit, decimal handed, decimal needed, bool tooMuch, IReadOnlyList<(QuotaNode Node, QuotaLimit Limit, decimal Amount)> members)
    {
        var named = string.Join(", ", members.Take(MostNamed).Select(m => $"{Name(m.Node)} {Money(m.Amount)} ({Limit(m.Limit)})"));
        if (members.Count > MostNamed)
            named += FormattableString.Invariant($" and {members.Count - MostNamed} more");
        var can = limit is QuotaLimit.Maximum or QuotaLimit.MaximumChange ? "at most " : limit is QuotaLimit.Minimum or QuotaLimit.MinimumChange ? "at least " : "";
        return $"{Name(node)} hands down {can}{Money(handed)}, the nodes below {(tooMuch ? "need at least" : "can take at most")} {Money(needed)}{(named.Length > 0 ? ": " : "")}{named}.";
    }

    private static string Name(string label, string code) => string.IsNullOrWhiteSpace(label) ? code : label;

    private static string Limit(QuotaLimit limit) => limit switch
    {
        QuotaLimit.Target => "target",
        QuotaLimit.Lock => "locked",
        QuotaLimit.Minimum => "lower bound",
        QuotaLimit.Maximum => "upper bound",
        QuotaLimit.MinimumChange => "lower bound against the last version",
        QuotaLimit.MaximumChange => "upper bound against the last version",
        QuotaLimit.LockedPeriods => "locked periods",
        _ => "as it is fixed below",
    };

    private static string Why(QuotaReason reason)
    {
        var reference = $"its reference is {Money(reason.Reference)}";
        var limit = reason.LimitAmount is { } amount ? Money(amount) : "";
        return reason.Limit switch
        {
            QuotaLimit.Target => $"its target; {reference}",
            QuotaLimit.Lock => $"locked; {reference}",
            QuotaLimit.LockedPeriods => $"held at the sum {limit} of its locked periods; {reference}",
            QuotaLimit.FixedBelow => "all below it is fixed and sums to it",
            QuotaLimit.Minimum => $"held at its lower bound {limit}",
            QuotaLimit.Maximum => $"held at its upper bound {limit}",
            QuotaLimit.MinimumChange => $"held at its lower bound {limit}{OfLast(reason)}",
            QuotaLimit.MaximumChange => $"held at its upper bound {limit}{OfLast(reason)}",
            _ => Free(reason),
        };
    }

    private static string OfLast(QuotaReason reason) => reason.Change.Last is { } last and > 0
        ? FormattableString.Invariant($" ({100 * reason.LimitAmount / last:0.##} % of the last version's {Money(last)})") : "";

    private static string Free(QuotaReason reason)
    {
        var (fairness, limits) = (reason.Change.Fairness, reason.Change.Limits);
        var parts = new List<string> { $"its reference {Money(reason.Reference)}" };
        if (decimal.Round(fairness, 2) != 0)
            parts.Add($"{Signed(fairness)} so that quota per potential is evened out");
        if (decimal.Round(limits, 2) != 0)
            parts.Add($"{Signed(limits)} since {(limits > 0 ? "locks and bounds elsewhere leave more" : "locks and bounds elsewhere take more")}");
        return string.Join(", ", parts);
    }

    private static string Changes(QuotaChange change)
    {
        (string Word, decimal Part)[] parts =
        [
            ("target", change.Target), ("reference", change.Reference), ("fairness", change.Fairness), ("locks and bounds", change.Limits),
            ("rounding", change.Rounding + change.AddingUp),
        ];
        var said = parts.Where(p => decimal.Round(p.Part, 2) != 0).Select(p => $"{p.Word} {Signed(p.Part)}").ToList();
        return $"Against the last version {Signed(change.Total)}{(said.Count > 0 ? ": " : "")}{string.Join(", ", said)}.";
    }

    private static string Signed(decimal amount) => amount.ToString("+#,0.00;-#,0.00;0.00", CultureInfo.InvariantCulture);
}
