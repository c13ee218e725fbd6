using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Tests.Runs;
using PlanningEngine.Tests.Business;
using DataForecast = PlanningEngine.Data.Forecasts.Forecast;
using DriverDefault = PlanningEngine.Data.Drivers.DriverDefault;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>Runs over products whose promotions and prices are known ahead, and whose response to them is known.</summary>
public sealed class DriverRunTests
{
    private const int Months = 48;
    private const int Horizon = 6;
    private const double Response = 2;
    private const double Elasticity = -1.5;

    [Theory]
    [InlineData(60, true)]
    [InlineData(60, false)]
    public async Task Execute_PromotionsAhead_AreForecastAndTheirUpliftStandsApart(int products, bool alone)
    {
        var company = new GeneratedCompany();
        var promotion = company.Add(new Driver { Code = "promotion" });
        var (truth, bases, promoted) = (new Dictionary<(int Product, int Step), double>(), new Dictionary<(int Product, int Step), double>(), new HashSet<(int, int)>());
        for (var seed = 1; seed <= products; seed++)
        {
            var demand = new GeneratedDemand(7_000 + seed);
            var product = company.Add(new Product { Level1 = "All" });
            var usual = demand.Expectation(Months + Horizon, 12, 0.15);
            var expectation = (double[])usual.Clone();
            for (var t = 0; t < expectation.Length; t++)
            {
                if (!demand.Chance(t < Months ? 0.15 : 0.4))
                    continue;
                var depth = demand.Random.Next(1, 4) / 10.0;
                company.Drive(promotion, GeneratedCompany.First(t), GeneratedCompany.Last(t), depth, product);
                expectation[t] *= Math.Exp(Response * depth);
                if (t >= Months)
                    promoted.Add((product, t - Months + 1));
            }

            company.Sell(product, 0, demand.Counts(expectation[..Months], 0.08));
            for (var step = 1; step <= Horizon; step++)
                (truth[(product, step)], bases[(product, step)]) = (expectation[Months + step - 1], usual[Months + step - 1]);
        }

        var answers = await company.RunAllAsync(
            new RunParameters { Horizon = Horizon, WithoutGlobalModel = alone }, new RunParameters { Horizon = Horizon, WithoutGlobalModel = alone, WithoutDrivers = true });

        var (told, untold) = (answers[0].Forecasts, answers[1].Forecasts);
        var (with, without) = (Score.Of(told, truth, promoted.Contains), Score.Of(untold, truth, promoted.Contains));
        var (apart, other) = (Score.Of(told, bases, promoted.Contains, f => f.BaseMean), Score.Of(told, truth, k => !promoted.Contains(k)));
        TestContext.Current.TestOutputHelper?.WriteLine($"promoted, told: {with}; promoted, not told: {without}; not promoted, told: {other}; not promoted, not told: {Score.Of(untold, truth, k => !promoted.Contains(k))}; base of promoted: {apart}");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("\n", answers[0].Notes));
        Assert.True(Math.Abs(with.Bias) < 0.03, $"{with}");
        Assert.True(with.Wape < 0.4 * without.Wape && without.Bias < -0.15, $"{with} against {without}");
        Assert.True(Math.Abs(other.Bias) < 0.03 && other.Wape < 0.12, $"{other}");
        Assert.True(Math.Abs(apart.Bias) < 0.04, $"{apart}");
        Assert.All(told.Where(f => !promoted.Contains((f.ProductKey, f.Step))), f => Assert.Equal(f.Mean, f.BaseMean, 1e-6 * f.Mean));
        Assert.All(untold, f => Assert.Equal(f.Mean, f.BaseMean));
        // The company's base is that of its products, with drivers and without.
        Assert.Equal(Horizon, answers[0].Rollups.Count);
        foreach (var rollup in answers[0].Rollups)
            Assert.Equal(told.Where(f => f.Step == rollup.Step).Sum(f => f.BaseMean), rollup.BaseMean!.Value, 1e-6 * rollup.Mean);
        Assert.All(answers[0].Rollups, r => Assert.True(r.BaseMean < 0.95 * r.Mean));
        Assert.All(answers[1].Rollups, r => Assert.Equal(r.Mean, r.BaseMean));
    }

    [Fact]
    public async Task Execute_PricesAhead_TheirElasticityIsLearnedAndSaid()
    {
        var company = new GeneratedCompany();
        var price = company.Add(new Driver { Code = "price", Form = DriverForm.Price, Default = DriverDefault.LastKnown });
        var (truth, unchanged) = (new Dictionary<(int Product, int Step), double>(), new Dictionary<(int Product, int Step), double>());
        for (var seed = 1; seed <= 40; seed++)
        {
            var demand = new GeneratedDemand(8_000 + seed);
            var product = company.Add(new Product { Level1 = "All" });
            var usual = demand.Expectation(Months + Horizon, 12, 0.15);
            var (first, now) = (demand.Between(5, 50), 0.0);
            for (var t = 0; t < usual.Length; t++)
            {
                // Each product's price rises by a fifth when the future begins; before, it moved now and then.
                if (t == 0 || t == Months || (t < Months && demand.Chance(0.08)))
                {
                    now = t == 0 ? first : t == Months ? 1.2 * now : first * demand.Between(0.75, 1.25);
                    company.Drive(price, GeneratedCompany.First(t), null, now, product);
                }

                usual[t] *= Math.Pow(now / first, Elasticity);
            }

            company.Sell(product, 0, demand.Counts(usual[..Months], 0.08));
            for (var step = 1; step <= Horizon; step++)
                (truth[(product, step)], unchanged[(product, step)]) = (usual[Months + step - 1], usual[Months + step - 1] * Math.Pow(1.2, -Elasticity));
        }

        var answers = await company.RunAllAsync(new RunParameters { Horizon = Horizon }, new RunParameters { Horizon = Horizon, WithoutDrivers = true });

        var (with, without) = (Score.Of(answers[0].Forecasts, truth, _ => true), Score.Of(answers[1].Forecasts, truth, _ => true));
        TestContext.Current.TestOutputHelper?.WriteLine($"told: {with}; not told: {without}");
        Assert.True(Math.Abs(with.Bias) < 0.04 && with.Wape < 0.4 * without.Wape && without.Bias > 0.2, $"{with} against {without}");
        Assert.Contains(answers[0].Notes, n => n == "What is known ahead moves demand: (price of 40 series)");
        Assert.Contains(answers[0].Notes, n => n.StartsWith("Drivers of demand add -", StringComparison.Ordinal));
        Assert.All(answers[0].Accuracies, a => Assert.Matches(@"^price adds -?[\d.]+ of [\d.]+ ahead \(elasticity -[\d.]+, standard error [\d.E-]+\)", a.Note));
        Assert.All(answers[1].Accuracies, a => Assert.Equal("", a.Note));
    }

    [Fact]
    public async Task Execute_DriversUnknownAhead_AreTakenForTheirDefaultAndSaid()
    {
        var company = new GeneratedCompany();
        var promotion = company.Add(new Driver { Code = "promotion" });
        var price = company.Add(new Driver { Code = "price", Form = DriverForm.Price, Default = DriverDefault.LastKnown });
        var useless = company.Add(new Driver { Code = "useless" });
        var broken = company.Add(new Driver { Code = "broken", Form = DriverForm.Proportional, Default = DriverDefault.LastKnown });
        for (var seed = 1; seed <= 3; seed++)
            company.Sell(company.Add(new Product { Level1 = "All" }), 0, new GeneratedDemand(seed).Counts(new GeneratedDemand(seed).Expectation(Months, 12)));
        // The calendar of promotions ends with the second month ahead, the price of product 1 with the fourth; what is always the same, or cannot be, is not used.
        company.Drive(promotion, GeneratedCompany.First(20), GeneratedCompany.Last(20), 0.3, product: 1);
        company.Drive(promotion, GeneratedCompany.First(30), GeneratedCompany.Last(30), 0.3, product: 2);
        company.Drive(promotion, GeneratedCompany.First(49), GeneratedCompany.Last(49), 0.3, product: 3);
        company.Drive(price, GeneratedCompany.First(0), GeneratedCompany.Last(29), 10, product: 1);
        company.Drive(price, GeneratedCompany.First(30), GeneratedCompany.Last(51), 11, product: 1);
        company.Drive(useless, GeneratedCompany.First(0), null, 4);
        company.Drive(broken, GeneratedCompany.First(0), null, 0);

        var answer = await company.RunAsync(new RunParameters { Horizon = Horizon, WithoutGlobalModel = true });

        Assert.Contains("What is known ahead moves demand: (price of 1 series), (promotion of 3 series)", answer.Notes);
        Assert.Contains("Drivers of demand are not known over the whole horizon, and taken for their default there: (price of 1 series), (promotion of 3 series)", answer.Notes);
        Assert.Contains("Drivers of demand whose values are not all above 0, though they are not linear, are left out: (broken)", answer.Notes);
        var notes = answer.Accuracies.ToDictionary(a => a.ProductKey, a => a.Note);
        Assert.EndsWith("; promotion is not known in 4 of the 6 periods ahead: 0 is taken; price is not known in 2 of the 6 periods ahead: what was last known is taken", notes[1], StringComparison.Ordinal);
        Assert.EndsWith("; promotion is not known in 4 of the 6 periods ahead: 0 is taken", notes[2], StringComparison.Ordinal);
        // A promotion of a product that never had one: nobody knows what it does.
        Assert.StartsWith("promotion never varied in the history: its effect is not known", notes[3], StringComparison.Ordinal);
        Assert.Equal(3 * Horizon, answer.Forecasts.Count);
    }

    [Fact]
    public async Task Execute_DriversLoadedMeanwhile_AreSeenByTheNextRunOnly()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var parameters = new RunParameters { Methods = { "snaive", "ses" }, WithoutGlobalModel = true };
        var undisturbed = await database.Engine().SucceedAsync(parameters);
        var engine = database.Engine(new OnceAt("freeze/0/done", async () =>
        {
            await using var db = database.Engine().Open();
            await using var transaction = await db.Database.BeginTransactionAsync(EngineDatabase.Ct);
            await KeySequences.ReserveAsync(db, KeySequence.Commits, 1, EngineDatabase.Ct);
            db.DriverValues.Add(SampleCompany.Value(7, 1, SampleCompany.Day(2025, 8, 1), SampleCompany.Day(2025, 8, 31), 0.5, knownFrom: 2));
            await db.SaveChangesAsync(EngineDatabase.Ct);
            await transaction.CommitAsync(EngineDatabase.Ct);
        }));

        var disturbed = await engine.SucceedAsync(parameters);
        var next = await engine.SucceedAsync(parameters);

        Assert.Equal((undisturbed.InputHash, undisturbed.ResultHash), (disturbed.InputHash, disturbed.ResultHash));
        Assert.NotEqual(undisturbed.InputHash, next.InputHash);
        Assert.NotEqual(undisturbed.ResultHash, next.ResultHash);
    }

    private readonly record struct Score(double Bias, double Wape)
    {
        public static Score Of(IReadOnlyList<DataForecast> forecasts, Dictionary<(int Product, int Step), double> truth, Func<(int Product, int Step), bool> which, Func<DataForecast, double>? value = null)
        {
            var some = forecasts.Where(f => which((f.ProductKey, f.Step))).Select(f => (Said: (value ?? (x => x.Mean))(f), True: truth[(f.ProductKey, f.Step)])).ToList();
            return new Score((some.Sum(s => s.Said) / some.Sum(s => s.True)) - 1, some.Sum(s => Math.Abs(s.Said - s.True)) / some.Sum(s => s.True));
        }

        public override string ToString() => FormattableString.Invariant($"bias {100 * Bias:0.0} %, WAPE {100 * Wape:0.0} %");
    }
}
