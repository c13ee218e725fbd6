using PlanningEngine.Forecasting;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>A column of the file that is known ahead, as <c>--regressors</c> names it: <c>promo</c>, <c>log:price</c>, <c>per:days</c>.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Form">How demand depends on it.</param>
internal sealed record RegressorOption(string Column, RegressorForm Form)
{
    private const string Logarithmic = "log:";
    private const string Proportional = "per:";

    /// <summary>Reads the option's text.</summary>
    public static IReadOnlyList<RegressorOption> Parse(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(One)];

    private static RegressorOption One(string text) =>
        text.StartsWith(Logarithmic, StringComparison.OrdinalIgnoreCase) ? new RegressorOption(text[Logarithmic.Length..].Trim(), RegressorForm.Logarithmic)
        : text.StartsWith(Proportional, StringComparison.OrdinalIgnoreCase) ? new RegressorOption(text[Proportional.Length..].Trim(), RegressorForm.Proportional)
        : new RegressorOption(text, RegressorForm.Linear);
}
