using Microsoft.ML;
using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Forecasting.MachineLearning.Estimators;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

public sealed class EstimatorTests
{
    private static readonly SeriesColumns Columns = new(nameof(Sale.Product), nameof(Sale.Units), nameof(Sale.Month));
    private readonly MLContext _ml = new(1);

    private sealed class Sale
    {
        public string Product { get; set; } = "";

        public DateTime Month { get; set; }

        public float Units { get; set; }
    }

    private sealed class Nothing;

    private IDataView Sales(int products, bool shuffled = false)
    {
        var rows = Enumerable.Range(0, products).SelectMany(p => Some.Seasonal(48, 12, p, 100)
            .Select((v, t) => new Sale { Product = $"Straße {p}, \"x\"", Month = new DateTime(2020, 1, 1).AddMonths(t), Units = (float)v }));
        return _ml.Data.LoadFromEnumerable(shuffled ? rows.OrderBy(r => r.Month.Month).ThenBy(r => r.Product, StringComparer.Ordinal).ToArray() : rows.ToArray());
    }

    private List<ForecastRow> Rows(IDataView view) => [.. _ml.Data.CreateEnumerable<ForecastRow>(view, reuseRowObject: false)];

    [Fact]
    public void AutoForecast_LongForm_GivesARowPerSeriesAndStep()
    {
        // The sample of the README.
        IDataView sales = Sales(2);
        var estimator = _ml.Forecasting().AutoForecast(new SeriesColumns("Product", "Units", "Month"), horizon: 6, period: 12);
        IDataView forecasts = estimator.Fit(sales).Transform(sales);

        var rows = Rows(forecasts);
        Assert.Equal(12, rows.Count);
        Assert.Equal([1, 2, 3, 4, 5, 6], rows[..6].Select(r => r.Step));
        var first = _ml.Data.CreateEnumerable<Sale>(sales, reuseRowObject: false).Take(48).Select(s => (double)s.Units).ToArray();
        Assert.Equal(ForecastMethods.Create("auto").Forecast(new TimeSeries("x", first, 12), new ForecastRequest(6), TestContext.Current.CancellationToken).Mean, rows[..6].Select(r => r.Mean));
        Assert.All(rows, r => Assert.Equal(r.Quantiles.Order(), r.Quantiles));
        Assert.Equal(ForecastRequest.DefaultLevels.Count, rows[0].Quantiles.Length);
    }

    [Fact]
    public void Forecast_EveryMethod_Answers()
    {
        var sales = Sales(1);
        foreach (var method in ForecastMethods.Names)
            Assert.All(Rows(_ml.Forecasting().Forecast(method, Columns, 3, 12).Fit(sales).Transform(sales)), r => Assert.True(double.IsFinite(r.Mean)));
        Assert.Throws<ArgumentException>(() => _ml.Forecasting().Forecast("magic", Columns, 3, 12));
    }

