using PlanningEngine.Forecasting.Evaluation;
using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Tests.Evaluation;

/// <summary>Scores at rolling origins are those of the formulas, written out again here.</summary>
public sealed class RollingOriginsTests
{
    private const int Horizon = 6;
    private static readonly ForecastRequest Request = new(Horizon);

    private static IReadOnlyList<OriginForecast> Rolled(TimeSeries series, IForecaster method, int origins = 4, int spacing = 2) =>
        RollingOrigins.Of(series, method, Request, RollingOrigins.Cutoffs(series, Horizon, origins, spacing), TestContext.Current.CancellationToken);

    [Fact]
    public void Cutoffs_AreSpacedAndLeaveAHorizon()
    {
        Assert.Equal([48, 50, 52, 54], RollingOrigins.Cutoffs(Some.Monthly(), Horizon, 4, 2));
        Assert.Equal([448, 450, 452, 454], RollingOrigins.Cutoffs(Some.Monthly() with { FirstPeriod = 400 }, Horizon, 4, 2));
        Assert.Equal([3, 4], RollingOrigins.Cutoffs(new TimeSeries("x", [double.NaN, double.NaN, 1, 2, 3, 4], 1), 2, 100));
        Assert.Empty(RollingOrigins.Cutoffs(new TimeSeries("x", [double.NaN, double.NaN], 1), 1, 3));
        Assert.Empty(RollingOrigins.Cutoffs(new TimeSeries("x", [1, 2], 1), 2, 3));
    }

    [Fact]
    public void Of_EachCutoff_KnowsOnlyWhatCameBefore()
    {
        var series = Some.Monthly();
        var rolled = Rolled(series, new Theta());
        for (var i = 0; i < rolled.Count; i++)
        {
            var cutoff = 48 + 2 * i;
            Assert.Equal(new Theta().Forecast(new TimeSeries("x", series.Values[..cutoff], 12), Request, TestContext.Current.CancellationToken).Mean, rolled[i].Forecast.Mean);
            Assert.Equal(series.Values[cutoff..(cutoff + Horizon)], rolled[i].Actual);
        }
    }

    /// <summary>Series that begin late, end early or end at the cut-off are handed over as far as they reach it, and nothing later than it is.</summary>
    [Fact]
    public void Of_LearnedAtEachCutoff_KnowsOfAllSeriesOnlyWhatCameBefore()
    {
        TimeSeries[] all =
        [
            Some.Monthly(), Some.Monthly(60, 5) with { Id = "late", FirstPeriod = 50, Values = Some.Seasonal(10, 12, 5) }, new TimeSeries("early", Some.Seasonal(49, 12, 6), 12),
            new TimeSeries("ends there", Some.Seasonal(52, 12, 7), 12), new TimeSeries("unknown", [.. Enumerable.Repeat(double.NaN, 51), .. Some.Seasonal(9, 12, 8)], 12),
        ];
        var handed = new List<string>();
        IReadOnlyList<IReadOnlyList<OriginForecast>> Learned(TimeSeries[] series, int threads) => RollingOrigins.Of(series, known =>
        {
            Assert.All(known, s => Assert.Equal(known[0].End, s.End));
            handed.Add($"{known[0].End}: {string.Join(", ", known.Select(s => s.Id))}");
            return new Held(known.Sum(s => s.Values.Where(v => !double.IsNaN(v)).Sum()));
        }, Request, [49, 50, 52], threads, TestContext.Current.CancellationToken);

        var rolled = Learned(all, 1);
        Assert.Equal([$"49: {all[0].Id}, early, ends there", $"50: {all[0].Id}, ends there", $"52: {all[0].Id}, late, ends there, unknown"], handed);
        Assert.Equal([3, 1, 0, 2, 1], rolled.Select(origins => origins.Count));
        var absurd = Learned([.. all.Select(s => s with { Values = [.. s.Values.Select((v, t) => s.FirstPeriod + t >= 52 ? 1e6 : v)] })], 3);
        Assert.Equal(rolled.SelectMany(r => r).Select(o => o.Forecast.Mean[0]), absurd.SelectMany(r => r).Select(o => o.Forecast.Mean[0]));
        Assert.Equal(all[0].Values[52..58], rolled[0][2].Actual);
        Assert.Equal(1e6, absurd[0][2].Actual[0]);
    }

    /// <summary>Says one number, learned beforehand.</summary>
    private sealed class Held(double number) : IForecaster
    {
        public string Name => "held";

