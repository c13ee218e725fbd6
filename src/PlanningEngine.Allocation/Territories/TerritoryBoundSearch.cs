namespace PlanningEngine.Allocation.Territories;

/// <summary>The checker's own search: whether some way to place accounts within bands costs less than claimed.</summary>
/// <remarks>Accounts are placed one after the other, those that are dearest to place elsewhere first; a branch ends once its priced cost or its loads cannot come right any more. It shares no code with the solver.</remarks>
/// <param name="cost">Cost of each account at each place, infinite where it must not be.</param>
/// <param name="size">Size of each account, per measure.</param>
/// <param name="bands">Least and most load of each place, per measure.</param>
/// <param name="prices">Price of each band, per measure and place; any prices are right.</param>
internal sealed class TerritoryBoundSearch(double[][] cost, double[][] size, (double Least, double Most)[][] bands, double[][] prices)
{
    private const long MostNodes = 20_000_000;

    private readonly int[] _at = new int[cost.Length];
    private readonly double[][] _load = [.. bands.Select(places => new double[places.Length])];
    private int[] _order = [];
    private double[][] _priced = [];
    private double[][] _sizeAhead = [];
    private long _nodes;

    /// <summary>Whether the search ended; when not, its answer says nothing.</summary>
    public bool Completed => _nodes <= MostNodes;

    /// <summary>Whether a placement within the bands costs less.</summary>
    /// <param name="limit">The cost.</param>
    /// <param name="accepts">Whether a placement will do; null for all.</param>
    public bool FindsBelow(double limit, Func<int[], bool>? accepts = null)
    {
        _priced = [.. cost.Select((places, account) => places.Select((paid, place) => paid + Enumerable.Range(0, size.Length).Sum(m => prices[m][place] * size[m][account])).ToArray())];
        var left = limit - _priced.Sum(places => places.Min()) + Charge();
        if (left <= 0)
            return false;
        double Next(int account) => _priced[account].Order().Skip(1).FirstOrDefault(double.PositiveInfinity) - _priced[account].Min();
        var free = new List<(int Account, double Next)>();
        for (var account = 0; account < cost.Length; account++)
        {
            var next = Next(account);
            if (next < left)
                free.Add((account, next));
            else
                Place(account, Array.IndexOf(_priced[account], _priced[account].Min()), 1);
        }

        _order = [.. free.OrderByDescending(item => item.Next).Select(item => item.Account)];
        _sizeAhead = [.. size.Select(_ => new double[_order.Length + 1])];
        for (var i = _order.Length - 1; i >= 0; i--)
        {
            for (var m = 0; m < size.Length; m++)
                _sizeAhead[m][i] = _sizeAhead[m][i + 1] + size[m][_order[i]];
        }

        return Deeper(0, left, accepts);
    }

    /// <summary>What the prices charge for the ends of the bands.</summary>
    private double Charge() => bands.Select((places, m) => places.Select((band, place) =>
        prices[m][place] == 0 ? 0 : prices[m][place] * (prices[m][place] > 0 ? band.Most : band.Least)).Sum()).Sum();

    private void Place(int account, int place, int sign)
    {
        _at[account] = place;
        for (var m = 0; m < size.Length; m++)
            _load[m][place] += sign * size[m][account];
    }

    private bool Deeper(int next, double left, Func<int[], bool>? accepts)
    {
        if (++_nodes > MostNodes || !Possible(next, left))
            return false;
        if (next == _order.Length)
            return accepts?.Invoke(_at) ?? true;
        var (account, least) = (_order[next], _priced[_order[next]].Min());
        for (var place = 0; place < _priced[account].Length; place++)
        {
            var rest = left - (_priced[account][place] - least);
            if (!(rest > 0))
                continue;
            Place(account, place, 1);
            var found = Deeper(next + 1, rest, accepts);
            Place(account, place, -1);
            if (found)
                return true;
        }

        return false;
    }

    private bool Possible(int next, double left)
    {
        for (var m = 0; m < size.Length; m++)
        {
            for (var place = 0; place < bands[m].Length; place++)
            {
                var ((least, most), low, high, price) = (bands[m][place], _load[m][place], _load[m][place] + _sizeAhead[m][next], prices[m][place]);
                // Sums are not exact: a placement at the very end of a band counts as outside only beyond their rounding.
                if (low > most * (1 + 1e-12) || high < least * (1 - 1e-12))
                    return false;
                if (price != 0)
                    left -= price > 0 ? price * Math.Max(0, most - high) : price * Math.Min(0, least - low);
            }
        }

        return left > 0;
    }
}
