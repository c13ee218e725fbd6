using PlanningEngine.Planning.Kpis;

namespace PlanningEngine.Planning.Tests.Kpis;

public sealed class KpiFormulasTests
{
    private static readonly double[] Actuals = [100, 80, 120];
    private static readonly double[] Model = [110, 75, 100];
    private static readonly double[] Naive = [60, 100, 80];

    [Fact]
    public void Formulas_HandFigures_Agree()
    {
        Assert.Equal(0.9, KpiFormulas.QuotaAttainment(90, 100).Value);
        Assert.Equal(0.25, KpiFormulas.YearOverYear(125, 100).Value);
        Assert.Equal(35.0 / 300, KpiFormulas.Wape(Actuals, Model).Value);
        Assert.Equal(-15.0 / 300, KpiFormulas.Bias(Actuals, Model).Value);
        Assert.Equal((100.0 - 35) / 300, KpiFormulas.ForecastValueAdded(Actuals, Naive, Model).Value);
        Assert.Equal(1.1, KpiFormulas.PlanAttainment(110, 100).Value!.Value, 12);
        Assert.Equal(0.94, KpiFormulas.FillRate(94, 100).Value);
        Assert.Equal(1.2, KpiFormulas.CapacityUtilisation(120, 100).Value);
    }

    [Fact]
    public void ForecastValueAdded_Always_IsWapeNaiveMinusWapeModel() => Assert.Equal(
        KpiFormulas.Wape(Actuals, Naive).Value!.Value - KpiFormulas.Wape(Actuals, Model).Value!.Value,
        KpiFormulas.ForecastValueAdded(Actuals, Naive, Model).Value!.Value,
        12);

    [Fact]
    public void Formulas_ZeroDenominatorOrNaN_HaveNoValueAndNoStatus()
    {
        foreach (var kpi in new[] { KpiFormulas.QuotaAttainment(5, 0), KpiFormulas.YearOverYear(5, 0), KpiFormulas.Wape([], []), KpiFormulas.FillRate(double.NaN, 1) })
        {
            Assert.Null(kpi.Value);
            Assert.Equal(KpiStatus.NotJudged, kpi.Status);
        }
    }

    [Fact]
    public void Wape_MissingPoints_AreLeftOutOnBothSides()
    {
        var kpi = KpiFormulas.Wape([100, double.NaN, 50], [90, 10, double.NaN]);
        Assert.Equal((10.0, 100.0), (kpi.Numerator, kpi.Denominator));
    }

    [Fact]
    public void Wape_UnequalLengths_Throws() => Assert.Throws<ArgumentException>(() => KpiFormulas.Wape([1], [1, 2]));

    [Theory]
    [InlineData(1.0, KpiStatus.OnTrack)]
    [InlineData(0.95, KpiStatus.AtRisk)]
    [InlineData(0.89, KpiStatus.Off)]
    public void Judge_HigherIsBetter_UsesTheMargin(double value, KpiStatus expected) => Assert.Equal(expected, KpiCatalogue.QuotaAttainment.Judge(value));

    [Theory]
    [InlineData(0.3, KpiStatus.OnTrack)]
    [InlineData(0.32, KpiStatus.AtRisk)]
    [InlineData(0.34, KpiStatus.Off)]
    public void Judge_LowerIsBetter_UsesTheMargin(double value, KpiStatus expected) => Assert.Equal(expected, KpiCatalogue.Wape.Judge(value));

    [Fact]
    public void Judge_BiasAndUtilisation_KnowSizeAndCeiling()
    {
        Assert.Equal(KpiStatus.Off, KpiCatalogue.Bias.Judge(-0.2));
        Assert.Equal(KpiStatus.OnTrack, KpiCatalogue.Bias.Judge(-0.04));
        Assert.Equal(KpiStatus.OnTrack, KpiCatalogue.CapacityUtilisation.Judge(0.9));
        Assert.Equal(KpiStatus.Off, KpiCatalogue.CapacityUtilisation.Judge(1.01));
    }

    [Fact]
    public void All_Codes_AreDistinct() => Assert.Equal(8, KpiCatalogue.All.Select(k => k.Code).Distinct().Count());
}
