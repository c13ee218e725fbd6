using System.Globalization;
using System.Text;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Paths;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>Writes forecasts beside the target and puts them in its place only when all are there.</summary>
internal sealed class ForecastWriter : IAsyncDisposable
{
    private static readonly string[] FirstColumns = ["series_id", "step", "mean", "median"];

    private const string RefusedMethod = "refused: ";

    /// <summary>Sample paths behind the summed demand: its 95 % interval then ends on fifty of them.</summary>
    private const int Paths = 2000;

    private readonly OutputFile _file;

    /// <param name="options">What is asked.</param>
    /// <param name="time">Name of the column that says which time a step is for; empty where none is asked for.</param>
    public ForecastWriter(ForecastJobOptions options, string time)
    {
        _file = new OutputFile(options.Output);
        _file.Text.WriteLine(Header(options, time));
    }

    /// <summary>
    /// The header: intervals as lo80, hi80, further quantiles as q05 behind the method, then the same of the summed demand with cum_ before them, then the mean without
    /// regressors and what each adds to it, then the time, then the notes.
    /// </summary>
    public static string Header(ForecastJobOptions options, string time)
    {
        var intervals = options.Levels.SelectMany(l => new[] { string.Create(CultureInfo.InvariantCulture, $"lo{l}"), string.Create(CultureInfo.InvariantCulture, $"hi{l}") }).ToArray();
        var quantiles = options.Quantiles.Select(QuantileName).ToArray();
        string[] summed = options.Cumulative ? [.. FirstColumns[2..].Concat(intervals).Concat(quantiles).Select(c => "cum_" + c)] : [];
        return string.Join(',', [.. FirstColumns, .. intervals, "method", .. quantiles, .. summed, .. EffectColumns(options).Select(Quoted), .. options.Times ? [Quoted(time)] : Array.Empty<string>(), .. options.Notes ? ["notes"] : Array.Empty<string>()]);
    }

    /// <summary>0.05 is q05, 0.5 is q50, 0.975 is q975.</summary>
    public static string QuantileName(double quantile) => "q" + quantile.ToString("0.00##########", CultureInfo.InvariantCulture)[2..];

    /// <summary>The rows of a forecast.</summary>
    /// <param name="id">The series.</param>
    /// <param name="forecast">Its forecast.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="times">The time of each step; none where they are not asked for or not clear.</param>
    public static string Format(string id, Forecast forecast, ForecastJobOptions options, IReadOnlyList<string> times)
    {
        int[] IndexOf(IEnumerable<double> levels) => [.. levels.Select(l => Array.FindIndex(forecast.Levels, known => Math.Abs(known - l) < 1e-9))];
        var before = IndexOf(options.Levels.SelectMany(l => new[] { ForecastJobOptions.LowerOf(l), ForecastJobOptions.UpperOf(l) }).Prepend(0.5));
        var behind = IndexOf(options.Quantiles);
        var summed = options.Cumulative ? LeadTimeDemand.OfEach(SamplePaths.Draw(forecast, Paths), options.CumulativeLevels) : [];
        var text = new StringBuilder();
        var (name, total) = (Quoted(id), 0.0);
        for (var step = 0; step < forecast.Horizon; step++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name},{step + 1},{forecast.Mean[step]:R}");
            foreach (var index in before)
                text.Append(CultureInfo.InvariantCulture, $",{forecast.Quantiles[step][index]:R}");
            text.Append(',').Append(Quoted(forecast.Method));
            foreach (var index in behind)
                text.Append(CultureInfo.InvariantCulture, $",{forecast.Quantiles[step][index]:R}");
            if (options.Cumulative)
            {
                // The expectation of a sum needs no paths.
                text.Append(CultureInfo.InvariantCulture, $",{total += forecast.Mean[step]:R}");
                foreach (var quantile in summed[step].Quantiles)
                    text.Append(CultureInfo.InvariantCulture, $",{quantile:R}");
            }

            if (options.Regressors.Count > 0)
                AppendEffects(text, forecast, step, options);
            if (options.Times)
                text.Append(',').Append(times.Count > 0 ? times[step] : "");
            if (options.Notes)
                text.Append(',').Append(step == 0 ? Quoted(string.Join("; ", forecast.Notes)) : "");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The rows of a series that was refused: no number, and the rule in place of the method.</summary>
    public static string Refused(string id, string rule, string reason, ForecastJobOptions options)
    {
        var intervals = 2 * options.Levels.Count;
        var behind = options.Quantiles.Count + (options.Cumulative ? 2 + intervals + options.Quantiles.Count : 0) + EffectColumns(options).Count() + (options.Times ? 1 : 0);
        var text = new StringBuilder();
        for (var step = 1; step <= options.Horizon; step++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Quoted(id)},{step}{new string(',', 3 + intervals)}{RefusedMethod}{rule}{new string(',', behind)}");
            if (options.Notes)
                text.Append(',').Append(step == 1 ? Quoted(reason) : "");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Regressors to which demand is proportional have no effect of their own: the base has them in it.</summary>
    private static IEnumerable<string> Estimated(ForecastJobOptions options) => options.Regressors.Where(r => r.Form != RegressorForm.Proportional).Select(r => r.Column);

    private static IEnumerable<string> EffectColumns(ForecastJobOptions options) =>
        options.Regressors.Count == 0 ? [] : [.. Estimated(options).Select(c => "uplift_" + c).Prepend("base_mean")];

    private static void AppendEffects(StringBuilder text, Forecast forecast, int step, ForecastJobOptions options)
    {
        text.Append(CultureInfo.InvariantCulture, $",{(forecast.BaseMean ?? forecast.Mean)[step]:R}");
        foreach (var column in Estimated(options))
            text.Append(CultureInfo.InvariantCulture, $",{(forecast.Effects.FirstOrDefault(e => e.Name == column)?.Uplift[step] ?? 0) + 0.0:R}");
    }

    /// <summary>Appends rows.</summary>
    public Task WriteAsync(string rows) => _file.Text.WriteAsync(rows);

    /// <summary>Puts the file in its place.</summary>
    public Task CompleteAsync() => _file.CompleteAsync();

    /// <summary>Removes what was not completed.</summary>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
