using PlanningEngine.Forecasting;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>What <c>planctl evaluate</c> is asked to do.</summary>
/// <param name="File">What is forecast, and how; its method plays no part.</param>
/// <param name="Methods">Methods to compare.</param>
/// <param name="Origins">Cut-offs.</param>
/// <param name="Spacing">Buckets between them.</param>
/// <param name="Lag">Steps ahead at which decisions are made.</param>
internal sealed record EvaluationOptions(ForecastJobOptions File, IReadOnlyList<string> Methods, int Origins, int Spacing, int Lag)
{
    /// <summary>Every violation of the options.</summary>
    public IReadOnlyList<string> Check()
    {
        var found = new List<string>(File.Check());
        if (Methods.Count == 0)
            found.Add("No method is named. Maybe set --method auto,snaive.");
        found.AddRange(Methods.Where(m => !ForecastMethods.Exists(m)).Select(m => $"There is no method ({m}). Maybe use some of: {string.Join(", ", ForecastMethods.Names)}."));
        void Require(bool holds, string option, int value, string range)
        {
            if (!holds)
                found.Add(FormattableString.Invariant($"{option} ({value}) must be {range}. Maybe leave it out."));
        }

        Require(Origins >= 1, "--origins", Origins, "positive");
        Require(Spacing >= 1, "--spacing", Spacing, "positive");
        Require(Lag >= 1 && (Lag <= File.Horizon || File.Horizon < 1), "--lag", Lag, "between 1 and the horizon");
        return found;
    }
}
