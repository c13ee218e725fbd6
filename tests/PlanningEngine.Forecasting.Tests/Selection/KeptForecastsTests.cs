using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Preparation;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Selection;

public sealed class KeptForecastsTests
{
    private static readonly TimeSeries Series = new("A", Some.Seasonal(60, 12, 1), 12);
    private static readonly ForecastRequest Request = new(6);
    private static readonly IForecaster[] Methods = [new SeasonalNaive(), new DynamicTheta()];

    [Fact]
    public void Of_TheSameOriginAskedAgain_ForecastsWhatIsNewAlone()
    {
        var (kept, computed) = (new KeptForecasts(), new List<string>());
        Forecast Compute(IForecaster method)
        {
            computed.Add(method.Name);
            return method.Forecast(Series, Request);
        }

        var first = kept.Of(Series, Methods, Request, Compute);
        var again = kept.Of(Series with { Id = "B" }, [Methods[1], new HistoricMean()], Request, Compute);
        Assert.Same(first[1], again[0]);
        Assert.Equal(["snaive", "dot", "mean"], computed);
    }

    [Fact]
    public void Of_AnotherOriginQuestionOrPreparation_ForecastsAnew()
    {
        var (kept, computed) = (new KeptForecasts(), 0);
        Forecast Compute(IForecaster method)
        {
            computed++;
            return new SeasonalNaive().Forecast(Series, Request);
        }

        _ = kept.Of(Series, Methods, Request, Compute);
        _ = kept.Of(Series.Until(50), Methods, Request, Compute);
        _ = kept.Of(Series, Methods, Request with { NonNegative = true }, Compute);
        _ = kept.Of(Series, Methods, Request with { Horizon = 5 }, Compute);
        Assert.Equal(8, computed);
        _ = kept.Of(Series, [.. Methods, new Season()], Request, Compute);
        Assert.Equal(11, computed);
    }

    [Fact]
    public void Backtest_WithForecastsOfOtherTrials_SaysTheSame()
    {
        var plan = OriginPlan.For(0, Series.End, 6, 12);
        var (auto, kept) = (new AutoForecaster(), new KeptForecasts());
        var ct = TestContext.Current.CancellationToken;
        var evidence = auto.EvidenceKeeping(kept, Series, Request, plan, ct);
        Assert.Equal(auto.Evidence(Series, Request, plan, ct).Select(e => string.Join(' ', e.Products)), evidence.Select(e => string.Join(' ', e.Products)));
        var (alone, shared) = (auto.Backtest(Series, Request, plan, ct), auto.BacktestKeeping(kept, Series, Request, plan, ct));
        Assert.Equal(alone.Later, shared.Later);
        Assert.Equal(alone.Scores.Values, shared.Scores.Values);
    }

    private sealed class Season : ISeasonForecaster
    {
        public string Name => "season";

        public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default) => new SeasonalNaive().Forecast(series, request, cancellationToken);

        public double[]? SeasonOn(TimeSeries series, int horizon) => null;
    }
}
