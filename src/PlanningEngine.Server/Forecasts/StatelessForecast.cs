using System.Globalization;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Cleaning;
using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Forecasting.Paths;
using PlanningEngine.Forecasting.Selection;
using CoreForecast = PlanningEngine.Forecasting.Forecast;
using CoreRequest = PlanningEngine.Forecasting.ForecastRequest;
using Credibility = PlanningEngine.Contracts.V1.Credibility;
using ForecastRequest = PlanningEngine.Contracts.V1.ForecastRequest;
using SeriesForecast = PlanningEngine.Contracts.V1.SeriesForecast;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Forecasts of the caller's own series. Each answer depends on its own series and the request alone.</summary>
internal static class StatelessForecast
{
    private const string Automatic = "auto";
    private const int MostSeries = 1_000;
    private const int MostValues = 100_000;
    private const int LongestHorizon = 1_000;
    private const int LongestPeriod = 1_000;
    private const int LongestId = 256;

    /// <summary>Sample paths behind summed demand, as in <c>planctl forecast --cumulative</c>.</summary>
    private const int Paths = 2_000;

    private static readonly double[] UsualLevels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

    public static ForecastResponse Answer(ForecastRequest request, CancellationToken cancellationToken)
    {
        var method = request.Method.Length == 0 ? Automatic : request.Method;
        var levels = request.QuantileLevels.Count == 0 ? UsualLevels : [.. request.QuantileLevels];
        Check(request, method, levels);

        var forecaster = new AutoForecaster(methods: method == Automatic ? null : [method]);
        var answers = new SeriesForecast[request.Series.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, answers.Length, options, i =>
        {
            var series = request.Series[i];
            var values = series.Values.ToArray();
            var asked = new CoreRequest(request.Horizon)
            {
                // Paths follow the whole distribution, however few of its quantiles are asked for.
                Levels = request.Cumulative ? [.. levels.Union(CoreRequest.DefaultLevels).Order()] : levels,
                NonNegative = request.HasNonNegative ? request.NonNegative : !Array.Exists(values, v => v < 0),
                Seed = unchecked((int)request.Seed),
                Treatment = StatelessSeries.Of(request.Treatment),
            };
            var told = StatelessSeries.Of(series, request.DetectPeriods, cancellationToken);
            answers[i] = (series.Lifecycle, series.Returned.Count) switch
            {
                (null, 0) => Solved(forecaster, told, asked, cancellationToken),
                (null, _) => Net(forecaster, told, [.. series.Returned], asked, cancellationToken),
                (_, 0) => ToMessage(told.Id, Living(series, told, forecaster).Forecast(told, asked, cancellationToken), new Credibility()),
                _ => ToMessage(told.Id, new NetForecaster(Living(series, told, forecaster), series.Returned).Forecast(told, asked, cancellationToken), new Credibility()),
            };
            if (request.Cumulative)
                Accumulate(answers[i], levels, asked.Seed);
            answers[i].Notes.Add(SuspectedOutliers.Of(told).Select(s => s.ToString()));
            if (RareNegatives.Note(told) is { } negative)
                answers[i].Notes.Add(negative);
            if (request.DetectPeriods && told.Period > 1)
                answers[i].DetectedPeriods.Add([told.Period, .. told.FurtherPeriods]);
        });
        return new ForecastResponse { Forecasts = { answers } };
    }

    /// <summary>Adds demand summed up to each step, then leaves the levels that were asked for.</summary>
    private static void Accumulate(SeriesForecast answer, double[] levels, int seed)
    {
        double[] known = [.. answer.Steps[0].Quantiles.Select(q => q.Level)];
        var forecast = CoreForecast.Create(
            answer.Method, [.. answer.Steps.Select(s => s.Mean)], [.. answer.Steps.Select(s => s.Quantiles.Select(q => q.Value).ToArray())], new CoreRequest(answer.Steps.Count) { Levels = known }, []);
        var total = 0.0;
        foreach (var (sum, step) in LeadTimeDemand.OfEach(SamplePaths.Draw(forecast, Paths, seed: seed), levels).Zip(answer.Steps))
        {
            // The expectation of a sum needs no paths.
            total += step.Mean;
            answer.Cumulative.Add(new ForecastStep { Step = step.Step, Mean = total, Quantiles = { levels.Select((level, i) => new Quantile { Level = level, Value = sum.Quantiles[i] }) } });
            Quantile[] asked = [.. step.Quantiles.Where(q => levels.Contains(q.Level))];
            step.Quantiles.Clear();
            step.Quantiles.AddRange(asked);
        }
    }