    [Fact]
    public void Transform_Fallback_IsSaidInTheRows()
    {
        var sales = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 24).Select(t => new Sale { Product = t < 12 ? "constant" : "growing", Month = new DateTime(2020, 1, 1).AddMonths(t), Units = t < 12 ? 7 : t * t }).ToArray());
        var rows = Rows(_ml.Forecasting().Forecast("ets", Columns, 3, 12).Fit(sales).Transform(sales));
        Assert.All(rows[..3], r => Assert.Contains("all values are equal", r.Notes, StringComparison.Ordinal));
        Assert.All(rows[3..], r => Assert.DoesNotContain("all values are equal", r.Notes, StringComparison.Ordinal));
    }

    [Fact]
    public void Transform_SuspectedOutlier_IsSaidInTheRows()
    {
        var sales = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 48).Select(t => new Sale { Product = "a", Month = new DateTime(2020, 1, 1).AddMonths(t), Units = t == 30 ? 5000 : 100 + t % 3 }).ToArray());
        Assert.All(Rows(_ml.Forecasting().Forecast("ses", Columns, 2, 12).Fit(sales).Transform(sales)), r => Assert.Contains("suspected outlier: bucket 31 (5000)", r.Notes, StringComparison.Ordinal));
    }

    [Fact]
    public void GlobalTrees_LossThatTheEngineLacks_IsSaidInTheRows()
    {
        var sales = Sales(30);
        var options = new GlobalTreesOptions { Engine = TreeEngine.FastTree, Objective = TreeObjective.Quantile, Trees = 5, Threads = 1 };
        Assert.All(Rows(_ml.Forecasting().GlobalTrees(Columns, 3, 12, options).Fit(sales).Transform(sales)), r => Assert.Contains("FastTree knows no quantile loss: squared errors were used", r.Notes, StringComparison.Ordinal));
    }

    [Fact]
    public void Transform_ShuffledRows_OrdersByTime()
    {
        var estimator = _ml.Forecasting().Forecast("theta", Columns, 3, 12);
        double Of(IDataView v) => Rows(estimator.Fit(v).Transform(v)).Where(r => r.SeriesId.StartsWith("Straße 1,", StringComparison.Ordinal)).Sum(r => r.Mean);
        Assert.Equal(Of(Sales(3)), Of(Sales(3, shuffled: true)));
    }

    [Fact]
    public void GlobalTrees_Fit_LearnsFromAllSeriesAndCanBeSaved()
    {
        var sales = Sales(40);
        var fitted = _ml.Forecasting().GlobalTrees(Columns, 6, 12, new GlobalTreesOptions { Trees = 10, Threads = 1 }).Fit(sales);
        Assert.Equal(240, Rows(fitted.Transform(sales)).Count);
        using var stream = new MemoryStream();
        Assert.IsType<GlobalTreesForecaster>(fitted.Forecaster).Save(stream);
        Assert.True(stream.Length > 100);
        Assert.Throws<NotSupportedException>(() => _ml.Model.Save(fitted, sales.Schema, new MemoryStream()));
    }

    [Fact]
    public void Fit_WrongSchema_ReportsEveryViolation()
    {
        var columns = new SeriesColumns("Units", "Product", "Week");
        var refused = Assert.Throws<ForecastInputException>(() => _ml.Forecasting().AutoForecast(columns, 3, 12).Fit(Sales(1)));
        Assert.Equal(["COLUMN_MISSING", "COLUMN_TYPE", "COLUMN_TYPE"], refused.Violations.Select(v => v.Code).Order());
    }

    [Fact]
    public void Fit_DoubledTimesAndHorizon_ReportsEveryViolation()
    {
        var rows = new[] { new Sale { Product = "a", Units = 1 }, new Sale { Product = "a", Units = 2 } };
        var refused = Assert.Throws<ForecastInputException>(() => _ml.Forecasting().AutoForecast(Columns, 0, 12).Fit(_ml.Data.LoadFromEnumerable(rows)));
        Assert.Equal(["HORIZON_NOT_POSITIVE", "TIME_NOT_UNIQUE"], refused.Violations.Select(v => v.Code).Order());
    }

    [Fact]
    public void GetOutputSchema_BeforeFitting_IsThatOfTheAnswer()
    {
        var sales = Sales(1);
        var estimator = _ml.Forecasting().AutoForecast(Columns, 3, 12);
        var schema = estimator.Fit(sales).GetOutputSchema(sales.Schema);
        Assert.Equal(schema.Select(c => c.Name).Order(), estimator.GetOutputSchema(_ml.Transforms.CustomMapping<Nothing, Sale>((_, _) => { }, null).GetOutputSchema(new SchemaShape([]))).Select(c => c.Name).Order());
        Assert.Equal(["Mean", "Method", "Notes", "Quantiles", "SeriesId", "Step"], schema.Select(c => c.Name).Order());
        var filtered = _ml.Data.LoadFromEnumerable(Array.Empty<Sale>());
        Assert.Empty(Rows(estimator.Fit(filtered).Transform(filtered)));
    }

    private sealed class PromotedSale
    {
        public string Product { get; set; } = "";

        public string Group { get; set; } = "";

        public int Week { get; set; }

        public float Units { get; set; }

        public float Promotion { get; set; }

        public double Price { get; set; }
    }

    private static readonly SeriesColumns PromotedColumns = new("Product", "Units", "Week")
    {
        Regressors = [new("Promotion"), new("Price", RegressorForm.Price)],
        Attributes = ["Group"],
    };

    private static PromotedSale[] Promoted(PooledItem[] items) =>
        [.. items.SelectMany((item, number) => item.Told.Regressors[0].Values.Select((promotion, t) => new PromotedSale
        {
            Product = item.Told.Id, Group = number % 2 == 0 ? "a" : "b", Week = t, Promotion = (float)promotion, Price = item.Told.Regressors[1].Values[t],
            Units = t < PooledPromotions.Weeks ? (float)item.Told.Values[t] : float.NaN,
        }))];

    /// <summary>Series whose promotions only all of them together know.</summary>
    [Fact]
    public void AutoForecastTogether_SeriesThatTeachEachOther_AreForecastAsACollection()
    {
        TimeSeries[] monthly = [.. Enumerable.Range(0, 40).Select(i =>
        {
            var demand = new GeneratedDemand(40 + i);
            double[] promotion = [.. Enumerable.Range(0, 60).Select(_ => demand.Chance(0.08) ? 1.0 : 0)];
            return new TimeSeries($"{i:00}", demand.Counts([.. demand.Expectation(54, 12).Select((e, t) => e * (1 + promotion[t]))]), 12, -54) { Regressors = [new Regressor("Promotion", promotion)] };
        })];
        var sales = _ml.Data.LoadFromEnumerable(monthly.SelectMany(s => s.Regressors[0].Values.Select((promotion, t) =>
            new PromotedSale { Product = s.Id, Week = t, Promotion = (float)promotion, Units = t < s.Length ? (float)s.Values[t] : float.NaN })).ToArray());
        var columns = new SeriesColumns("Product", "Units", "Week") { Regressors = [new RegressorColumn("Promotion")] };
        var fitted = _ml.Forecasting().AutoForecastTogether(columns, 6, 12).Fit(sales);
        var together = Assert.IsType<CollectionForecaster>(fitted.Forecaster);
        Assert.True(together.HasGlobalModel);
        var direct = CollectionForecaster.Learn(monthly, 6, null, 2, TestContext.Current.CancellationToken)!;
        Assert.Equal(direct.Forecast(monthly[3], new ForecastRequest(6), TestContext.Current.CancellationToken).Mean, Rows(fitted.Transform(sales)).Where(r => r.SeriesId == "03").Select(r => r.Mean));
        Assert.IsType<AutoForecaster>(_ml.Forecasting().AutoForecastTogether(Columns, 3, 12).Fit(Sales(2)).Forecaster);
    }

    /// <summary>A discontinued item would be learned from as if it ended with the others.</summary>
    [Fact]
    public void Fit_SeriesThatEndEarlier_AreRefusedWhereAllLearnTogether()
    {
        var rows = Enumerable.Range(0, 3).SelectMany(item => Enumerable.Range(0, item == 1 ? 30 : 36).Select(month => new Sale { Product = $"P{item}", Month = new DateTime(2020, 1, 1).AddMonths(month), Units = 20 + (month % 12) + item }));
        var sales = _ml.Data.LoadFromEnumerable(rows.ToArray());
        foreach (var estimator in new[] { _ml.Forecasting().AutoForecastTogether(Columns, 3, 12), _ml.Forecasting().GlobalTrees(Columns, 3, 12) })
        {
            var violation = Assert.Single(Assert.Throws<ForecastInputException>(() => estimator.Fit(sales)).Violations);
            Assert.Equal(("ENDS_EARLIER", "P1"), (violation.Code, violation.Subject));
        }

        Assert.Equal(9, Rows(_ml.Forecasting().AutoForecast(Columns, 3, 12).Fit(sales).Transform(sales)).Count);
    }

    [Fact]
    public void GlobalTrees_RegressorsAndAttributes_AreTheSameAsOnSeries()
    {
        var items = PooledPromotions.Draw(40, seed: 4);
        var options = new GlobalTreesOptions { Trees = 10, Threads = 1, MostRows = 5_000 };
        var sales = _ml.Data.LoadFromEnumerable(Promoted(items));
        var rows = Rows(_ml.Forecasting().GlobalTrees(PromotedColumns, PooledPromotions.Horizon, 52, options).Fit(sales).Transform(sales));
        TimeSeries[] series = [.. items.Select((item, number) => item.Told with
        {
            FirstPeriod = -PooledPromotions.Weeks,
            Attributes = new Dictionary<string, string> { ["Group"] = number % 2 == 0 ? "a" : "b" },
            Regressors = [item.Told.Regressors[0] with { Name = "Promotion" }, item.Told.Regressors[1] with { Name = "Price" }],
        })];
        var trees = GlobalTreesForecaster.Train(series, [0], PooledPromotions.Horizon, options, TestContext.Current.CancellationToken);
        Assert.Equal(series.SelectMany(s => trees.Forecast(s, new ForecastRequest(PooledPromotions.Horizon), TestContext.Current.CancellationToken).Mean), rows.Select(r => r.Mean));
    }

    [Fact]
    public void Fit_RegressorsOfWrongTypeTooShortOrVaryingAttributes_ReportsEveryViolation()
    {
        var sales = Promoted(PooledPromotions.Draw(1, seed: 4));
        sales[3].Group = "c";
        sales[5].Price = -1;
        var trees = _ml.Forecasting().GlobalTrees(PromotedColumns, PooledPromotions.Horizon + 1, 52);
        var refused = Assert.Throws<ForecastInputException>(() => trees.Fit(_ml.Data.LoadFromEnumerable(sales)));
        Assert.Equal(["ATTRIBUTE_VARIES", "REGRESSOR_TOO_SHORT", "REGRESSOR_TOO_SHORT"], refused.Violations.Select(v => v.Code));
        var schema = Assert.Throws<ForecastInputException>(() => _ml.Forecasting().AutoForecast(PromotedColumns with { Regressors = [new("Group"), new("Weather")], Attributes = ["Week"] }, 3, 52).Fit(_ml.Data.LoadFromEnumerable(sales)));
        Assert.Equal(["COLUMN_MISSING", "COLUMN_TYPE", "COLUMN_TYPE"], schema.Violations.Select(v => v.Code).Order());
    }
}
