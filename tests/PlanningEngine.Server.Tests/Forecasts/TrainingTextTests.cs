using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;

namespace PlanningEngine.Server.Tests.Forecasts;

public sealed class TrainingTextTests
{
    [Fact]
    public void Of_NotesOfAModel_NameDatesAndNothingOfSampling()
    {
        var cutoff = TimeBucket.Month.OrdinalOf(new DateOnly(2025, 5, 1));
        TrainingNote[] notes =
        [
            new(TrainingNoteKind.RowsDrawn, "said in any words", cutoff), new(TrainingNoteKind.TooFewRows, "12 training rows are too few for trees", cutoff), new(TrainingNoteKind.Substitute, "FastTree was used"),
        ];
        Assert.Equal(["The global model of what was known before 2025-05-01: 12 training rows are too few for trees", "FastTree was used"], TrainingText.Of(notes, TimeBucket.Month));
    }
}
