namespace PlanningEngine.Allocation.Budgets;

/// <summary>How much one item takes at a price of money: its curve between its bounds, replaced by its concave envelope there.</summary>
/// <remarks>On an S-shape the envelope is the chord from the least amount to where it touches the curve; elsewhere it is the curve.</remarks>
internal readonly struct ItemDemand
{
    /// <summary>A price at which everything is taken, whether it returns anything or not.</summary>
    public const double BelowZero = -1;

    private readonly ResponseCurve _curve;
    private readonly double _touch;
    private readonly double _chord;

    public ItemDemand(ResponseCurve curve, double least, double most)
    {
        (_curve, Least, Most, _touch) = (curve, least, most, least);
        if (curve.Inflection <= least || most <= least)
            return;
        _touch = Touch(curve, least, most);
        _chord = (curve.Response(_touch) - curve.Response(least)) / (_touch - least);
    }

    public double Least { get; }

    public double Most { get; }

    /// <summary>Smallest best spend at a price; it falls as the price rises.</summary>
    public double At(double price)
    {
        if (price < 0)
            return Most;
        if (_touch > Least && price >= _chord)
            return Least;
        return Math.Clamp(_curve.SpendAt(price), _touch, Most);
    }

    /// <summary>Adds the prices strictly between two others at which the spend jumps.</summary>
    public void AddJumps(double low, double high, List<double> jumps)
    {
        if (_touch > Least && _chord > low && _chord < high)
            jumps.Add(_chord);
        if (_curve is PiecewiseLinearCurve pieces)
            pieces.AddSlopes(low, high, jumps);
    }

    /// <summary>Whether a spend lies where the envelope is above the curve.</summary>
    public bool OnChord(double spend) => spend > Least && spend < _touch;

    public double Envelope(double spend) => OnChord(spend) ? _curve.Response(Least) + (_chord * (spend - Least)) : _curve.Response(spend);

    /// <summary>The same curve between other bounds.</summary>
    public ItemDemand Within(double least, double most) => new(_curve, least, most);

    /// <summary>Where the line from the least amount touches the concave part: there the marginal equals the chord.</summary>
    private static double Touch(ResponseCurve curve, double least, double most)
    {
        var start = curve.Response(least);
        double Excess(double spend) => (curve.Marginal(spend) * (spend - least)) - (curve.Response(spend) - start);
        var (low, high) = (Math.Max(least, curve.Inflection), most);
        if (low >= high || Excess(high) >= 0)
            return most;
        while ((low + high) / 2 is var middle && middle > low && middle < high)
        {
            if (Excess(middle) > 0)
                low = middle;
            else
                high = middle;
        }

        return high;
    }
}
