using PlanningEngine.Data.Forecasts;
using CoreCredibility = PlanningEngine.Forecasting.Selection.Credibility;
using CredibilityMessage = PlanningEngine.Contracts.V1.Credibility;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Credibility as a message: what is not known is absent.</summary>
internal static class CredibilityMessages
{
    public static CredibilityMessage ToMessage(CoreCredibility known) =>
        Create(known.Scores.N, known.Scores.Wape, known.Scores.Mase, known.Scores.Bias, known.Scores.Coverage80, known.GainOverNaive);

    public static CredibilityMessage ToMessage(ForecastFact row) => Create(row.N, row.Wape, row.Mase, row.Bias, row.Coverage80, row.GainOverNaive);

    private static CredibilityMessage Create(int n, double? wape, double? mase, double? bias, double? coverage80, double? gain)
    {
        var message = new CredibilityMessage { N = n };
        if (wape is { } w)
            message.Wape = w;
        if (mase is { } m)
            message.Mase = m;
        if (bias is { } b)
            message.Bias = b;
        if (coverage80 is { } c)
            message.Coverage80 = c;
        if (gain is { } g)
            message.GainOverNaive = g;
        return message;
    }
}
