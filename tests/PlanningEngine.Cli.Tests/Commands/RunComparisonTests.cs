using Google.Protobuf.WellKnownTypes;
using PlanningEngine.Cli.Commands;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Tests.Commands;

public sealed class RunComparisonTests
{
    [Theory]
    [InlineData("A", "Both are made of the same series")]
    [InlineData("B", "They are made of different series or drivers")]
    public void Write_TwoRuns_StandSideBySideWithTheParametersThatDiffer(string hash, string said)
    {
        var first = new Run { RunKey = 3, Kind = RunKind.Forecast, InputHash = "A", Parameters = new() { Horizon = 6, Seed = 1 }, Summary = new() { Wape = 0.2, SeriesByMethod = { ["ets"] = 4 } } };
        var second = new Run { RunKey = 15, Kind = RunKind.Forecast, InputHash = hash, Parameters = new() { Horizon = 12, Seed = 1 }, Summary = new() { Wape = 0.25, Bias = -0.01 } };
        using var output = new StringWriter();

        Assert.Equal(ExitCodes.Done, RunComparison.Write(new Screen(output, TextWriter.Null, isInteractive: false), first, second));

        var text = output.ToString().ReplaceLineEndings("\n");
        Assert.Matches("(?m)^Figure +Run 3 +Run 15$", text);
        Assert.Matches("(?m)^WAPE +20.0 % +25.0 %$", text);
        Assert.Matches("(?m)^Bias +-1.0 %$", text);
        Assert.Matches("(?m)^Series by ets +4 *$", text);
        Assert.Matches("(?m)^Horizon +6 +12$", text);
        Assert.DoesNotContain("Seed", text, StringComparison.Ordinal);
        Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RunKind.Cycle, RunKind.Cycle, "A", "Their forecasts are made of the same series")]
    [InlineData(RunKind.Cycle, RunKind.Forecast, "A", "Their forecasts are made of the same series")]
    [InlineData(RunKind.Cycle, RunKind.Cycle, "B", "They are made of different series or drivers")]
    [InlineData(RunKind.Inventory, RunKind.Inventory, "B", null)]
    [InlineData(RunKind.Forecast, RunKind.Quotas, "B", null)]
    public void Write_OtherKinds_SpeakOfSeriesOnlyWhereTheyHaveThem(RunKind kind, RunKind other, string hash, string? said)
    {
        var text = Compare(new() { Kind = kind, InputHash = "A" }, new() { Kind = other, InputHash = hash });
        if (said is null)
            Assert.DoesNotContain("made of", text, StringComparison.Ordinal);
        else
            Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ParametersOfAKind_StandBesideEachOtherFieldByField()
    {
        static string Of(RunKind kind, RunParameters first, RunParameters second) => Compare(new() { Kind = kind, Parameters = first }, new() { Kind = kind, Parameters = second });

        var headcount = Of(RunKind.Headcount, new() { Headcount = new() { Ramp = { 0, 1 }, MonthlyAttrition = 0.0101, MonthlyCost = 5, HireCost = 0 } }, new() { Headcount = new() { MonthlyAttrition = 0.0102, MonthlyCost = 5, MostHires = 3, ShortfallCost = 1.5 } });
        foreach (var row in (string[])["Productivity by month of tenure +0.0 %, 100.0 % +0.0 %, 25.0 %", "Monthly attrition +1.01 % +1.02 %", "Cost of a hire +0 +three", "Most hires in a month +no limit +3", "nobody can carry +the gross margin +1.5"])
            Assert.Matches(row, headcount);
        Assert.DoesNotContain("Cost of a person", headcount, StringComparison.Ordinal);

        var inventory = Of(RunKind.Inventory, new() { Inventory = new() { LeadTimes = { 1 }, ReviewPeriods = 1, FillRate = 0.95, HoldingRate = 0.2 } }, new() { Inventory = new() { LeadTimes = { 2, 3 }, CycleService = 0.95, OrderCost = 7 } });
        foreach (var row in (string[])["Lead times +1 +2, 3", "Service +95.0 % of demand +95.0 % of order cycles", "Cost of an order +0 +7"])
            Assert.Matches(row, inventory);
        Assert.DoesNotMatch("Periods between reviews|Holding cost", inventory);

        var territories = Of(RunKind.Territories, new(), new() { Territories = new() { Balance = TerritoryBalance.Orders, Tolerance = 0.1, PotentialTolerance = 0.3, MoveCost = 2 } });
        foreach (var row in (string[])["What is balanced +Revenue +Orders", "Tolerance of potential +free +30.0 %", "Cost of a move +1 +2"])
            Assert.Matches(row, territories);
        Assert.DoesNotMatch("(?m)^Tolerance {2,}", territories);

        AllocateBudgetRequest Budget(double budget, double scale, params double[] most) => new() { Budget = budget, Items = { most.Select((m, i) => new BudgetItem { ItemId = $"tv{i}", Most = m, Curve = new() { Power = new() { Scale = scale, Exponent = 0.5 } } }) } };
        var spent = Of(RunKind.Budget, new() { Budget = Budget(100, 1, 40) }, new() { Budget = Budget(200, 2, 50, 60) });
        foreach (var row in (string[])["Budget +100 +200", "Items of the budget +1 +2", "Item tv0: most +40 +50", "Item tv0: curve .*\"scale\": 1.*\"scale\": 2", "Item tv1: most +60"])
            Assert.Matches(row, spent);
        Assert.DoesNotContain("tv0: least", spent, StringComparison.Ordinal);
    }

    private static string Compare(Run first, Run second)
    {
        (first.RunKey, second.RunKey, first.Summary, second.Summary) = (3, 15, new(), new());
        using var output = new StringWriter();
        Assert.Equal(ExitCodes.Done, RunComparison.Write(new Screen(output, TextWriter.Null, isInteractive: false), first, second));
        return output.ToString();
    }

    [Fact]
    public void Write_RunWithoutASummary_IsRefused()
    {
        using var error = new StringWriter();
        var code = RunComparison.Write(new Screen(TextWriter.Null, error, isInteractive: false), new Run { RunKey = 1, Summary = new() }, new Run { RunKey = 2, State = RunState.Failed });
        Assert.Equal(ExitCodes.Refused, code);
        Assert.StartsWith("Run 2 is Failed, and has found nothing to compare.", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "Run 3 Cycle would be published again; nothing was changed.")]
    [InlineData(false, "Run 3 Cycle is published again.")]
    public void Publish_Changes_AreListedWithWhatTheyReplace(bool isPreview, string said)
    {
        var answer = new PublishRunResponse
        {
            Run = new() { RunKey = 3, Kind = RunKind.Cycle },
            Changes =
            {
                new PublicationChange { PlanCode = "DEMAND", PlanVersionKey = 4, ReplacedPlanVersionKey = 9, ReplacedRunKey = 5, ReplacedPublishTime = Timestamp.FromDateTime(new DateTime(2026, 5, 4, 6, 7, 8, DateTimeKind.Utc)) },
                new PublicationChange { PlanCode = "QUOTA", PlanVersionKey = 6, ReplacedPlanVersionKey = 8 },
                new PublicationChange { PlanCode = "SUPPLY", PlanVersionKey = 7 },
            },
        };
        using var output = new StringWriter();

        RunPublishing.Write(new Screen(output, TextWriter.Null, isInteractive: false), answer, isPreview);

        var text = output.ToString().ReplaceLineEndings("\n");
        Assert.StartsWith(said, text, StringComparison.Ordinal);
        Assert.Matches("(?m)^DEMAND +4 +9 +5 +2026-05-04 06:07:08Z$", text);
        Assert.Matches(@"(?m)^QUOTA +6 +8 +none \(loaded or entered\) *$", text);
        Assert.Matches("(?m)^SUPPLY +7 *$", text);
    }

    [Fact]
    public void Publish_NothingToChange_SaysSo()
    {
        using var output = new StringWriter();
        RunPublishing.Write(new Screen(output, TextWriter.Null, isInteractive: false), new PublishRunResponse { Run = new() { RunKey = 3, Kind = RunKind.Forecast } }, isPreview: false);
        Assert.StartsWith("Run 3 Forecast: all that it published is published still; nothing changed.", output.ToString(), StringComparison.Ordinal);
    }
}
