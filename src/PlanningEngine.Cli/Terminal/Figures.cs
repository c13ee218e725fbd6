using System.Globalization;

namespace PlanningEngine.Cli.Terminal;

/// <summary>How planctl writes numbers for people: commas between thousands, a point before decimals, shares in per cent. JSON and CSV have plain numbers.</summary>
internal static class Figures
{
    /// <summary>A number with up to two decimals: 1,251 or 12.5.</summary>
    public static string Number(double value) => value.ToString("#,##0.##", CultureInfo.InvariantCulture);

    /// <summary>An amount of money: 12,500,000.00; the text as it is where it is no number.</summary>
    public static string Money(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount.ToString("N2", CultureInfo.InvariantCulture) : text ?? "";

    /// <summary>A share: 12.3 %.</summary>
    public static string Share(double value) => (100 * value).ToString("#,##0.0", CultureInfo.InvariantCulture) + " %";
}
