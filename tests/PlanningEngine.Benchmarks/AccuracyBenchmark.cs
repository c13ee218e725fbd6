using System.CommandLine;
using PlanningEngine.Benchmarks.InR;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Learned;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Benchmarks;

/// <summary>Accuracy by collection; on the M3 competition by frequency, beside the published scores. Test values are scored and used for nothing else.</summary>
internal static class AccuracyBenchmark
{
    private static readonly string[] Collections = ["m3", "m4-hourly", "m4-weekly", "carparts", "retail", "r-datasets", "r-panels", "gretl"];
    private static readonly string[] UsualMethods = ["auto", "ets", "theta", "snaive"];

    public static Command Create()
    {
        var sample = Benchmark.Number("--sample", "Series per frequency, evenly spaced; 0 is all", 0, 0, 3003);
        var method = new Option<string[]>("--method")
        {
            Description = $"Methods to score: {string.Join(", ", ForecastMethods.Names)}",
            DefaultValueFactory = _ => UsualMethods,
            AllowMultipleArgumentsPerToken = true,
        };
        method.AcceptOnlyFromAmong([.. ForecastMethods.Names]);
        var data = new Option<string[]>("--data")
        {
            Description = $"Collections to score on: {string.Join(", ", Collections)}",
            DefaultValueFactory = _ => Collections,
            AllowMultipleArgumentsPerToken = true,
        };
        data.AcceptOnlyFromAmong(Collections);
        var validation = new Option<bool>("--validation") { Description = "Score on the last training values, as many as there are test values: what methods are built and tuned with" };
        var treatment = new Option<Treatment>("--treatment") { Description = "What is done about outliers and level shifts in M3: None, Applied, Tried", DefaultValueFactory = _ => Treatment.None };
        var everyInR = Benchmark.Number("--r-every", "Run R's methods too on each how many series of M3 and of those that come with R and gretl; 0 is never", 0, 0, 3003);
        var learned = new Option<string>("--learned") { Description = "File of learned weights and calibration for auto in place of the one that ships, as learn --leave-out writes it", DefaultValueFactory = _ => "" };
        var picture = new Option<string>("--picture") { Description = "File, .svg or .png, for a picture of accuracy on all of M3 against speed, of this very run", DefaultValueFactory = _ => "" };
        picture.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { Length: > 0 } path && Path.GetExtension(path) is not (".svg" or ".png"))
                result.AddError($"The picture ({path}) must end in .svg or .png. Maybe use {Path.ChangeExtension(path, ".svg")}.");
        });
        return Benchmark.Create(
            "accuracy", "Accuracy and intervals on the M3 and M4 competitions, on spare parts, on retail sales, and on series that come with R and gretl (needs the data folder PLANNING_SHARED_DATA).",
            "accuracy --data m3 --sample 300 --method auto dot", [data, validation, sample, method, treatment, everyInR, learned, picture],
            (parse, report, ct) => Task.Run(
                () => Run(
                    parse.GetValue(data)!, parse.GetValue(validation), parse.GetValue(sample), parse.GetValue(everyInR), [.. parse.GetValue(method)!.Distinct(StringComparer.Ordinal)], parse.GetValue(treatment), parse.GetValue(learned)!, parse.GetValue(picture)!, report, ct), ct));
    }

    private static void Run(string[] data, bool validation, int sample, int everyInR, string[] methods, Treatment treatment, string learned, string picture, Report report, CancellationToken ct)
    {
        var parameters = learned.Length == 0 ? LearnedParameters.Shipped : LearnedParameters.Parse(File.ReadAllBytes(learned));
        Console.WriteLine($"learned from {parameters.Windows} windows by {parameters.Command}, sha256 {(learned.Length == 0 ? LearnedParameters.Fingerprint : LearnedParameters.FingerprintOf(File.ReadAllBytes(learned)))}");
        IForecaster Create(string name) => name == "auto" ? new AutoForecaster { Parameters = parameters } : ForecastMethods.Create(name);
        var onM3 = data.Contains("m3") ? M3Accuracy.Run(validation, sample, everyInR, methods, treatment, Create, report, ct) : [];
        if (picture.Length > 0)
            Draw(picture, validation, onM3);
        if (data.Contains("m4-hourly"))
            M4Accuracy.Hourly.Run(methods, Create, validation, report, ct);
        if (data.Contains("m4-weekly"))
            M4Accuracy.Weekly.Run(methods, Create, validation, report, ct);
        if (data.Contains("carparts"))
            SparePartsAccuracy.Run(methods, validation, report, ct);
        if (data.Contains("retail") && methods.Contains("auto"))
            RetailAccuracy.Run(validation, report, ct);
        if (data.Contains("r-datasets"))
            UnseenAccuracy.Run("r-datasets", SeriesInR.Single(), methods, everyInR, Create, report, ct);
        if (data.Contains("r-panels"))
            UnseenAccuracy.Run("r-panels", SeriesInR.Panels(), methods, everyInR, Create, report, ct);
        if (data.Contains("gretl"))
            UnseenAccuracy.Run("gretl", GretlSeries.Read(), methods, everyInR, Create, report, ct);
    }

    private static void Draw(string picture, bool validation, IReadOnlyList<MethodOnM3> onM3)
    {
        if (validation || onM3.Count == 0)
            throw new BenchmarkException($"The picture ({picture}) shows the test values of all of M3, which this run did not score. Maybe use --data m3 without --sample and --validation.");
        AccuracyPicture.Save(picture, onM3);
        Report.Progress($"Drawn: {picture}");
    }
}
