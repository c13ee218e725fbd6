namespace PlanningEngine.Forecasting.Models.ThetaLines;

/// <summary>The straight line through all observations so far, carried along (Fiorucci et al. 2016, equations 16 to 18).</summary>
internal struct RunningLine
{
    private double _average;
    private int _count;

    /// <summary>Its slope; 0 before the second observation.</summary>
    internal double Slope { get; private set; }

    /// <summary>Its value one step before the first observation; 0 before any.</summary>
    internal double Intercept { get; private set; }

    /// <summary>Adds an observation.</summary>
    internal void Observe(double value)
    {
        _count++;
        if (_count > 1)
            Slope = ((_count - 2) * Slope + 6 * (value - _average) / _count) / (_count + 1);
        _average = ((_count - 1) * _average + value) / _count;
        Intercept = _average - (_count + 1) / 2.0 * Slope;
    }
}
