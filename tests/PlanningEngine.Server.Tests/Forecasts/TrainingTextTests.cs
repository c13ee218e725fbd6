using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;

namespace PlanningEngine.Server.Tests.Forecasts;

public sealed class TrainingTextTests
{
    [Fact]
    public void Of_NotesOfAModel_NameDatesAndNothingOfSampling()
    {
        var cutoff = TimeBucket.Month.OrdinalOf(new DateOnly(2025, 5, 1));
        string[] notes = [$"cut-off {cutoff}: 61711 of 50060 rows were drawn by the seed", $"cut-off {cutoff}: 12 training rows are too few for trees", "FastTree was used"];
        Assert.Equal(["The global model of what was known before 2025-05-01: 12 training rows are too few for trees", "FastTree was used"], TrainingText.Of(notes, TimeBucket.Month));
    }
}
