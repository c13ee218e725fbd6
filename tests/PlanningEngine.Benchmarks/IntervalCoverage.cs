namespace PlanningEngine.Benchmarks;

/// <summary>Share of test points inside an interval, and how far chance alone moves it: points of one series err together, so series are what is counted.</summary>
/// <param name="Nominal">Share that should be inside.</param>
/// <param name="Share">Share that is.</param>
/// <param name="StandardError">Standard error, clustered by series.</param>
internal readonly record struct IntervalCoverage(double Nominal, double Share, double StandardError)
{
    /// <summary>One point, or two standard errors where that is more.</summary>
    private const double Tolerance = 0.01;

    /// <summary>Whether the share is as near the nominal one as can be asked.</summary>
    internal bool Holds => Math.Abs(Share - Nominal) <= Math.Max(Tolerance, 2 * StandardError);

    /// <summary>Pools series.</summary>
    /// <param name="nominal">Share that should be inside.</param>
    /// <param name="series">Points and share inside per series.</param>
    internal static IntervalCoverage Of(double nominal, IReadOnlyCollection<(int Points, double Inside)> series)
    {
        double points = series.Sum(s => s.Points);
        var share = series.Sum(s => s.Inside * s.Points) / points;
        var squares = series.Sum(s => s.Points * (s.Inside - share) * (s.Points * (s.Inside - share)));
        return new IntervalCoverage(nominal, share, Math.Sqrt(squares) / points);
    }

    /// <summary>In percent, with two standard errors, and a mark where it does not hold.</summary>
    public override string ToString() => $"{100 * Share:0.0} \u00b1{200 * StandardError:0.0}{(Holds ? "" : " !")}";

    /// <summary>As a figure.</summary>
    /// <param name="name">Name of what was scored.</param>
    internal Figure Figure(string name) =>
        new($"{name}.coverage-{100 * Nominal:0}", Share, "share") { Goal = FormattableString.Invariant($"{Nominal}\u00b1{Math.Max(Tolerance, 2 * StandardError):0.000}"), Holds = Holds };
}
