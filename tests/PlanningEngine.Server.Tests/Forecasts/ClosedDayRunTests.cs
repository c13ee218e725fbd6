using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>Runs over days of shops that are closed on some weekdays, with items from a few a year to dozens a day, whose expectation is known.</summary>
public sealed class ClosedDayRunTests
{
    private const int Items = 10;
    private const int Horizon = 28;
    private static readonly DateTime Start = new(2023, 1, 2, 0, 0, 0, DateTimeKind.Utc);
    private static readonly double[] Weekdays = [0.8, 0.85, 0.9, 1, 1.3, 1.6, 0.55];

    /// <summary>Open every day, closed on Sundays, on weekends, on Mondays.</summary>
    private static readonly int[][] Closed = [[], [6], [5, 6], [0]];

    /// <summary>Alone, two years tell it of items that sell once a week, twenty weeks of those that sell a few times a day. The sum of the shop tells it of all.</summary>
    [Theory]
    [InlineData(1, 700, 3)]
    [InlineData(3, 140, 5)]
    public async Task Execute_ClosedWeekdays_AreZeroAndTheOthersRight(int seed, int known, int firstOften)
    {
        var shops = new Shops(seed, known);

        var answer = await shops.Company().RunAsync(new RunParameters { Bucket = RunBucket.Day, Horizon = Horizon });

        shops.Show(answer);
        var often = answer.Forecasts.Where(f => f.ProductKey > firstOften).ToList();
        var closed = answer.Forecasts.Where(f => shops.Expected(f) == 0).ToList();
        Assert.InRange(closed.Count, 16 * (Items - 1), 16 * Items);
        Assert.All(closed, f => Assert.Equal((0, 0), (f.Mean, f.Q95)));
        var seldom = answer.Forecasts.Except(often).ToList();
        Assert.InRange((seldom.Sum(f => f.Mean) / seldom.Sum(shops.Expected)) - 1, -0.2, 0.2);
        Assert.All(often.Except(closed), f => Assert.True(f.Mean > 0));
        Assert.InRange((often.Sum(f => f.Mean) / often.Sum(shops.Expected)) - 1, -0.08, 0.08);
        Assert.InRange(often.Except(closed).Average(f => f.Q10 <= shops.Came(f) && shops.Came(f) <= f.Q90 ? 1.0 : 0), 0.74, 0.9);
        Assert.Contains(answer.Notes, n => n.StartsWith("On weekdays on which", StringComparison.Ordinal) && n.Contains("Monday of ", StringComparison.Ordinal) && n.Contains("Sunday of ", StringComparison.Ordinal));
        Assert.Contains(answer.Accuracies, a => a.Note.Contains("2 of the 7 buckets of a cycle as good as never sell: they are taken for closed, and zero is forecast of them", StringComparison.Ordinal));
        Assert.Contains(answer.Accuracies, a => a.Note.Contains("2 of the 7 buckets of a cycle as good as never sell, nor does anything else where it is sold: they are taken for closed", StringComparison.Ordinal));
    }

    /// <summary>What was drawn, and what was expected of it.</summary>
    private sealed class Shops
    {
        private readonly int _known;
        private readonly double[][] _came;
        private readonly double[][] _expected;

        public Shops(int seed, int known)
        {
            _known = known;
            var demand = new GeneratedDemand(seed);
            double[] levels = [.. Enumerable.Range(0, Items).Select(i => 0.03 * Math.Pow(1000, i / (Items - 1.0)))];
            _expected = [.. from closed in Closed
                            let size = Math.Exp(0.3 * demand.Normal())
                            from level in levels
                            let growth = demand.Between(-0.1, 0.2)
                            select Enumerable.Range(0, known + Horizon).Select(t => closed.Contains(t % 7) ? 0 : size * level * Weekdays[t % 7] * Math.Exp(growth * t / 365)).ToArray()];
            _came = Array.ConvertAll(_expected, e => demand.Counts(e, 0.29));
        }

        public GeneratedCompany Company()
        {
            var company = new GeneratedCompany();
            for (var item = 0; item < Items; item++)
                company.Add(new Product { Level1 = "All" });
            for (var i = 0; i < _came.Length; i++)
                company.SellOn((i % Items) + 1, _came[i].Take(_known).Select((v, t) => (Start.AddDays(t), v)), (i / Items) + 1);
            return company;
        }

        public void Show(GeneratedAnswer answer)
        {
            double Sum(IEnumerable<Data.Forecasts.Forecast> some, Func<Data.Forecasts.Forecast, double> of) => some.Sum(of);
            foreach (var (about, first, last) in new[] { ("seldom", 0, 4), ("often", 5, 9) })
            {
                for (var shop = 0; shop < Closed.Length; shop++)
                {
                    var some = answer.Forecasts.Where(f => f.TerritoryKey == shop + 1 && f.ProductKey - 1 >= first && f.ProductKey - 1 <= last).ToList();
                    var closed = some.Where(f => Expected(f) == 0).ToList();
                    TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
                        $"{about} shop {shop}: bias {100 * (Sum(some, f => f.Mean) / Sum(some, Expected) - 1):0.0} %, open days {100 * (Sum(some.Where(f => Expected(f) > 0), f => f.Mean) / Sum(some, Expected) - 1):0.0} %, WAPE {100 * Sum(some, f => Math.Abs(f.Mean - Came(f))) / Sum(some, Came):0.0} %, on open days {100 * Sum(some.Where(f => Expected(f) > 0), f => Math.Abs(f.Mean - Came(f))) / Sum(some, Came):0.0}, of truth {100 * Sum(some, f => Math.Abs(Expected(f) - Came(f))) / Sum(some, Came):0.0}, off the truth {100 * Sum(some, f => Math.Abs(f.Mean - Expected(f))) / Sum(some, Expected):0.0}, in 80 % {100 * some.Where(f => Expected(f) > 0).Average(f => f.Q10 <= Came(f) && Came(f) <= f.Q90 ? 1.0 : 0):0.0}, closed {closed.Count(f => f.Mean == 0 && f.Q95 == 0)} of {closed.Count} zero, {100 * closed.Sum(f => f.Mean) / Sum(some, Expected):0.00} % of volume"));
                }
            }

            foreach (var note in answer.Notes)
                TestContext.Current.TestOutputHelper?.WriteLine(note);
        }

        public double Came(Data.Forecasts.Forecast said) => At(_came, said);

        public double Expected(Data.Forecasts.Forecast said) => At(_expected, said);

        private double At(double[][] series, Data.Forecasts.Forecast said) => series[((said.TerritoryKey - 1) * Items) + said.ProductKey - 1][_known + said.Step - 1];
    }
}
