using System.CommandLine;
using System.Globalization;
using PlanningEngine.Cli.Forecasting;
using PlanningEngine.Cli.Import;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Forecasting;

namespace PlanningEngine.Cli.Commands;

/// <summary><c>planctl forecast</c>: forecasts the series of a file on this machine, without a server.</summary>
internal static class ForecastCommand
{
    /// <summary>So many findings of a rule are listed: refused series are meant to be seen by name.</summary>
    private const int ListedPerRule = 20;

    /// <summary>So many of a rule that have the same reason are.</summary>
    private const int ListedAlike = 3;

    public static Verb Create(Screen screen)
    {
        var input = Input();
        var output = new Option<string>("--output") { Description = "CSV to write; packed when it ends in .gz. It appears only when it is complete.", Required = true };
        var horizon = new Option<int>("--horizon") { Description = "Steps ahead. Step 1 is the one after the last row of the file, for all series alike, where times show that half of them and more end there; without times, with rows that are counted from 0 or 1, and where series end at different times, it comes after each series' own last row.", Required = true };
        var period = Period();
        var method = new Option<string>("--method") { Description = "auto chooses and combines; or the name of one method.", DefaultValueFactory = _ => "auto" };
        var levels = new Option<string>("--levels") { Description = "Intervals in per cent.", DefaultValueFactory = _ => "80,95" };
        var quantiles = new Option<string>("--quantiles") { Description = "Further quantiles, as columns q05 and so on.", DefaultValueFactory = _ => "" };
        var cumulative = new Option<bool>("--cumulative") { Description = "Also write demand summed up to each step, as columns cum_mean, cum_median, cum_lo80 and so on: what safety stock over a lead time is set by. Summed from sample paths, since quantiles do not add up." };
        var regressors = Regressors();
        var attributes = Attributes();
        var treatment = TreatmentOption();
        var lifecycle = new Option<string?>("--lifecycle") { Description = "CSV with one row per series_id and any of the columns predecessor and share (its history goes on in the item, along chains too; share above 0 and at most 1, and a replaced item keeps what no other takes), similar (launched items like it, ids with | between them) and level (expected sales per row), end_step (the first step without sales, from 1) and decline (shares of the last rows before it, with | between them). A new item needs no row in --input." };
        var times = new Option<bool>("--times") { Description = "Adds the input's time column: which month, week or day each step is for, written as the input writes its own (2024-05, 31.05.2024, 202405). Weeks of coming years (202453) are as many as by ISO 8601, and weekends, hours or months that a series leaves out throughout are left out ahead. Without it the columns are those of files that have no times." };
        var notes = new Option<bool>("--notes") { Description = "Adds a column that says what was filled, treated or fallen back to." };
        var alone = Alone();
        var threads = Threads();
        var verb = new Verb("forecast", "Forecasts every series of a file on this machine; needs no server. Unknown values are empty, NA or NaN. A series that cannot be used is refused by itself: it is listed with the reason, stands in the output without numbers (method refused: RULE), and the exit code is 4. What is wrong with the file, or with all of it, writes nothing (exit code 1).",
            "planctl forecast --input sales.csv --output forecast.csv --horizon 12 --period 12 --times",
            "planctl forecast --input hourly.csv.gz --output f.csv.gz --horizon 48 --period 24,168 --method ets --levels 80,95 --quantiles 0.05,0.5,0.95",
            "planctl forecast --input sales.csv --output stock.csv --horizon 8 --period 52 --quantiles 0.95,0.99 --cumulative",
            "planctl forecast --input sales.csv --output forecast.csv --horizon 8 --period auto --regressors promo,price:price --treat tried --notes",
            "planctl forecast --input sales.csv --output forecast.csv --horizon 12 --period 12 --lifecycle items.csv --notes",
            "planctl forecast --input gross-and-returned.csv --output net.csv --horizon 12 --period 12 --notes")
        { input, output, horizon, period, method, levels, quantiles, cumulative, regressors, attributes, treatment, lifecycle, times, notes, alone, threads };
        verb.SetAction((parse, cancellationToken) => Guard.RunAsync(screen, async () =>
        {
            var problems = new List<string>();
            var periods = PeriodsOf(parse.GetValue(period), problems);
            var options = new ForecastJobOptions
            {
                Input = parse.GetValue(input)!,
                Output = parse.GetValue(output)!,
                Horizon = parse.GetValue(horizon),
                Periods = periods ?? [1],
                DetectPeriods = periods is null,
                Regressors = RegressorOption.Parse(parse.GetValue(regressors)),
                Attributes = parse.GetValue(attributes)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                Treatment = TreatmentOf(parse.GetValue(treatment)!, problems),
                Lifecycle = parse.GetValue(lifecycle),
                Times = parse.GetValue(times),
                Notes = parse.GetValue(notes),
                Method = parse.GetValue(method)!,
                Levels = Numbers(parse.GetValue(levels), "levels", problems),
                Quantiles = Numbers(parse.GetValue(quantiles), "quantiles", problems),
                Cumulative = parse.GetValue(cumulative),
                WithoutGlobalModel = parse.GetValue(alone),
                Threads = parse.GetValue(threads),
            };
            problems.AddRange(options.Check());
            if (options.Output.Length == 0)
                problems.Add("The output is empty. Maybe set --output forecast.csv.");
            if (problems.Count > 0)
                throw new UsageException(problems);
            return await RunAsync(options, screen, cancellationToken);
        }));
        return verb;
    }

