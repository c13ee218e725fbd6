using PlanningEngine.Forecasting;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Benchmarks;

/// <summary>Items that were sold at a handful of prices, each forecast alone: told that the regressor is a price, that it is something of which nothing is known beforehand, and not told.</summary>
internal static class FewPricesBusiness
{
    internal const string Name = "few prices, each alone";

    internal static void Run(int items, IForecaster method, Report report, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string>>();
        Answer[][] answers = [.. FewPrices.Lengths.Select(length => Answers(length, items, FewPrices.Strongest, FewPrices.Weakest, method, ct))];
        for (var i = 0; i < answers.Length; i++)
            Add($"{FewPrices.Lengths[i]} buckets", answers[i]);
        foreach (var variation in FewPrices.Variations)
            Add($"scatter of {100 * variation:0} %", [.. answers.SelectMany(a => a).Where(a => a.Item.Variation.Equals(variation))]);
        Add("all", [.. answers.SelectMany(a => a)]);
        foreach (var (about, least, most) in new[] { ("hardly elastic: -.3 to 0", -0.3, 0.0), ("very elastic: -5 to -4", -5, -4) })
            Add(about, [.. FewPrices.Lengths.SelectMany(length => Answers(length, items, least, most, method, ct))]);
        Report.Table($"{items} items of each length, sold at two to six prices; errors of coefficients, and of base, uplift and mean in per cent of the expectation",
            ["items", "told as", "elasticity", "bias", "> 0, %", "in 2 s.e.", "promo", "uplift %", "base %", "mean %", "WAPE %"], rows);

        void Add(string about, Answer[] some)
        {
            foreach (var told in some.GroupBy(a => a.Form))
            {
                var of = told.ToList();
                double Root(Func<Answer, double> error) => Math.Sqrt(of.Average(a => error(a) * error(a)));
                double Share(Func<Answer, bool> which) => 100.0 * of.Count(which) / of.Count;
                double Percent(Func<Answer, double> error, Func<Answer, double> whole) => 100 * of.Sum(error) / of.Sum(whole);
                double Off(Func<Answer, double[]> said, Func<Answer, double[]> truth) => Percent(a => Error(said(a), truth(a)), a => a.Item.Expectation.Sum());
                string[] effects = told.Key is null ? ["", "", "", "", "", "", ""] :
                [
                    $"{Root(a => a.Elasticity - a.Item.Elasticity):0.00}", $"{of.Average(a => a.Elasticity - a.Item.Elasticity):+0.00;-0.00}", $"{Share(a => a.Elasticity > 0):0.0}",
                    $"{Share(a => Math.Abs(a.Elasticity - a.Item.Elasticity) <= 2 * a.StandardError):0.0}", $"{Root(a => a.Response - a.Item.Response):0.000}",
                    $"{Off(a => a.Uplift, a => a.TrueUplift):0.0}", $"{Off(a => a.Base, a => a.Item.Base):0.0}",
                ];
                rows.Add([about, told.Key switch { RegressorForm.Price => "price", RegressorForm.Logarithmic => "log", _ => "nothing" }, .. effects, $"{Off(a => a.Mean, a => a.Item.Expectation):0.0}", $"{Percent(a => Error(a.Mean, a.Item.Actual), a => a.Item.Actual.Sum()):0.0}"]);
                if (about == "all" && told.Key == RegressorForm.Price)
                    report.Add(new Figure("business.few-prices.elasticity", Root(a => a.Elasticity - a.Item.Elasticity), "root-mean-square-error"));
            }
        }
    }

    private static Answer[] Answers(int length, int items, double strongest, double weakest, IForecaster method, CancellationToken ct)
    {
        Report.Progress(FormattableString.Invariant($"{Name}: {length} buckets, elasticities from {strongest} to {weakest}"));
        RegressorForm?[] forms = [RegressorForm.Price, RegressorForm.Logarithmic, null];
        var answers = new Answer[forms.Length * items];
        Parallel.For(0, items, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var item = FewPrices.Draw(length, i + 1, strongest, weakest);
            for (var k = 0; k < forms.Length; k++)
                answers[forms.Length * i + k] = Answer.Of(item, forms[k], method, ct);
        });
        return answers;
    }

    private static double Error(double[] said, double[] truth) => said.Zip(truth, (s, t) => Math.Abs(s - t)).Sum();

    private sealed record Answer(FewPrices Item, RegressorForm? Form, double Elasticity, double StandardError, double Response, double[] Mean, double[] Base)
    {
        public double[] Uplift => [.. Mean.Zip(Base, (m, b) => m - b)];

        public double[] TrueUplift => [.. Item.Expectation.Zip(Item.Base, (m, b) => m - b)];

        public static Answer Of(FewPrices item, RegressorForm? form, IForecaster method, CancellationToken ct)
        {
            var forecast = method.Forecast(form is { } told ? item.Told(told) : item.Series, new ForecastRequest(FewPrices.Horizon) { NonNegative = true }, ct);
            var (price, promotion) = form is null ? (null, null) : (forecast.Effects[0], forecast.Effects[1]);
            return new Answer(item, form, price?.Coefficient ?? 0, price?.StandardError ?? 0, promotion?.Coefficient ?? 0, forecast.Mean, forecast.BaseMean ?? forecast.Mean);
        }
    }
}
