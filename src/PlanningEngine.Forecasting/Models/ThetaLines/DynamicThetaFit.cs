namespace PlanningEngine.Forecasting.Models.ThetaLines;

/// <summary>A fitted dynamic Theta model.</summary>
/// <param name="First">First level.</param>
/// <param name="Alpha">Smoothing weight, .1 to .99.</param>
/// <param name="Tilt">1 - 1 / theta, 0 to 1: how much of the straight line's way the forecast goes.</param>
/// <param name="Sum">Sum of the squared one-step errors after the first three.</param>
internal sealed record DynamicThetaFit(double First, double Alpha, double Tilt, double Sum)
{
    /// <summary>Means ahead of a history; each is observed in turn, which leaves the straight line as it is.</summary>
    /// <param name="y">The history it was fitted to.</param>
    /// <param name="horizon">Number of steps.</param>
    internal double[] Project(ReadOnlySpan<double> y, int horizon)
    {
        var (level, left, line) = (First, 1.0, new RunningLine());
        double Mean() => level + Tilt * (left * line.Intercept + (1 - left * (1 - Alpha)) / Alpha * line.Slope);
        void Observe(double value)
        {
            level += Alpha * (value - level);
            left *= 1 - Alpha;
            line.Observe(value);
        }

        foreach (var value in y)
            Observe(value);
        var mean = new double[horizon];
        for (var step = 0; step < horizon; step++)
        {
            mean[step] = Mean();
            Observe(mean[step]);
        }

        return mean;
    }
}
