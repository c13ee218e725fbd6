namespace PlanningEngine.Architecture.Tests;

public sealed class ProjectArrowsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["PlanningEngine.Forecasting"] = [],
        ["PlanningEngine.Forecasting.MachineLearning"] = ["PlanningEngine.Forecasting"],
        ["PlanningEngine.Allocation"] = [],
        ["PlanningEngine.Planning"] = [],
        ["PlanningEngine.Data"] = [],
        ["PlanningEngine.Contracts"] = [],
        ["PlanningEngine.Client"] = ["PlanningEngine.Contracts"],
        ["PlanningEngine.Server"] =
        [
            "PlanningEngine.Forecasting", "PlanningEngine.Forecasting.MachineLearning", "PlanningEngine.Allocation",
            "PlanningEngine.Planning", "PlanningEngine.Data", "PlanningEngine.Contracts",
        ],
        ["PlanningEngine.Cli"] =
        [
            "PlanningEngine.Client", "PlanningEngine.Forecasting", "PlanningEngine.Forecasting.MachineLearning",
            "PlanningEngine.Allocation", "PlanningEngine.Data",
        ],
    };

    [Fact]
    public void Projects_InSource_AreTheNamedOnes() =>
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), SourceTree.Projects("src").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!);

    [Fact]
    public void References_OfEachProject_AreAllowedArrows()
    {
        var forbidden = from project in SourceTree.Projects("src")
                        let name = Path.GetFileNameWithoutExtension(project)
                        from target in SourceTree.References(project)
                        where !Allowed[name].Contains(target)
                        select $"{name} -> {target}";
        Assert.Empty(forbidden);
    }

    [Fact]
    public void Packages_OfPureCores_AreNone()
    {
        var impure = from project in SourceTree.Projects("src")
                     let name = Path.GetFileNameWithoutExtension(project)
                     where name is "PlanningEngine.Forecasting" or "PlanningEngine.Planning"
                     from package in SourceTree.Packages(project)
                     select $"{name}: {package}";
        Assert.Empty(impure);
    }

    [Fact]
    public void Data_InTheCommandLine_IsUsedByDatabaseAndKeysAlone()
    {
        var users = SourceTree.Sources("src/PlanningEngine.Cli")
            .Where(f => File.ReadLines(f).Any(l => l.StartsWith("using PlanningEngine.Data", StringComparison.Ordinal)))
            .Select(f => Path.GetRelativePath(Repository.PathOf("src/PlanningEngine.Cli"), f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("Database/", StringComparison.Ordinal) && !f.StartsWith("Keys/", StringComparison.Ordinal));
        Assert.Empty(users);
    }
}
