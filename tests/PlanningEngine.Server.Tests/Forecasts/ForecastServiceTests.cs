using Google.Rpc;
using Grpc.Core;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Tests.Runs;
using static PlanningEngine.Contracts.V1.ForecastService;

namespace PlanningEngine.Server.Tests.Forecasts;

public sealed class ForecastServiceTests
{
    [Fact]
    public async Task GetForecasts_Pages_ShowOneVersionWholeAndInOrder()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var engine = database.Engine();
        var parameters = new RunParameters { Methods = { "snaive" }, WithoutGlobalModel = true };
        await engine.SucceedAsync(parameters);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new ForecastServiceClient(host.Channel);
        var request = new GetForecastsRequest { PageSize = 50 };
        var (found, versions) = (new List<PublishedForecast>(), new HashSet<int>());
        do
        {
            var page = await client.GetForecastsAsync(request, cancellationToken: EngineDatabase.Ct);
            found.AddRange(page.Forecasts);
            versions.Add(page.PlanVersionKey);
            request.PageToken = page.NextPageToken;
            // A publication in the middle of the walk must not show.
            if (found.Count == 50)
                await engine.SucceedAsync(parameters);
        }
        while (request.PageToken.Length > 0);

        Assert.Single(versions);
        Assert.Equal(SampleCompany.LiveSeries * 6, found.Count);
        var keys = found.Select(f => (f.ProductCode, f.TerritoryCode, f.ChannelCode, f.PeriodStart.Year, f.PeriodStart.Month)).ToList();
        Assert.Equal(keys.Distinct().Order(), keys);
        Assert.All(found, f => Assert.Equal(f.Step.Quantiles.Select(q => q.Value).Order(), f.Step.Quantiles.Select(q => q.Value)));
        Assert.DoesNotContain((await client.GetForecastsAsync(new GetForecastsRequest(), cancellationToken: EngineDatabase.Ct)).PlanVersionKey, versions);
    }

    [Fact]
    public async Task GetForecasts_FiltersAndScope_Hold()
    {
        await using var database = await EngineDatabase.CreateAsync();
        await database.Engine().SucceedAsync(new RunParameters { Methods = { "snaive" }, WithoutGlobalModel = true });
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new ForecastServiceClient(host.Channel);
        async Task<int> CountAsync(GetForecastsRequest request) => (await client.GetForecastsAsync(request, cancellationToken: EngineDatabase.Ct)).Forecasts.Count;

        Assert.Equal(36, await CountAsync(new() { ProductCodes = { "SKU-1" } }));
        Assert.Equal(48, await CountAsync(new() { TerritoryCodes = { "T2" } }));
        Assert.Equal(144, await CountAsync(new() { TerritoryCodes = { "ALL", "T2" } }));
        Assert.Equal(72, await CountAsync(new() { ChannelCodes = { "C2" } }));
        Assert.Equal(48, await CountAsync(new() { StartDate = new() { Year = 2026, Month = 4, Day = 1 }, EndDate = new() { Year = 2026, Month = 6, Day = 1 } }));
        Assert.Equal(0, await CountAsync(new() { ProductCodes = { "no such" } }));

        await using var narrow = await ServiceHost.StartAsync(database, workers: 0, scope: TerritoryScope.Of(new TerritoryRange(3, 3)));
        client = new ForecastServiceClient(narrow.Channel);
        Assert.Equal(48, await CountAsync(new()));
        Assert.Equal(0, await CountAsync(new() { TerritoryCodes = { "T2" } }));
    }

    [Fact]
    public async Task GetForecasts_NothingPublished_AnswersVersionZero()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var page = await new ForecastServiceClient(host.Channel).GetForecastsAsync(new GetForecastsRequest(), cancellationToken: EngineDatabase.Ct);
        Assert.Equal((0, 0, ""), (page.PlanVersionKey, page.Forecasts.Count, page.NextPageToken));
    }

    [Fact]
    public async Task Forecast_RegressorsAvailabilityAndUnknownCycle_AreAnswered()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new ForecastServiceClient(host.Channel);
        double[] promotion = [.. Enumerable.Range(0, 76).Select(t => t % 5 == 0 ? 1.0 : 0)];
        var series = new Series { SeriesId = "a", Regressors = { new Regressor { Name = "promo", Values = { promotion } } } };
        for (var t = 0; t < 72; t++)
        {
            var open = t == 50 ? 0.5 : 1;
            series.Values.Add(open * (100 + 30 * Math.Sin(2 * Math.PI * t / 12)) * (promotion[t] > 0 ? 2 : 1) + t % 3);
            series.Availability.Add(open);
        }

        var request = new ForecastRequest { Series = { series }, Horizon = 4, Method = "mstl", DetectPeriods = true, Treatment = Treatment.Tried };
        var answer = (await client.ForecastAsync(request, cancellationToken: EngineDatabase.Ct)).Forecasts[0];
        var effect = Assert.Single(answer.Effects);
        Assert.Equal(Math.Log(2), effect.Coefficient, 0.05);
        Assert.Contains(12, answer.DetectedPeriods);
        for (var step = 0; step < 4; step++)
            Assert.Equal(answer.Steps[step].Mean, answer.BaseMeans[step] + effect.Uplifts[step], 1e-9);
        Assert.Contains(answer.Notes, n => n.StartsWith("1 of 72 buckets were not fully available", StringComparison.Ordinal));

        series.Regressors[0].Values.RemoveAt(75);
        series.Availability[3] = 7;
        series.LeapBuckets.Add(-1);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.ForecastAsync(request, cancellationToken: EngineDatabase.Ct));
        Assert.Equal(["series[0].regressors", "series[0].availability", "series[0].leap_buckets"], refused.GetRpcStatus()!.GetDetail<BadRequest>().FieldViolations.Select(v => v.Field));
    }

    [Theory]
    [InlineData("")]
    [InlineData("theta")]
    public async Task Forecast_OneOfManySeries_IsAnsweredAsIfAlone(string method)
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new ForecastServiceClient(host.Channel);
        var random = new Random(5);
        var request = new ForecastRequest { Horizon = 4, Method = method, QuantileLevels = { 0.1, 0.9 } };
        for (var i = 0; i < 12; i++)
            request.Series.Add(new Series { SeriesId = $"S{i}", Period = 12, Values = { Enumerable.Range(0, 40 + i).Select(t => i == 3 && t == 7 ? double.NaN : 50 + i + (10 * random.NextDouble())) } });

        var all = await client.ForecastAsync(request, cancellationToken: EngineDatabase.Ct);
        var alone = request.Clone();
        alone.Series.Clear();
        alone.Series.Add(request.Series[7]);

        Assert.Equal(request.Series.Select(s => s.SeriesId), all.Forecasts.Select(f => f.SeriesId));
        Assert.Equal(all.Forecasts[7], (await client.ForecastAsync(alone, cancellationToken: EngineDatabase.Ct)).Forecasts[0]);
        Assert.All(all.Forecasts, f => Assert.Equal(4, f.Steps.Count));
        Assert.All(all.Forecasts.SelectMany(f => f.Steps), s => Assert.True(s.Quantiles[0].Value <= s.Quantiles[1].Value));
        Assert.All(all.Forecasts, f => Assert.True(f.Credibility.N > 0));
        if (method.Length > 0)
            Assert.All(all.Forecasts, f => Assert.Equal(method, f.Method));
    }

    /// <summary>Demand over a lead time: the steps stay as they are, the first sum is the first step, and sums are narrower than added quantiles.</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("ets", true)]
    [InlineData("croston", false)]
    public async Task Forecast_Cumulative_IsTheDistributionOfSums(string method, bool oneLevel)
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new ForecastServiceClient(host.Channel);
        var random = new Random(5);
        var request = new ForecastRequest { Horizon = 5, Method = method, Series = { new Series { SeriesId = "a", Period = 12, Values = { Enumerable.Range(0, 60).Select(_ => 50 + (20 * random.NextDouble())) } } } };
        if (oneLevel)
            request.QuantileLevels.Add(0.9);
        var plain = (await client.ForecastAsync(request, cancellationToken: EngineDatabase.Ct)).Forecasts[0];
        request.Cumulative = true;
        var answer = (await client.ForecastAsync(request, cancellationToken: EngineDatabase.Ct)).Forecasts[0];

        Assert.Empty(plain.Cumulative);
        Assert.Equal(plain.Steps, answer.Steps);
        Assert.Equal([1, 2, 3, 4, 5], answer.Cumulative.Select(s => s.Step));
        for (var step = 0; step < 5; step++)
        {
            Assert.Equal(answer.Steps.Take(step + 1).Sum(s => s.Mean), answer.Cumulative[step].Mean, 1e-9);
            Assert.Equal(answer.Steps[0].Quantiles.Select(q => q.Level), answer.Cumulative[step].Quantiles.Select(q => q.Level));
        }

        Assert.Equal(answer.Steps[0].Quantiles[^1].Value, answer.Cumulative[0].Quantiles[^1].Value, 0.01 * answer.Steps[0].Mean);
        Assert.True(answer.Cumulative[4].Quantiles[^1].Value < answer.Steps.Sum(s => s.Quantiles[^1].Value));
        Assert.True(answer.Cumulative[4].Quantiles[^1].Value > answer.Cumulative[4].Mean);
    }

    [Fact]
    public async Task Forecast_BadRequest_NamesAllViolations()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var request = new ForecastRequest
        {
            Horizon = 0,
            Method = "oracle",
            QuantileLevels = { 0.5, 0.5, 1.5 },
            Treatment = (Treatment)7,
            Series =
            {
                new Series { SeriesId = "", Period = 0 },
                new Series { SeriesId = "unknown", Period = 12, Values = { double.NaN } },
                new Series { SeriesId = "endless", Period = 12, Values = { 1, double.PositiveInfinity } },
                new Series { SeriesId = "odd", Period = 12, FurtherPeriods = { 24, 0 }, Values = { 1, 1e-300 }, Regressors = { new Regressor { Name = "x", Form = (RegressorForm)9, Values = { 1, 2, 3 } } } },
            },
        };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await new ForecastServiceClient(host.Channel).ForecastAsync(request, cancellationToken: EngineDatabase.Ct));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        var fields = error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field).Order(StringComparer.Ordinal);
        Assert.Equal(
            ["horizon", "method", "quantile_levels[1]", "quantile_levels[2]", "series[0].period", "series[0].series_id", "series[0].values", "series[1].values", "series[2].values", "series[3].further_periods[1]", "series[3].regressors[0].form", "series[3].values", "treatment"],
            fields);
    }

    [Fact]
    public async Task Answer_CancelledInTheMiddle_EndsWithoutAnAnswer()
    {
        var request = new ForecastRequest { Horizon = 12 };
        for (var i = 0; i < 1_000; i++)
            request.Series.Add(new Series { SeriesId = $"S{i}", Period = 12, Values = { Enumerable.Range(0, 400).Select(t => 50.0 + ((t * (i + 7)) % 13)) } });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(EngineDatabase.Ct);

        var answer = Task.Run(() => StatelessForecast.Answer(request, ending.Token), EngineDatabase.Ct);
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, EngineDatabase.Ct);
        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }
}
