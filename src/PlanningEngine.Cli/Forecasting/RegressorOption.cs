using PlanningEngine.Forecasting;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>A column of the file that is known ahead, as <c>--regressors</c> names it: <c>promo</c>, <c>price:net</c>, <c>log:advertising</c>, <c>per:days</c>.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Form">How demand depends on it.</param>
internal sealed record RegressorOption(string Column, RegressorForm Form)
{
    private static readonly (string Prefix, RegressorForm Form)[] Forms =
        [("price:", RegressorForm.Price), ("log:", RegressorForm.Logarithmic), ("per:", RegressorForm.Proportional)];

    /// <summary>Reads the option's text.</summary>
    public static IReadOnlyList<RegressorOption> Parse(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(One)];

    private static RegressorOption One(string text)
    {
        foreach (var (prefix, form) in Forms)
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return new RegressorOption(text[prefix.Length..].Trim(), form);
        return new RegressorOption(text, RegressorForm.Linear);
    }
}