    private static SeriesForecast Solved(AutoForecaster forecaster, TimeSeries series, CoreRequest asked, CancellationToken cancellationToken)
    {
        var answer = forecaster.Solve(series, asked, cancellationToken);
        return ToMessage(series.Id, answer.Forecast, CredibilityMessages.ToMessage(answer.Credibility));
    }

    /// <summary>Net of returns; the credibility is that of the net at the later origins of the series.</summary>
    private static SeriesForecast Net(AutoForecaster forecaster, TimeSeries series, double[] returned, CoreRequest asked, CancellationToken cancellationToken)
    {
        var forecast = new NetForecaster(forecaster, returned).Forecast(series, asked, cancellationToken);
        var firstKnown = series.FirstPeriod + Array.FindIndex(series.Values, v => !double.IsNaN(v));
        var plan = OriginPlan.For(firstKnown, series.End, asked.Horizon, series.Period);
        var net = series with { Values = [.. series.Values.Zip(returned, (sold, back) => sold - back)] };
        var measured = MethodCredibility.Of(net, plan.Later, Math.Max(1, plan.Horizon), (cutoff, steps) =>
        {
            var known = series.Until(cutoff);
            return Array.TrueForAll(known.Values, double.IsNaN) ? null
                : new NetForecaster(forecaster, returned[..known.Length]).Forecast(known, asked with { Horizon = steps, Levels = CoreRequest.DefaultLevels }, cancellationToken);
        });
        return ToMessage(series.Id, forecast, CredibilityMessages.ToMessage(measured));
    }

    private static LifecycleForecaster Living(Series message, TimeSeries series, AutoForecaster forecaster) => new(forecaster, StatelessSeries.LifecycleOf(message, series));

    private static void Check(ForecastRequest request, string method, double[] levels)
    {
        var found = new Violations();
        void Require(bool holds, string field, string code, FormattableString message) =>
            found.Require(holds, field, code, message.ToString(CultureInfo.InvariantCulture));

        Require(request.Series.Count is >= 1 and <= MostSeries, "series", "out-of-range", $"A call must hold between 1 and {MostSeries} series, not {request.Series.Count}. Maybe split it.");
        Require(request.Horizon is >= 1 and <= LongestHorizon, "horizon", "out-of-range", $"The horizon ({request.Horizon}) must lie between 1 and {LongestHorizon} steps. Maybe use longer buckets.");
        Require(method == Automatic || ForecastMethods.Exists(method), "method", "unknown-method", $"There is no method ({method}). Maybe use one of: {string.Join(", ", ForecastMethods.Names)}.");
        Require(Enum.IsDefined(request.Treatment), "treatment", "unknown-value", $"The treatment ({(int)request.Treatment}) is not known. Maybe use TREATMENT_TRIED, or leave it out for none.");
        for (var i = 0; i < levels.Length; i++)
        {
            Require(levels[i] is > 0 and < 1, $"quantile_levels[{i}]", "out-of-range", $"The quantile level ({levels[i]}) must lie strictly between 0 and 1. Maybe divide per cents by 100.");
            Require(i == 0 || !(levels[i] <= levels[i - 1]), $"quantile_levels[{i}]", "not-ascending", $"The quantile level ({levels[i]}) must be above the one before it. Maybe sort the levels and remove doubles.");
        }

        var usable = new CoreRequest(Math.Clamp(request.Horizon, 1, LongestHorizon));
        for (var i = 0; i < Math.Min(request.Series.Count, MostSeries); i++)
        {
            var series = request.Series[i];
            Require(series.SeriesId.Length is >= 1 and <= LongestId, $"series[{i}].series_id", "out-of-range", $"The id of series {i + 1} must have between 1 and {LongestId} characters. Maybe use its code.");
            Require(request.DetectPeriods || series.Period is >= 1 and <= LongestPeriod, $"series[{i}].period", "out-of-range", $"The period ({series.Period}) of series ({series.SeriesId}) must lie between 1 and {LongestPeriod}. Maybe use 12 for months, 52 for weeks, 1 for none.");
            for (var k = 0; k < series.FurtherPeriods.Count && !request.DetectPeriods; k++)
                Require(series.FurtherPeriods[k] is >= 1 and <= LongestPeriod, $"series[{i}].further_periods[{k}]", "out-of-range", $"The further period ({series.FurtherPeriods[k]}) of series ({series.SeriesId}) must lie between 1 and {LongestPeriod}. Maybe leave it out.");
            for (var k = 0; k < series.Regressors.Count; k++)
                Require(Enum.IsDefined(series.Regressors[k].Form), $"series[{i}].regressors[{k}].form", "unknown-value", $"The form ({(int)series.Regressors[k].Form}) of regressor ({series.Regressors[k].Name}) of series ({series.SeriesId}) is not known. Maybe use REGRESSOR_FORM_LINEAR.");
            var mayBeEmpty = series.Lifecycle is { Predecessor: not null } or { Launch: not null };
            Require(series.Values.Count <= MostValues && (series.Values.Count > 0 || mayBeEmpty), $"series[{i}].values", "out-of-range", $"Series ({series.SeriesId}) must have between 1 and {MostValues} values, not {series.Values.Count}. Maybe leave it out, or cut its oldest values.");
            if (series.Lifecycle is not null)
                CheckLifecycle(series, i, Require);
            foreach (var violation in series.Returned.Count == 0 ? [] : NetForecaster.Check(StatelessSeries.Undetected(series), series.Returned))
                Require(false, $"series[{i}].returned", CodeOf(violation.Code), $"{violation.Message}");
            if (series.Values.Count == 0)
                continue;
            foreach (var violation in InputRules.Check(StatelessSeries.Undetected(series), usable))
                Require(false, $"series[{i}].{StatelessSeries.FieldOf(violation.Code)}", CodeOf(violation.Code), $"{violation.Message}");
        }

        found.ThrowIfAny();
    }

