namespace PlanningEngine.Allocation.Territories;

/// <summary>Counts the connected pieces of territories while accounts move between them.</summary>
/// <param name="neighbours">Accounts that touch each account.</param>
/// <param name="at">Rep of each account, as it is when a count is asked for.</param>
internal sealed class TerritoryPieces(int[][] neighbours, int[] at)
{
    private readonly int[] _mark = new int[at.Length];
    private readonly Stack<int> _pending = new();
    private int _marks;

    /// <summary>Whether no territory of a plan falls into pieces.</summary>
    public bool HangTogether(int[] plan)
    {
        plan.CopyTo(at, 0);
        return Enumerable.Range(0, at.Length).GroupBy(account => at[account]).All(territory => Count(territory.Key, [.. territory]) == 1);
    }

    /// <summary>Number of connected pieces of a territory; 0 when it is empty.</summary>
    public int Count(int rep, List<int> members)
    {
        _marks++;
        var pieces = 0;
        foreach (var start in members)
        {
            if (_mark[start] == _marks)
                continue;
            pieces++;
            _mark[start] = _marks;
            _pending.Push(start);
            while (_pending.TryPop(out var account))
                Spread(account, rep);
        }

        return pieces;
    }

    private void Spread(int account, int rep)
    {
        foreach (var next in neighbours[account])
        {
            if (at[next] != rep || _mark[next] == _marks)
                continue;
            _mark[next] = _marks;
            _pending.Push(next);
        }
    }
}
