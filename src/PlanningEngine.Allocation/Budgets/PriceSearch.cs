namespace PlanningEngine.Allocation.Budgets;

/// <summary>Finds the price at which a group spends a given amount: what it takes falls as the price rises, so the dual is a search on one line.</summary>
/// <remarks>
/// Regula falsi on the logarithm of the price (Illinois; Dowell and Jarratt 1971). When three steps do not halve the bracket the next goes to the middle one of the
/// prices at which an item jumps, or halves the bits of the price: jumps of the sum, where items tie, are met exactly. It ends at neighbouring numbers or
/// at spends that agree to the rounding of the sum.
/// </remarks>
internal sealed class PriceSearch(BudgetTree tree)
{
    /// <summary>Share of an amount that is the rounding of its sum.</summary>
    private const double Rounding = 1e-13;

    /// <summary>Steps that need not halve the bracket.</summary>
    private const int Patience = 3;

    private readonly List<double> _jumps = [];
    private SpendAtPrice _middle = new(tree);
    private int _group;
    private double _amount;

    /// <summary>Just below the price: takes more than the amount.</summary>
    public SpendAtPrice Low { get; private set; } = new(tree);

    /// <summary>At the price: takes at most the amount.</summary>
    public SpendAtPrice High { get; private set; } = new(tree);

    /// <summary>Brackets the price of an amount.</summary>
    /// <param name="group">The group.</param>
    /// <param name="amount">Money, at least what the group takes at an infinite price.</param>
    /// <param name="guess">A price to start from.</param>
    /// <param name="tight">Whether the bracket must be as narrow as the sum's rounding allows even where the price takes the amount exactly; the guess is then close.</param>
    /// <returns>Whether the price is above 0. If not, the group takes no more than the amount even for nothing; below the price it then takes all it may.</returns>
    public bool Find(int group, double amount, double guess, bool tight = false)
    {
        (_group, _amount) = (group, amount);
        if (Low.Evaluate(group, 0) <= amount)
        {
            High.Evaluate(group, 0);
            Low.Evaluate(group, ItemDemand.BelowZero);
            return false;
        }

        High.Evaluate(group, double.MaxValue);
        Approach(guess, tight);
        Narrow(tight);
        return true;
    }

    /// <summary>Stays at a price above 0 where the group takes the amount that it takes for nothing.</summary>
    public void KeepPrice(int group, double amount, double price)
    {
        if (price > 0 && _middle.Evaluate(group, price) >= amount * (1 - Rounding))
            (High, _middle) = (_middle, High);
    }

    /// <summary>Steps away from the guess, ever faster, until it is bracketed.</summary>
    private void Approach(double guess, bool tight)
    {
        var price = guess > 0 && guess < double.MaxValue ? guess : 1;
        var up = Take(price);
        // At a limit that is just met the price around stays the group's own.
        if (!tight && High.Groups[_group] >= _amount * (1 - Rounding))
            return;
        for (var factor = tight ? 1 + 1e-10 : 1.05; ; factor = tight ? Math.Pow(factor, 10) : factor * factor)
        {
            price = up ? price * factor : price / factor;
            if (!(price > Low.Price && price < High.Price) || Take(price) != up)
                return;
        }
    }

    private void Narrow(bool tight)
    {
        var (below, above) = (Low.Groups[_group] - _amount, High.Groups[_group] - _amount);
        var (wasLow, slow, edge) = (false, 0, false);
        for (var step = 0; Open(tight); step++)
        {
            var span = Bits(High) - Bits(Low);
            var price = Low.Price > 0 ? Math.Exp(((below * Math.Log(High.Price)) - (above * Math.Log(Low.Price))) / (below - above)) : 0;
            if (slow >= Patience)
                (price, edge) = MiddleJump() is { } jump ? (jump, false) : edge ? (0, true) : (Math.BitDecrement(High.Price), true);
            if (!(price > Low.Price && price < High.Price))
                price = BitConverter.Int64BitsToDouble(Bits(Low) + (span / 2));
            var tooLow = Take(price);
            // A side that stays for a second time counts half, so that the next step lands beyond the root.
            var again = step > 0 && tooLow == wasLow ? 0.5 : 1;
            (below, above) = tooLow ? (Low.Groups[_group] - _amount, above * again) : (below * again, High.Groups[_group] - _amount);
            wasLow = tooLow;
            slow = Bits(High) - Bits(Low) > span / 2 ? slow + 1 : 0;
        }
    }

    private bool Open(bool tight) =>
        (tight || _amount - High.Groups[_group] > Rounding * _amount)
        && Low.Groups[_group] - High.Groups[_group] > Rounding * _amount
        && Math.BitIncrement(Low.Price) < High.Price;

    /// <summary>The middle one of the prices inside the bracket at which an item's spend jumps; null where none does.</summary>
    private double? MiddleJump()
    {
        _jumps.Clear();
        for (var item = tree.FirstItem[_group]; item < tree.FirstItem[tree.End[_group]]; item++)
        {
            if (Low.Items[item] > High.Items[item])
                tree.Demands[item].AddJumps(Low.Price, High.Price, _jumps);
        }

        if (_jumps.Count == 0)
            return null;
        _jumps.Sort();
        return _jumps[_jumps.Count / 2];
    }

    /// <summary>Evaluates a price and puts it on the side where it belongs.</summary>
    /// <returns>Whether the price is too low.</returns>
    private bool Take(double price)
    {
        var tooLow = _middle.Evaluate(_group, price) > _amount;
        if (tooLow)
            (Low, _middle) = (_middle, Low);
        else
            (High, _middle) = (_middle, High);
        return tooLow;
    }

    private static long Bits(SpendAtPrice side) => BitConverter.DoubleToInt64Bits(side.Price);
}
