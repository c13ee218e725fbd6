using CsCheck;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Selection;

public sealed class OriginPlanTests
{
    [Fact]
    public void For_FourYearsOfMonths_HasTwoAndTwoOrigins()
    {
        var plan = OriginPlan.For(100, 148, 6, 12);
        Assert.Equal([124, 130], plan.Inner);
        Assert.Equal([136, 142], plan.Later);
        Assert.Equal(6, plan.Horizon);
    }

    [Fact]
    public void For_AnyShape_NeverLetsTheChoiceSeeLaterBuckets() =>
        Gen.Select(Gen.Int[-50, 50], Gen.Int[0, 300], Gen.Int[1, 60], Gen.Int[1, 60]).Sample((first, length, horizon, period) =>
        {
            var plan = OriginPlan.For(first, first + length, horizon, period);
            Assert.True(plan.Horizon <= horizon);
            Assert.Equal(plan.Inner.Count, plan.Later.Count);
            if (plan.Inner.Count == 0)
                return;
            Assert.True(plan.Inner[0] - first >= 4);
            Assert.True(plan.Inner[^1] + plan.Horizon <= plan.Later[0]);
            Assert.Equal(first + length, plan.Later[^1] + plan.Horizon);
        });
}
