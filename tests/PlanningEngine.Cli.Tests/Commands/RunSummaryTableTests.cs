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
}
