using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Server.Forecasts;

namespace PlanningEngine.Server.Tests.Forecasts;

public sealed class DriverTextTests
{
    private static readonly RunSeries Series = new(1, 2, 3, 0, [10, 12, 11, 13], null, SeriesTreatment.Full, []) { LifecycleNote = "ends soon" };
    private static readonly ForecastRequest Request = new(2) { Levels = [0.1, 0.9] };

    private static SeriesSet Set(params RunDriver[] drivers) => new("Month", 3, [Series], [], [], 0, 8, [], "") { Drivers = drivers };

    private static Forecast Wide(params string[] notes) => Forecast.Create("ses", [10, 10], [[8, 12], [8, 12]], Request, notes);

    [Fact]
    public void Of_FactsOfTheForecast_AreSaidWhateverItsNotesSay()
    {
        var driven = Series with { Drivers = [0], DriverNote = "price is that of today" };
        var set = Set(new RunDriver("promo", RegressorForm.Linear, 0, [0, 1, 0, 1, 0, 0]));
        RegressorEffect effect = new("promo", 0.5, 0.1, [1, 1]);
        var reworded = Wide("said in other words");

        Assert.Equal("ends soon; promo adds 2 of 20 ahead (factor exp 0.5, standard error 0.1); price is that of today", DriverText.Of(driven, set, reworded with { Effects = [effect], EffectBasis = EffectBasis.Series }, []));
        Assert.Contains("promo: the future goes beyond what the history has seen", DriverText.Of(driven, set, reworded with { Effects = [effect with { IsBeyondSeen = true }] }, []), StringComparison.Ordinal);
        Assert.Contains("promo: 70 % of its elasticity is what prices do in general", DriverText.Of(driven, set, reworded with { Effects = [effect with { GeneralShare = 0.7 }] }, []), StringComparison.Ordinal);
        Assert.Contains("prices count as they do in general", DriverText.Of(driven, set, reworded with { Effects = [effect], EffectBasis = EffectBasis.PricesInGeneral }, []), StringComparison.Ordinal);
        Assert.Contains("too short for drivers: their effects are those of all series", DriverText.Of(driven, set, reworded with { Effects = [effect], EffectBasis = EffectBasis.AllSeries }, []), StringComparison.Ordinal);
        Assert.Contains("too short for drivers: they were left out of account", DriverText.Of(driven, set, reworded with { EffectBasis = EffectBasis.LeftOut }, []), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_WithoutDriversOrWidth_SaysWhatThereIs()
    {
        Assert.Equal("ends soon", DriverText.Of(Series, Set(), Wide(), []));
        var exact = Forecast.Create("ses", [10, 10], [[10, 10 + 1e-13], [10, 10]], Request, []);
        Assert.Equal($"ends soon; {WidthOfRounding.Note}; 2 unknown of 60 values were filled", DriverText.Of(Series, Set(), exact, ["2 unknown of 60 values were filled", ""]));
    }
}
