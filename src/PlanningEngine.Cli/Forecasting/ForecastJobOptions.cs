using PlanningEngine.Forecasting;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>What <c>planctl forecast</c> is asked to do.</summary>
internal sealed record ForecastJobOptions
{
    /// <summary>The method that chooses and combines.</summary>
    public const string Automatic = "auto";

    /// <summary>File with the series.</summary>
    public required string Input { get; init; }

    /// <summary>File for what comes of it; empty for none, which an evaluation alone may have.</summary>
    public required string Output { get; init; }

    /// <summary>Steps ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>Seasonal periods in buckets.</summary>
    public required IReadOnlyList<int> Periods { get; init; }

    /// <summary>Method.</summary>
    public string Method { get; init; } = Automatic;

    /// <summary>Intervals in per cent.</summary>
    public IReadOnlyList<double> Levels { get; init; } = [80, 95];

    /// <summary>Further quantiles, between 0 and 1.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>Whether demand summed up to each step is written too.</summary>
    public bool Cumulative { get; init; }

    /// <summary>Whether the seasonal periods of each series are found from its values; <see cref="Periods"/> then plays no part.</summary>
    public bool DetectPeriods { get; init; }

    /// <summary>Columns that are known ahead.</summary>
    public IReadOnlyList<RegressorOption> Regressors { get; init; } = [];

    /// <summary>Columns that say what a series is: the same in all its rows. A global model learns from them.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>What is done about outliers and level shifts.</summary>
    public Treatment Treatment { get; init; }

    /// <summary>File with what is known about the lives of items; null for none.</summary>
    public string? Lifecycle { get; init; }

    /// <summary>Whether a last column says, on the first step of each series, what was done beyond the plain method.</summary>
    public bool Notes { get; init; }

    /// <summary>Whether a column says which time each step is for, as the input writes its own.</summary>
    public bool Times { get; init; }

    /// <summary>Whether each series is forecast from itself alone, even where many could teach each other.</summary>
    public bool WithoutGlobalModel { get; init; }

    /// <summary>Series that are worked on at once.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Levels of the summed demand's columns: the median, the ends of the intervals, the further quantiles, in that order.</summary>
    public IReadOnlyList<double> CumulativeLevels => [0.5, .. Levels.SelectMany(l => new[] { LowerOf(l), UpperOf(l) }), .. Quantiles];

    /// <summary>Every violation of the options.</summary>
    public IReadOnlyList<string> Check()
    {
        var found = new List<string>();
        if (Horizon is < 1 or > InputRules.LongestHorizon)
            found.Add(FormattableString.Invariant($"The horizon ({Horizon}) must lie between 1 and {InputRules.LongestHorizon}. Maybe set --horizon 12."));
        if (Periods.Count == 0)
            found.Add("The period is missing. Maybe set --period 12 for months, 52 for weeks, or 1 for no season.");
        found.AddRange(Periods.Where(p => p < 1).Select(p => FormattableString.Invariant($"The period ({p}) must be positive. Maybe use 1 for no season.")));
        if (!ForecastMethods.Exists(Method))
            found.Add($"There is no method ({Method}). Maybe use one of: {string.Join(", ", ForecastMethods.Names)}.");
        found.AddRange(Levels.Where(l => !(l > 0 && l < 100)).Select(l => FormattableString.Invariant($"The level ({l}) must lie strictly between 0 and 100 per cent. Maybe use 80,95.")));
        found.AddRange(Quantiles.Where(q => !(q > 0 && q < 1)).Select(q => FormattableString.Invariant($"The quantile ({q}) must lie strictly between 0 and 1. Maybe use 0.05,0.5,0.95.")));
        found.AddRange(Regressors.GroupBy(r => r.Column, StringComparer.OrdinalIgnoreCase).Where(g => g.Key.Length == 0 || g.Count() > 1).Select(g => $"The regressor ({g.Key}) must be named once. Maybe write --regressors promo,price:price."));
        found.AddRange(Attributes.GroupBy(a => a, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"The attribute ({g.Key}) must be named once. Maybe write --attributes group,brand."));
        if (Lifecycle is not null && DetectPeriods)
            found.Add("--lifecycle needs periods that all items share. Maybe set --period 12 in place of auto.");
        if (Threads < 1)
            found.Add(FormattableString.Invariant($"The number of threads ({Threads}) must be positive. Maybe leave --threads out."));
        if (!File.Exists(Input))
            found.Add($"There is no file ({Input}). Maybe check --input.");
        if (Lifecycle is not null && !File.Exists(Lifecycle))
            found.Add($"There is no file ({Lifecycle}). Maybe check --lifecycle.");
        if (Output.Length > 0)
            CheckOutput(found);
        return found;
    }

    private void CheckOutput(List<string> found)
    {
        if (Directory.Exists(Output))
            found.Add($"The output ({Output}) is a folder. Maybe name a file in it.");
        else if (Path.GetDirectoryName(Path.GetFullPath(Output)) is { } folder && !Directory.Exists(folder))
            found.Add($"The folder ({folder}) of the output does not exist. Maybe create it, or choose another --output.");
        if (Lifecycle is not null && Path.GetFullPath(Lifecycle) == Path.GetFullPath(Output))
            found.Add($"Lifecycle file and output are the same file ({Lifecycle}). Maybe choose another --output.");
        if (File.Exists(Input) && Path.GetFullPath(Input) == Path.GetFullPath(Output))
            found.Add($"Input and output are the same file ({Input}). Maybe choose another --output.");
    }

    /// <summary>The request that answers every column.</summary>
    public ForecastRequest Request(bool nonNegative) => new(Horizon)
    {
        Levels = [.. Levels.SelectMany(l => new[] { LowerOf(l), UpperOf(l) }).Concat(Quantiles.Select(Rounded)).Append(0.5).Concat(Cumulative ? ForecastRequest.DefaultLevels : []).Distinct().Order()],
        NonNegative = nonNegative,
        Treatment = Treatment,
    };

    /// <summary>Quantile level of the lower end of an interval.</summary>
    public static double LowerOf(double level) => Rounded((100 - level) / 200);

    /// <summary>Quantile level of the upper end of an interval.</summary>
    public static double UpperOf(double level) => Rounded((100 + level) / 200);

    /// <summary>A level without the noise of its arithmetic.</summary>
    public static double Rounded(double level) => Math.Round(level, 12);
}