    private static void CheckLifecycle(Series series, int number, Action<bool, string, string, FormattableString> require)
    {
        var life = series.Lifecycle;
        var told = StatelessSeries.Undetected(series);
        if (life.Predecessor is { } old)
        {
            require(old.Values.Count is >= 1 and <= MostValues && old.BucketsBefore is >= 0 and <= MostValues, $"series[{number}].lifecycle.predecessor", "out-of-range", $"The predecessor of series ({series.SeriesId}) must have between 1 and {MostValues} values and begin at most as many buckets before, not {old.Values.Count} and {old.BucketsBefore}. Maybe leave it out.");
            require(old.Values.Count <= old.BucketsBefore + series.Values.Count || series.Values.Count == 0, $"series[{number}].lifecycle.predecessor", "after-end", $"The predecessor of series ({series.SeriesId}) has values after the last one of the series. Maybe count buckets_before from its first value.");
        }

        if (life.Launch is { } launch)
            require(launch.Similar.All(s => s.Values.Count is >= 1 and <= MostValues), $"series[{number}].lifecycle.launch", "out-of-range", $"Each similar item of series ({series.SeriesId}) must have between 1 and {MostValues} values. Maybe leave it out.");
        foreach (var violation in StatelessSeries.LifecycleOf(series, told).Check(told))
            require(false, $"series[{number}].lifecycle", CodeOf(violation.Code), $"{violation.Message}");
    }

    private static string CodeOf(string code) => string.Join('-', code.Split('_').Select(part => part.ToLowerInvariant()));

    private static SeriesForecast ToMessage(string id, CoreForecast forecast, Credibility credibility)
    {
        var message = new SeriesForecast
        {
            SeriesId = id,
            Method = forecast.Method,
            Credibility = credibility,
            Notes = { forecast.Notes },
            Effects = { forecast.Effects.Select(e => new Contracts.V1.RegressorEffect { Name = e.Name, Coefficient = e.Coefficient, StandardError = e.StandardError, Uplifts = { e.Uplift } }) },
            BaseMeans = { forecast.BaseMean ?? [] },
        };
        for (var step = 0; step < forecast.Horizon; step++)
        {
            var quantiles = forecast.Quantiles[step];
            message.Steps.Add(new ForecastStep
            {
                Step = step + 1,
                Mean = forecast.Mean[step],
                Quantiles = { forecast.Levels.Select((level, i) => new Quantile { Level = level, Value = quantiles[i] }) },
            });
        }

        return message;
    }
}
