using PlanningEngine.Forecasting;

namespace PlanningEngine.Server.Forecasts;

/// <summary>A driver of demand over the histories and the horizon of a run.</summary>
/// <param name="Code">Its code; the name of the regressor.</param>
/// <param name="Form">How demand depends on it.</param>
/// <param name="FirstPeriod">Ordinal of the first value.</param>
/// <param name="Values">One value per period, to the end of the horizon.</param>
public sealed record RunDriver(string Code, RegressorForm Form, int FirstPeriod, double[] Values)
{
    /// <summary>The driver as a method sees it beside a history.</summary>
    /// <param name="period">Ordinal of the history's first period, at least <see cref="FirstPeriod"/>.</param>
    internal Regressor From(int period) => new(Code, Values[(period - FirstPeriod)..], Form);

    /// <summary>Whether it moves at all from a period on: one that does not explains nothing.</summary>
    internal bool Moves(int period) => Values.AsSpan(period - FirstPeriod).ContainsAnyExcept(Values[^1]);
}
