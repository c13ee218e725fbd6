using System.Globalization;

namespace PlanningEngine.Allocation.Territories;

/// <summary>Says in words what puts and keeps each account where it is.</summary>
internal sealed class TerritoryExplainer
{
    private readonly TerritoryModel _model;
    private readonly int[] _at;
    private readonly double[][] _load;

    public TerritoryExplainer(TerritoryModel model, int[] repOfAccount)
    {
        (_model, _at) = (model, repOfAccount);
        _load = [.. model.Measures.Select(_ => new double[model.Reps])];
        for (var account = 0; account < _at.Length; account++)
        {
            for (var m = 0; m < _load.Length; m++)
                _load[m][_at[account]] += model.Size[m][account];
        }
    }

    public IReadOnlyList<AccountReason> Explain() => [.. Enumerable.Range(0, _at.Length).Select(Explain)];

    private AccountReason Explain(int account)
    {
        var (at, current) = (_at[account], _model.Current[account]);
        var (cheapest, allowed) = Cheapest(account);
        var here = Cost(account, at);
        var opening = current < 0 ? $"{Name(account)} goes to {Rep(at)}"
            : current == at ? $"{Name(account)} stays with {Rep(at)}"
            : $"{Name(account)} moves from {Rep(current)} to {Rep(at)}";
        if (_model.Problem.Accounts[account].LockedRepId is not null)
            return Reason(account, AccountReasonCode.Locked, null, null, $"{opening} because it is locked there.");
        if (allowed == 1)
            return Reason(account, AccountReasonCode.OnlyRep, null, null, $"{opening} because no other rep may have it.");
        if (here <= Cost(account, cheapest))
            return ExplainCheapest(account, opening);
        return ExplainDear(account, cheapest, $"{opening} although {Rep(cheapest)} would cost {Number(here - Cost(account, cheapest))} less, because");
    }

    private AccountReason ExplainCheapest(int account, string opening)
    {
        var (at, current) = (_at[account], _model.Current[account]);
        var nearest = Enumerable.Range(0, _model.Reps).MinBy(rep => Travel(account, rep));
        if (current == at && Travel(account, nearest) < Travel(account, at))
        {
            return Reason(account, AccountReasonCode.MoveCost, nearest, null,
                $"{opening}: {Rep(nearest)} would save {Number(Travel(account, at) - Travel(account, nearest))} of travel, but moving costs {Number(_model.Problem.Accounts[account].MoveCost)}.");
        }

        if (current >= 0 && current != at && double.IsFinite(Travel(account, current)))
        {
            return Reason(account, AccountReasonCode.Cheapest, null, null,
                $"{opening} because that saves {Number(Travel(account, current) - Travel(account, at))} of travel, more than the {Number(_model.Problem.Accounts[account].MoveCost)} that moving costs.");
        }

        return Reason(account, AccountReasonCode.Cheapest, null, null, $"{opening} because no rep is cheaper.");
    }

    private AccountReason ExplainDear(int account, int other, string opening)
    {
        var at = _at[account];
        for (var m = 0; m < _load.Length; m++)
        {
            var size = _model.Size[m][account];
            var measure = _model.Measures[m];
            var word = measure == BalanceMeasure.Workload ? "workload" : "potential";
            if (_load[m][other] + size > _model.Most[m][other])
            {
                return Reason(account, AccountReasonCode.OtherFull, other, measure,
                    $"{opening} {Rep(other)} would then carry a {word} of {Number(_load[m][other] + size)} and may carry {Number(_model.Most[m][other])}.");
            }

            if (_load[m][at] - size < _model.Least[m][at])
            {
                return Reason(account, AccountReasonCode.NeededHere, other, measure,
                    $"{opening} {Rep(at)} would then fall to a {word} of {Number(_load[m][at] - size)} and must carry {Number(_model.Least[m][at])}.");
            }
        }

        if (_model.Neighbours is { } neighbours && (!neighbours[account].Any(next => _at[next] == other) || Splits(account, neighbours)))
            return Reason(account, AccountReasonCode.KeepsTogether, other, null, $"{opening} a territory would then no longer hang together.");
        return Reason(account, AccountReasonCode.Exchange, other, null, $"{opening} its place came with an exchange of several accounts that is cheaper as a whole than what the search saw without it.");
    }

    /// <summary>Whether the rest of the territory falls apart without an account.</summary>
    private bool Splits(int account, int[][] neighbours)
    {
        var rest = Enumerable.Range(0, _at.Length).Where(other => other != account && _at[other] == _at[account]).ToHashSet();
        if (rest.Count == 0)
            return false;
        var pending = new Stack<int>([rest.First()]);
        rest.Remove(pending.Peek());
        while (pending.TryPop(out var next))
        {
            foreach (var touching in neighbours[next])
            {
                if (rest.Remove(touching))
                    pending.Push(touching);
            }
        }

        return rest.Count > 0;
    }

    private AccountReason Reason(int account, AccountReasonCode code, int? other, BalanceMeasure? measure, string sentence)
    {
        var at = _at[account];
        var more = other is { } rep ? Math.Max(0, Cost(account, at) - Cost(account, rep)) : 0;
        return new AccountReason(
            _model.Problem.Accounts[account].Id,
            _model.Problem.Reps[at].Id,
            _model.Current[account] >= 0 && _model.Current[account] != at,
            code,
            other is { } id ? _model.Problem.Reps[id].Id : null,
            measure,
            more,
            sentence);
    }

    private (int Rep, int Allowed) Cheapest(int account)
    {
        var (best, allowed) = (_at[account], 0);
        for (var rep = 0; rep < _model.Reps; rep++)
        {
            allowed += double.IsFinite(Cost(account, rep)) ? 1 : 0;
            if (Cost(account, rep) < Cost(account, best))
                best = rep;
        }

        return (best, allowed);
    }

    private double Cost(int account, int rep) => _model.Cost[account * _model.Reps + rep];

    private double Travel(int account, int rep) => _model.Travel[account * _model.Reps + rep];

    private string Name(int account) =>
        _model.Problem.Accounts[account] is { Label.Length: > 0 } labelled ? labelled.Label : $"account {_model.Problem.Accounts[account].Id}";

    private string Rep(int rep) => _model.Problem.Reps[rep] is { Label.Length: > 0 } labelled ? labelled.Label : $"rep {_model.Problem.Reps[rep].Id}";

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