    /// <summary>The file with the series.</summary>
    internal static Option<string> Input() => new("--input") { Description = "CSV in UTF-8, or CSV packed as .gz, with series_id and value (with a decimal point) in time order; optionally a time (timestamp, period, month, week, date, ds or t; of several the one that can be read, the first in this order) as dates (2022-03-31, 2022-03, 2022-03-31 14:00, 20220331, 31.03.2022, 03.2022, 2022-Q1, 2022-W13, Mar 2022) or whole numbers such as 202412, between which missing rows become unknown values, split, of which only the train rows are read, availability, the share of the row's time in which the item could be sold (0 where it ran out and nobody knows when), and returned, what came back in the row's time (at least 0): value is then gross, and the forecast net of returns.", Required = true };

    /// <summary>Its cycles; see <see cref="PeriodsOf"/>.</summary>
    internal static Option<string> Period() => new("--period") { Description = "Seasonal period in rows: 12 for months, 52 for weeks, 7 for days, 1 for none; where the calendar leaves out some throughout, such as Sundays, 7 is taken for the six rows of a week, and it says so; further ones after a comma (24,168); auto finds them for each series.", Required = true };

    /// <summary>Columns known ahead.</summary>
    internal static Option<string> Regressors() => new("--regressors") { Description = "Columns that are known ahead: promo by a factor per unit, price:price by an elasticity below 0 that is taken for around -2 as far as the history does not show it, log:advertising by an elasticity of which nothing is known beforehand, per:days in proportion. Rows after the last value (or not train) are the future. Adds the columns base_mean and uplift_promo.", DefaultValueFactory = _ => "" };

    /// <summary>Columns that say what a series is.</summary>
    internal static Option<string> Attributes() => new("--attributes") { Description = "Columns that say what a series is, the same in all its rows (group,brand): series that teach each other learn how their groups differ.", DefaultValueFactory = _ => "" };

    /// <summary>What is done about outliers and level shifts.</summary>
    internal static Option<string> TreatmentOption() => new("--treat") { HelpName = "none|applied|tried", Description = "Clear outliers and level shifts: none, applied, or tried, where auto treats them if that made smaller errors before.", DefaultValueFactory = _ => "none" };

    /// <summary>Whether series are kept from teaching each other.</summary>
    internal static Option<bool> Alone() => new("--without-global-model") { Description = "Forecast each series from itself alone. Otherwise auto lets 30 or more series with a common time axis teach each other, where that proves itself at the file's own earlier origins." };

    /// <summary>Series worked on at once.</summary>
    internal static Option<int> Threads() => new("--threads") { Description = "Series worked on at once. The result does not depend on it.", DefaultValueFactory = _ => Environment.ProcessorCount };

    private static async Task<int> RunAsync(ForecastJobOptions options, Screen screen, CancellationToken cancellationToken)
    {
        var result = await screen.ProgressAsync(view =>
            new ForecastJob(options).RunAsync(n => view.Report("series", 0, n.ToString("N0", CultureInfo.InvariantCulture)), cancellationToken));
        FindingReport.Write(screen, [.. result.Warnings, .. result.Findings], ListedPerRule, ListedAlike);
        if (!result.Written)
        {
            screen.Error("Nothing was written, since the input has findings.");
            return ExitCodes.Refused;
        }

        foreach (var remark in result.Remarks)
            screen.Note(remark);
        if (result.SeriesWithoutTrain > 0)
            screen.Note(string.Create(CultureInfo.InvariantCulture, $"{result.SeriesWithoutTrain} series have no train row and were left out."));
        if (result.Gaps.Series > 0)
            screen.Note(string.Create(CultureInfo.InvariantCulture, $"{result.Gaps.Rows} rows missing in the time column of {result.Gaps.Series} series became unknown values."));
        if (result.Global)
            screen.Note("The series taught each other: a global model and weights of all methods were learned from the file.");
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"series {result.Series}"));
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"CPU seconds in fitting {result.CpuSeconds:F3}"));
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"series per second and core {result.Series / Math.Max(result.CpuSeconds, 1e-6):F1}"));
        if (result.Refused == 0)
            return ExitCodes.Done;
        screen.Error(string.Create(CultureInfo.InvariantCulture, $"{result.Refused:N0} series were refused for the errors above; in the output they have no numbers, and the rule in place of the method. {result.Series:N0} were forecast."));
        return ExitCodes.Partial;
    }

    /// <summary>Periods as they are named; null where they are to be found.</summary>
    internal static IReadOnlyList<int>? PeriodsOf(string? period, List<string> problems) => string.Equals(period?.Trim(), "auto", StringComparison.OrdinalIgnoreCase)
        ? null
        : [.. Numbers(period, "period", problems).Select(p => (int)Math.Clamp(p, int.MinValue, int.MaxValue))];

    /// <summary>A treatment by name.</summary>
    internal static Treatment TreatmentOf(string text, List<string> problems)
    {
        if (Array.Find(Enum.GetNames<Treatment>(), name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } known)
            return Enum.Parse<Treatment>(known);
        problems.Add($"--treat has ({text}). Maybe use none, applied or tried.");
        return Treatment.None;
    }

    private static double[] Numbers(string? text, string option, List<string> problems)
    {
        var numbers = new List<double>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                numbers.Add(number);
            else
                problems.Add($"--{option} has ({part}), which is not a number. Maybe write numbers with commas between them, such as 80,95.");
        }

        return [.. numbers.Distinct()];
    }
}
