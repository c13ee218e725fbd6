using System.Globalization;
using System.Text;

namespace PlanningEngine.Cli.Tests.Forecasting;

/// <summary>A file of series with a season of twelve rows and a little noise, the last ids first.</summary>
internal static class SeasonalFile
{
    public static string Of(int count, int length)
    {
        var random = new Random(5);
        var text = new StringBuilder("series_id,value\n");
        for (var s = count - 1; s >= 0; s--)
            for (var t = 0; t < length; t++)
                text.Append(CultureInfo.InvariantCulture, $"s{s},{100 + s + 20 * Math.Sin(t * Math.PI / 6) + random.NextDouble() * 10}\n");
        return text.ToString();
    }
}