        public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default) =>
            PlanningEngine.Forecasting.Forecast.Create(Name, [.. Enumerable.Repeat(number, request.Horizon)], [.. Enumerable.Repeat(Array.ConvertAll([.. request.Levels], _ => number), request.Horizon)], request, []);
    }

    [Fact]
    public void Evaluation_ManySeries_IsThatOfTheFormulas()
    {
        TimeSeries[] all = [Some.Monthly(), Some.Monthly(70, 5) with { Values = [0, 0, .. Some.Seasonal(68, 12, 5)] }, new("gaps", [.. Some.Seasonal(66, 12, 9).Select((v, t) => t is 20 or 57 or 61 ? double.NaN : v)], 12)];
        var rolled = Array.ConvertAll(all, s => Rolled(s, new Theta()));
        var points = rolled.SelectMany(r => r).SelectMany(o => o.Actual.Select((a, step) => (Actual: a, Step: step, Origin: o)).Where(p => !double.IsNaN(p.Actual))).ToList();
        double Mean((double Actual, int Step, OriginForecast Origin) p) => p.Origin.Forecast.Mean[p.Step];
        double Scale(OriginForecast o)
        {
            var y = o.Known.Values;
            return Enumerable.Range(12, y.Length - 12).Select(t => Math.Abs(y[t] - y[t - 12])).Where(d => !double.IsNaN(d)).Average();
        }

        var found = ForecastEvaluation.Of(rolled);
        Assert.Equal(points.Count, found.All.Accuracy.N);
        var actuals = points.Sum(p => p.Actual);
        Assert.Equal(points.Sum(p => Math.Abs(Mean(p) - p.Actual)) / actuals, found.All.Accuracy.Wape!.Value, 1e-12);
        Assert.Equal(points.Average(p => 2 * Math.Abs(Mean(p) - p.Actual) / (Math.Abs(Mean(p)) + Math.Abs(p.Actual))), found.All.Smape!.Value, 1e-12);
        Assert.Equal(points.Average(p => Math.Abs(Mean(p) - p.Actual) / Scale(p.Origin)), found.All.Accuracy.Mase!.Value, 1e-12);
        Assert.Equal(points.Sum(p => Mean(p) - p.Actual) / points.Average(p => Math.Abs(Mean(p) - p.Actual)), found.All.TrackingSignal!.Value, 1e-9);
        var naive = points.Sum(p => Math.Abs(new SeasonalNaive().Forecast(p.Origin.Known, Request, TestContext.Current.CancellationToken).Mean[p.Step] - p.Actual));
        Assert.Equal((naive - points.Sum(p => Math.Abs(Mean(p) - p.Actual))) / actuals, found.All.GainOverNaive!.Value, 1e-12);

        double Quantile((double Actual, int Step, OriginForecast Origin) p, double level) => p.Origin.Forecast.Quantile(p.Step, level);
        Assert.Equal(points.Count(p => p.Actual < Quantile(p, 0.1)) / (double)points.Count, found.All.Outside80!.Value.Below);
        Assert.Equal(points.Count(p => p.Actual > Quantile(p, 0.975)) / (double)points.Count, found.All.Outside95!.Value.Above);
        Assert.Equal(2 * points.Sum(p => 0.9 * Math.Max(0, p.Actual - Quantile(p, 0.9)) + 0.1 * Math.Max(0, Quantile(p, 0.9) - p.Actual)) / actuals, found.All.QuantileLosses[6]!.Value, 1e-12);

        var third = points.Where(p => p.Step == 2).ToList();
        Assert.Equal(third.Sum(p => Math.Abs(Mean(p) - p.Actual)) / third.Sum(p => p.Actual), found.AtLag(3).Accuracy.Wape!.Value, 1e-12);
        Assert.Equal(third.Count(p => p.Actual >= Quantile(p, 0.1) && p.Actual <= Quantile(p, 0.9)) / (double)third.Count, found.AtLag(3).Accuracy.Coverage80);
        Assert.Equal(points.Count, found.Steps.Sum(s => s.Accuracy.N));
        Assert.Throws<ArgumentOutOfRangeException>(() => found.AtLag(Horizon + 1));

        double Rmsse(OriginForecast o)
        {
            var y = o.Known.Values.SkipWhile(v => v == 0).ToArray();
            var scale = Enumerable.Range(1, y.Length - 1).Select(t => (y[t] - y[t - 1]) * (y[t] - y[t - 1])).Where(d => !double.IsNaN(d)).Average();
            return Math.Sqrt(o.Actual.Zip(o.Forecast.Mean, (a, f) => (f - a) * (f - a)).Where(d => !double.IsNaN(d)).Average() / scale);
        }

        double Weight(OriginForecast o) => o.Known.Values[^Horizon..].Where(v => !double.IsNaN(v)).Sum();
        var origins = rolled.SelectMany(r => r).ToList();
        Assert.Equal(origins.Sum(o => Weight(o) * Rmsse(o)) / origins.Sum(Weight), found.Wrmsse!.Value, 1e-12);
        Assert.Equal(origins.Average(Rmsse), ForecastEvaluation.Of(rolled, _ => 3).Wrmsse!.Value, 1e-12);

        var pairs = rolled.SelectMany(r => r.Zip(r.Skip(1), (before, now) => Enumerable.Range(0, Horizon - 2).Where(step => !double.IsNaN(now.Actual[step]))
            .Select(step => (Change: Math.Abs(now.Forecast.Mean[step] - before.Forecast.Mean[step + 2]), Actual: now.Actual[step]))).SelectMany(p => p)).ToList();
        Assert.Equal(pairs.Sum(p => p.Change) / pairs.Sum(p => p.Actual), found.Instability!.Value, 1e-12);
    }

    /// <summary>A forecast of the same numbers at every origin is not revised, and Naive2 is its own measure.</summary>
    [Fact]
    public void Evaluation_Yardsticks_AreThemselves()
    {
        var series = Some.Monthly();
        var mean = new HistoricMean();
        var held = RollingOrigins.Cutoffs(series, Horizon, 4).Select(cutoff => Rolled(series, mean, 1)[0] with { Known = series.Until(cutoff), Actual = series.Values[cutoff..(cutoff + Horizon)] }).ToList();
        Assert.Equal(0, ForecastEvaluation.Of([held]).Instability);

        var naive = Rolled(series, mean).Select(o => o with { Forecast = Forecast.Create("naive2", NaiveTwo.Forecast(o.Known, Horizon), o.Forecast.Quantiles, Request, []) }).ToList();
        Assert.Equal(1, ForecastEvaluation.Of([naive]).All.Owa!.Value, 1e-12);
    }

    [Fact]
    public void Evaluation_NothingToDivideBy_IsNull()
    {
        var none = ForecastEvaluation.Of([]);
        Assert.Equal((0, 0, null, null, null), (none.All.Accuracy.N, none.Steps.Count, none.Wrmsse, none.Instability, none.All.Smape));
        var zero = ForecastEvaluation.Of([Rolled(new TimeSeries("x", new double[60], 12), new Naive())]);
        Assert.Equal((24, 0.0), (zero.All.Accuracy.N, zero.All.Smape));
        Assert.Null(zero.Wrmsse);
        Assert.Null(zero.All.Owa);
        Assert.Null(zero.All.TrackingSignal);
        Assert.Null(zero.All.GainOverNaive);
    }

    [Fact]
    public void Evaluation_OtherHorizons_AreAMistake()
    {
        var series = Some.Monthly();
        var shorter = RollingOrigins.Of(series, new Naive(), new ForecastRequest(3), [50], TestContext.Current.CancellationToken);
        Assert.Throws<ArgumentException>(() => ForecastEvaluation.Of([Rolled(series, new Naive()), shorter]));
        var levels = shorter[0].Forecast;
        var other = shorter[0] with { Forecast = Forecast.Create("x", levels.Mean, [[1], [2], [3]], new ForecastRequest(3) { Levels = [0.5] }, []) };
        Assert.Throws<ArgumentException>(() => ForecastEvaluation.Of([[other]]));
    }

    /// <summary>As the M4 competition's own code has it, in R: the season that passes its test is taken out by decompose and multiplied back.</summary>
    [Fact]
    public void NaiveTwo_SeasonalHistory_IsThatOfM4()
    {
        double[] y = [.. Enumerable.Range(0, 60).Select(t => (100 + t) * (1 + 0.3 * Math.Sin(2 * Math.PI * t / 12)) + 3 * Math.Sin(1.7 * t * t))];
        double[] inR =
        [
            155.462082052, 179.732717373, 197.144804923, 203.893831774, 199.339037991, 181.568238953, 156.658621651, 135.232476156, 118.176784853, 109.234072610, 115.412765193, 132.532113591,
        ];
        var found = NaiveTwo.Forecast(new TimeSeries("x", y, 12), 12);
        for (var step = 0; step < inR.Length; step++)
            Assert.Equal(inR[step], found[step], 1e-6);
        Assert.Equal([y[35], y[35]], NaiveTwo.Forecast(new TimeSeries("x", y[..36], 24), 2));
    }
}
