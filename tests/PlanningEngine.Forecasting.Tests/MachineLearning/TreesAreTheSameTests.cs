using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

/// <summary>What must not change the answer: order, threads, the future, storing, the unit.</summary>
public sealed class TreesAreTheSameTests : PromotedItems
{
    [Theory]
    [InlineData(TreeEngine.LightGbm)]
    [InlineData(TreeEngine.FastTree)]
    public void Train_OtherOrderAndThreads_GivesTheSameHash(TreeEngine engine)
    {
        GlobalTreesOptions With(int threads) => new() { Engine = engine, Trees = 10, MostRows = 5_000, Threads = threads };
        Assert.Equal(Train(Few, With(1)).Hash, Train([.. Few.Reverse()], With(2)).Hash);
    }

    [Fact]
    public void Train_RegressorsAfterTheHistoryChange_LearnsTheSame()
    {
        var changed = Few.Select(s => s with { Regressors = [.. s.Regressors.Select(r => r with { Values = [.. r.Values.Select((v, t) => t < Weeks ? v : 3)] })] }).ToArray();
        Assert.Equal(Train(Few).Hash, Train(changed).Hash);
    }

    [Fact]
    public void Load_Saved_ForecastsTheSameAndOlderFormsAreRefused()
    {
        var trees = Train(Few);
        using var stream = new MemoryStream();
        trees.Save(stream);
        var bytes = stream.ToArray();
        var loaded = GlobalTreesForecaster.Load(new MemoryStream(bytes), trees.Hash);
        Assert.Equal(trees.EffectsOn(Items[0].Told), loaded.EffectsOn(Items[0].Told));
        Assert.Equal(Forecast(trees, Few[3]).Quantiles, Forecast(loaded, Few[3]).Quantiles);
        Assert.Equal("PEGT0006"u8, bytes.AsSpan(0, 8));
        Assert.False(GlobalTreesForecaster.IsOfAnotherVersion(bytes));
        "PEGT0004"u8.CopyTo(bytes);
        Assert.True(GlobalTreesForecaster.IsOfAnotherVersion(bytes));
        Assert.Contains("not a stored tree model of this version", Assert.Throws<InvalidDataException>(() => GlobalTreesForecaster.Load(new MemoryStream(bytes))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Learn_OneAndTwoThreads_ForecastsTheSame()
    {
        TimeSeries[] monthly = [.. Enumerable.Range(0, 40).Select(i =>
        {
            var demand = new GeneratedDemand(40 + i);
            double[] promotion = [.. Enumerable.Range(0, 60).Select(t => demand.Chance(0.08) ? 1.0 : 0)];
            return new TimeSeries($"{i:00}", demand.Counts([.. demand.Expectation(54, 12).Select((e, t) => e * (1 + promotion[t]))]), 12) { Regressors = [new Regressor("promo", promotion)] };
        })];
        double[] Means(int threads)
        {
            var together = CollectionForecaster.Learn(monthly, 6, null, threads, TestContext.Current.CancellationToken);
            Assert.NotNull(together);
            return [.. monthly.Take(5).SelectMany(s => together.Forecast(s, new ForecastRequest(6), TestContext.Current.CancellationToken).Mean)];
        }

        Assert.Equal(Means(1), Means(2));
    }

    [Fact]
    public void Forecast_CountedInThousands_IsTheSame()
    {
        TimeSeries[] thousands = [.. Few.Select(s => s with { Values = [.. s.Values.Select(v => v / 1024)] })];
        var (pieces, scaled) = (Train(Few), Train(thousands));
        var (one, other) = (Forecast(pieces, Few[7]), Forecast(scaled, thousands[7]));
        for (var step = 0; step < Horizon; step++)
            Assert.Equal(one.Mean[step], 1024 * other.Mean[step], 0.01 * one.Mean[step]);
    }
}
