using PlanningEngine.Forecasting.MachineLearning.Seasons;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

public sealed class CourseSumsTests
{
    [Theory]
    [InlineData(3, -1, 70)]
    [InlineData(3, 0, 70)]
    [InlineData(20, 15, 64)]
    [InlineData(20, 16, 90)]
    [InlineData(7, 40, 9)]
    public void Of_SeriesKnownThroughoutOrNot_IsTheSumRowByRowToTheLastBit(int count, int unknown, int length)
    {
        var random = new Random(count);
        var courses = Enumerable.Range(0, 80).Select(_ => Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.3).ToArray()).ToArray();
        Array.Fill(courses[5], double.NaN);
        var values = Enumerable.Range(0, length).Select(t => t == unknown ? double.NaN : random.NextDouble()).ToArray();
        var plain = new RidgeSums(count);
        for (var t = 0; t < Math.Min(length, courses.Length); t++)
            if (!double.IsNaN(values[t] + courses[t][0]))
                plain.Add(courses[t], values[t], 1);
        Assert.Equal(plain.Solve(0.7), new CourseSums(courses).Of(values).Solve(0.7));
        Assert.All(plain.Solve(0.7), c => Assert.True(double.IsFinite(c)));
    }
}
