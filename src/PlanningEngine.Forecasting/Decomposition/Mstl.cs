namespace PlanningEngine.Forecasting.Decomposition;

/// <summary>A history without its seasons, and each season.</summary>
/// <param name="Periods">Lengths of the cycles that were taken out, increasing.</param>
/// <param name="Seasons">Season per cycle and observation.</param>
/// <param name="Adjusted">Trend and remainder.</param>
internal sealed record MstlComponents(int[] Periods, double[][] Seasons, double[] Adjusted)
{
    /// <summary>The sum of the seasons' last cycles, going on.</summary>
    /// <param name="step">Step ahead, from 0.</param>
    internal double SeasonAhead(int step)
    {
        var sum = 0.0;
        for (var i = 0; i < Periods.Length; i++)
            sum += Seasons[i][Adjusted.Length - Periods[i] + step % Periods[i]];
        return sum;
    }
}

/// <summary>Several seasonal cycles taken out in turn by <see cref="Stl"/> (Bandara, Hyndman, Bergmeir 2021).</summary>
internal static class Mstl
{
    private const int Passes = 2;
    private const int FirstWindow = 11;
    private const int WindowStep = 4;

    /// <summary>Decomposes.</summary>
    /// <param name="y">Observations without NaN.</param>
    /// <param name="periods">Lengths of cycles; those seen less than twice are left out.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static MstlComponents Decompose(double[] y, IEnumerable<int> periods, CancellationToken cancellationToken)
    {
        var usable = periods.Where(p => p > 1 && 2 * p <= y.Length).Distinct().Order().ToArray();
        var seasons = Array.ConvertAll(usable, _ => new double[y.Length]);
        var adjusted = (double[])y.Clone();
        for (var pass = 0; pass < (usable.Length > 1 ? Passes : 1); pass++)
            for (var i = 0; i < usable.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var t = 0; t < y.Length; t++)
                    adjusted[t] += seasons[i][t];
                seasons[i] = Stl.Decompose(adjusted, usable[i], FirstWindow + WindowStep * i).Season;
                for (var t = 0; t < y.Length; t++)
                    adjusted[t] -= seasons[i][t];
            }

        return new MstlComponents(usable, seasons, adjusted);
    }
}
