using System.Buffers;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>What to say of a text that is not a number with a decimal point.</summary>
internal static class NumberTexts
{
    private const string Foreign = ",' \u00A0\u202F\u2019";
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789+-." + Foreign);
    private static readonly SearchValues<char> Separators = SearchValues.Create(Foreign);

    /// <summary>The reason of a finding.</summary>
    /// <param name="text">The text.</param>
    /// <param name="otherwise">Advice where it does not look like a number of another country.</param>
    public static string Reason(ReadOnlySpan<char> text, string otherwise) =>
        text.ContainsAnyInRange('0', '9') && text.ContainsAny(Separators) && !text.ContainsAnyExcept(OfNumbers)
            ? "Is it a decimal comma, or a thousands separator? Numbers have a decimal point and no other separator. Maybe export the file again with numbers such as 1234.5."
            : $"This is not a finite number with a decimal point. {otherwise}";
}
