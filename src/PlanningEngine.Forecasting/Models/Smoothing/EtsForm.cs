namespace PlanningEngine.Forecasting.Models.Smoothing;

/// <summary>How errors or seasons enter a state space model.</summary>
internal enum EtsPart
{
    /// <summary>Absent.</summary>
    None,

    /// <summary>Added.</summary>
    Additive,

    /// <summary>Multiplied.</summary>
    Multiplicative,
}

/// <summary>How the slope develops.</summary>
internal enum EtsTrend
{
    /// <summary>No slope.</summary>
    None,

    /// <summary>A slope that stays.</summary>
    Additive,

    /// <summary>A slope that dies out.</summary>
    Damped,
}

/// <summary>One member of the exponential smoothing family in the taxonomy error, trend, season (Hyndman et al. 2008, table 2.1).</summary>
internal readonly record struct EtsForm(EtsPart Error, EtsTrend Trend, EtsPart Season)
{
    /// <summary>The candidates in the order they are tried: six with additive and nine with multiplicative error; additive error with multiplicative season is barred for its instability.</summary>
    internal static IReadOnlyList<EtsForm> Candidates { get; } =
    [
        .. from error in new[] { EtsPart.Additive, EtsPart.Multiplicative }
           from season in new[] { EtsPart.None, EtsPart.Additive, EtsPart.Multiplicative }
           from trend in new[] { EtsTrend.None, EtsTrend.Additive, EtsTrend.Damped }
           where error == EtsPart.Multiplicative || season != EtsPart.Multiplicative
           select new EtsForm(error, trend, season),
    ];

    /// <summary>Number of smoothing parameters: alpha, beta, gamma, phi as far as they exist.</summary>
    internal int SmoothingParameters => 1 + (Trend == EtsTrend.None ? 0 : 1) + (Season == EtsPart.None ? 0 : 1) + (Trend == EtsTrend.Damped ? 1 : 0);

    /// <summary>Number of estimated quantities with the error variance; one seasonal state follows from the others.</summary>
    internal int EstimatedParameters(int period) =>
        SmoothingParameters + 1 + (Trend == EtsTrend.None ? 0 : 1) + (Season == EtsPart.None ? 0 : period - 1) + 1;

    /// <summary>The usual short name, such as <c>M,Ad,M</c>.</summary>
    public override string ToString() => $"{Letter(Error)},{(Trend switch { EtsTrend.None => "N", EtsTrend.Additive => "A", _ => "Ad" })},{Letter(Season)}";

    private static string Letter(EtsPart part) => part switch { EtsPart.None => "N", EtsPart.Additive => "A", _ => "M" };
}
