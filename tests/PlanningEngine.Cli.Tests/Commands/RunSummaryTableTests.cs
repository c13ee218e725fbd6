using PlanningEngine.Cli.Commands;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Tests.Commands;

public sealed class RunSummaryTableTests
{
    [Fact]
    public void Write_CoverageOfLevels_SaysWhichAndWhatItWasBefore()
    {
        static LevelCoverage Of(double after80) => new() { N = 12, Before = new() { Coverage80 = 0.7, Coverage95 = 0.9 }, After = new() { Coverage80 = after80, Coverage95 = 0.95 } };
        var (series, company, regions) = (Of(0.81), Of(0.82), Of(0.83));
        (company.Level, regions.Level) = (-1, 1);
        using var output = new StringWriter();

        RunSummaryTable.Write(new Screen(output, TextWriter.Null, isInteractive: false), new Run { RunKey = 1, Summary = new RunSummary { CoverageByLevel = { series, company, regions } } });

        var lines = output.ToString().Split('\n').Where(l => l.Contains("before adding up", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, lines.Count);
        Assert.Contains("series", lines[0], StringComparison.Ordinal);
        Assert.Contains("81.0", lines[0], StringComparison.Ordinal);
        Assert.Contains("company", lines[1], StringComparison.Ordinal);
        Assert.Contains("territories, level 1", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_Warnings_AreShownBesideTheResult(bool isPreview)
    {
        using var error = new StringWriter();
        var (screen, run) = (new Screen(TextWriter.Null, error, isInteractive: false), new Run { RunKey = 1, Parameters = new(), Warnings = { "The growth (8) is 800 %." } });
        if (isPreview)
            RunSummaryTable.WritePreview(screen, run);
        else
            RunSummaryTable.Write(screen, run);
        Assert.Equal("Warning: The growth (8) is 800 %.", error.ToString().Trim());
    }

    [Fact]
    public void Write_Figures_HaveOneStyleAndNameWhichSeriesTheyCount()
    {
        using var output = new StringWriter();
        var summary = new RunSummary { SeriesCount = 1130, Wape = 0.1234, ForecastQuantity = 1234567.891, QuotaTotal = new() { Value = "12500000.5" } };
        RunSummaryTable.Write(new Screen(output, TextWriter.Null, isInteractive: false), new Run { RunKey = 7, Kind = RunKind.Cycle, Progress = 0.5, SeriesCount = 1251, Summary = summary });
        var text = output.ToString();
        Assert.Contains(", 50.0 %.", text, StringComparison.Ordinal);
        foreach (var (figure, value) in new[] { ("Series prepared", "1,251"), ("Series forecast", "1,130"), ("WAPE", "12.3 %"), ("Forecast units", "1,234,567.89"), ("Quotas", "12,500,000.50") })
            Assert.Matches($@"(?m)^{figure} +{System.Text.RegularExpressions.Regex.Escape(value)}\r?$", text);
    }

    [Theory]
    [InlineData(RunKind.Forecast, "Forecast units", "Units demanded|Units allocated|Units short|KPI rows")]
    [InlineData(RunKind.Quotas, "Quotas", "Forecast units|Units demanded|Units allocated|Units short|KPI rows")]
    [InlineData(RunKind.Allocation, "Units short", "Forecast units|KPI rows")]
    [InlineData(RunKind.Kpis, "KPI rows", "Forecast units|Units demanded|Units allocated|Units short")]
    [InlineData(RunKind.Cycle, "Units short", "People to hire")]
    public void Write_RunOfAKind_ListsWhatThatKindFinds(RunKind kind, string has, string hasNot)
    {
        using var output = new StringWriter();
        RunSummaryTable.Write(new Screen(output, TextWriter.Null, isInteractive: false), new Run { RunKey = 7, Kind = kind, Summary = new() { QuotaTotal = kind == RunKind.Quotas ? new() { Value = "5" } : null } });
        Assert.Contains(has, output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotMatch(hasNot, output.ToString());
    }

    [Theory]
    [InlineData(true, "left out")]
    [InlineData(false, "all that are loaded")]
    public void WritePreview_Drivers_AreAmongTheParameters(bool without, string said)
    {
        using var output = new StringWriter();
        RunSummaryTable.WritePreview(new Screen(output, TextWriter.Null, isInteractive: false), new Run { Kind = RunKind.Forecast, Parameters = new() { WithoutDrivers = without } });
        Assert.Matches($"Drivers of demand +{said}", output.ToString());
    }

    [Fact]
    public void WritePreview_CheckedRun_ShowsParametersSeriesAndFindings()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var run = new Run
        {
            Kind = RunKind.Forecast,
            SeriesCount = 30,
            Parameters = new() { Bucket = RunBucket.Month, Horizon = 6, Growth = 0.08, Seed = 1 },
            Summary = new() { SeriesCount = 24, Notes = { "Methods: all that fit each series", "6 series of discontinued products are not forecast" } },
        };
        var screen = new Screen(output, error, isInteractive: false);
        RunSummaryTable.WritePreview(screen, run);
        foreach (var part in (string[])["nothing was started", "Horizon ", "8.0 %", "all that fit", "Series prepared", "30", "24", "6 series of discontinued products are not forecast"])
            Assert.Contains(part, output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Run 0", output.ToString(), StringComparison.Ordinal);
        RunSummaryTable.WritePreview(screen, new Run { Kind = RunKind.Cycle, Parameters = new(), Error = "There are no sales to forecast." });
        Assert.Contains("It would fail: There are no sales to forecast.", error.ToString(), StringComparison.Ordinal);
    }
}
