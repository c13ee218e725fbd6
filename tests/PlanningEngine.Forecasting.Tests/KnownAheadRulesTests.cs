namespace PlanningEngine.Forecasting.Tests;

public sealed class KnownAheadRulesTests
{
    [Fact]
    public void Check_EverythingKnownAheadWrong_NamesEveryViolation()
    {
        var series = new TimeSeries("SKU-7", [1, 2, 3], 1)
        {
            Regressors = [new("promo", [0, 1, 0, 1]), new("price", [9, 0, 9, 9, 9], RegressorForm.Logarithmic), new("price", [1, 2, double.NaN, 4, 5]), new(" ", [1, 2, 3, 4, 5])],
            Availability = [1, 1.5, double.NaN],
            LeapBuckets = [3, 3],
        };
        var found = InputRules.Check(series, new ForecastRequest(2));
        Assert.Equal(
            ["REGRESSOR_TOO_SHORT", "REGRESSOR_OUT_OF_RANGE", "REGRESSOR_NAME", "REGRESSOR_OUT_OF_RANGE", "REGRESSOR_NAME", "AVAILABILITY_OUT_OF_RANGE", "LEAP_BUCKETS_NOT_INCREASING"],
            found.Select(v => v.Code));
        Assert.Contains("has 4 values; 5 are needed, for 3 buckets of history and a horizon of 2. Maybe add its future values", found[0].Message, StringComparison.Ordinal);
        Assert.Equal("AVAILABILITY_LENGTH", Assert.Single(InputRules.Check(series with { Regressors = [], LeapBuckets = [], Availability = [1] }, new ForecastRequest(2))).Code);
    }

    [Fact]
    public void Until_Cutoff_KeepsWhatIsKnownAheadAndCutsWhatIsNot()
    {
        var promo = new Regressor("promo", [0, 1, 0, 1, 0]);
        var cut = new TimeSeries("s", [1, 2, 3], 1, 10) { Regressors = [promo], Availability = [1, 0.5, 1] }.Until(12);
        Assert.Equal([1, 2], cut.Values);
        Assert.Equal([1, 0.5], cut.Availability!);
        Assert.Same(promo, Assert.Single(cut.Regressors));
    }
}
