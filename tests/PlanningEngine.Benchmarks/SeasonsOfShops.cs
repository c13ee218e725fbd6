using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Benchmarks;

/// <summary>Shops of known truth with a week and a year, by day and by week, whose Christmas was seen once or three times: learned together, each alone, and the year before as it was.</summary>
internal static class SeasonsOfShops
{
    internal const string Name = "season of the year";
    private const int Seeds = 2;
    private const int Shops = 8;
    private const int Items = 15;

    private static readonly DateOnly BeforeChristmas = new(2024, 11, 25);
    private static readonly DateOnly Summer = new(2024, 9, 2);

    private static readonly (string About, int FirstYear, DateOnly End, int Horizon, bool Weeks, bool Season, int[] Periods)[] Cases =
    [
        ("weeks, one Christmas known", 2023, BeforeChristmas, 5, true, true, [52]),
        ("weeks, three known", 2021, BeforeChristmas, 5, true, true, [52]),
        ("weeks, from September", 2023, Summer, 5, true, true, [52]),
        ("weeks without a season", 2023, BeforeChristmas, 5, true, false, [52]),
        ("days, one Christmas known", 2023, BeforeChristmas, 37, false, true, [7, 365]),
        ("days, three known", 2021, BeforeChristmas, 37, false, true, [7, 365]),
        ("days, from September", 2023, Summer, 37, false, true, [7, 365]),
        ("days without a season", 2023, BeforeChristmas, 37, false, false, [7, 365]),
    ];

    internal static void Run(Report report, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (about, firstYear, end, horizon, weeks, season, periods) in Cases)
        {
            Report.Progress(about);
            var draws = Enumerable.Range(1, Seeds).Select(seed => new ShopSeasons(seed, firstYear, end, horizon, weeks, season)).Select(d => (Draw: d, Series: d.Draw(weeks ? 2 * Shops : Shops, Items, periods))).ToArray();
            Add("together", (d, known) => CollectionForecaster.Learn(known, horizon, d.Axis, Environment.ProcessorCount, ct) ?? ForecastMethods.Create("auto"));
            Add("each alone", (_, _) => ForecastMethods.Create("auto"));
            Add("52 weeks ago", (_, _) => null);

            void Add(string method, Func<ShopSeasons, TimeSeries[], IForecaster?> learn)
            {
                var (scores, cpu) = Measure.Cpu(() => draws.Select(d => ShopScore.Of(d.Draw, d.Series, learn, ct)).ToArray());
                var all = scores.Aggregate((a, b) => a + b);
                rows.Add([about, method, $"{all.Bias:+0.0;-0.0}", all.PeakActual > 0 ? $"{all.PeakBias:+0.0;-0.0}" : "-", $"{all.Wape:0.0}", $"{all.In80:0.0}", $"{all.Closed:0.00}", $"{draws.Sum(d => d.Series.Length) / cpu:0.0}"]);
                if (method == "together")
                {
                    var key = $"business.shops.{about.Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-')}";
                    report.Add(new Figure($"{key}.bias", Math.Abs(all.Bias), "%-of-volume"));
                    report.Add(new Figure($"{key}.wape", all.Wape, "WAPE-%"));
                }
            }
        }

        Report.Table($"{Shops * Items} items of shops by day, {2 * Shops * Items} by week, {Seeds} draws; the peak is the last week before 25 December, or the last one",
            ["items", "method", "bias %", "peak bias %", "WAPE %", "in 80 %", "closed, of a mean day", "series/s/core"], rows);
    }

    private readonly record struct ShopScore(double Error, double Signed, double Actual, double PeakSigned, double PeakActual, double Inside, double Count, double ClosedMean, double ClosedCount)
    {
        internal double Bias => 100 * Signed / Actual;

        internal double PeakBias => 100 * PeakSigned / PeakActual;

        internal double Wape => 100 * Error / Actual;

        internal double In80 => 100 * Inside / Count;

        internal double Closed => ClosedCount > 0 ? ClosedMean / ClosedCount / (Actual / Count) : 0;

        public static ShopScore operator +(ShopScore a, ShopScore b) => new(
            a.Error + b.Error, a.Signed + b.Signed, a.Actual + b.Actual, a.PeakSigned + b.PeakSigned, a.PeakActual + b.PeakActual, a.Inside + b.Inside, a.Count + b.Count, a.ClosedMean + b.ClosedMean, a.ClosedCount + b.ClosedCount);

        internal static ShopScore Of(ShopSeasons draw, TimeSeries[] series, Func<ShopSeasons, TimeSeries[], IForecaster?> learn, CancellationToken ct)
        {
            TimeSeries[] known = [.. series.Select(s => s.Until(draw.Known))];
            var method = learn(draw, known);
            var scores = new ShopScore[series.Length];
            Parallel.For(0, series.Length, new ParallelOptions { CancellationToken = ct }, i =>
            {
                var forecast = method?.Forecast(known[i], new ForecastRequest(draw.Horizon) { NonNegative = true }, ct);
                for (var step = 0; step < draw.Horizon; step++)
                {
                    var (t, date) = (draw.Known + step, draw.Axis.DateOf(draw.Known + step));
                    var (actual, mean) = (series[i].Values[t], forecast?.Mean[step] ?? series[i].Values[t - (draw.Weeks ? 52 : 364)]);
                    var peak = draw.Weeks ? date.Month == 12 && date.Day is > 10 and <= 17 or > 17 and < 25 : date.Month == 12 && date.Day is >= 18 and <= 24;
                    var isClosed = !draw.Weeks && date.Month == 12 && date.Day is 25 or 26;
                    var inside = forecast is not null && forecast.Quantile(step, 0.1) <= actual && actual <= forecast.Quantile(step, 0.9);
                    scores[i] += new ShopScore(Math.Abs(mean - actual), mean - actual, actual, peak ? mean - actual : 0, peak ? actual : 0, inside ? 1 : 0, 1, isClosed ? mean : 0, isClosed ? 1 : 0);
                }
            });
            return scores.Aggregate((a, b) => a + b);
        }
    }
}
