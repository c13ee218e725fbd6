using System.CommandLine;
using PlanningEngine.Cli.Commands;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Tests.Commands;

public sealed class RunParameterOptionsTests
{
    [Theory]
    [InlineData("month", RunBucket.Month)]
    [InlineData("Week", RunBucket.Week)]
    [InlineData("day", RunBucket.Day)]
    [InlineData("fiscal-period", RunBucket.FiscalPeriod)]
    public void Read_Bucket_IsTheOneOfTheWord(string word, RunBucket bucket)
    {
        var (options, command) = Command();

        var parse = command.Parse(["--bucket", word]);

        Assert.Empty(parse.Errors);
        Assert.Equal(bucket, options.Read(parse).Bucket);
    }

    [Theory]
    [InlineData("fortnight")]
    [InlineData("unspecified")]
    [InlineData("3")]
    public void Read_BucketThatIsNone_SaysWhichThereAre(string word) =>
        Assert.Equal($"The bucket ({word}) is not known. Maybe use month, week, day or fiscal-period.", Assert.Single(Command().Command.Parse(["--bucket", word]).Errors).Message);

    [Fact]
    public void Read_NoBucket_IsLeftToTheEngine()
    {
        var (options, command) = Command();
        Assert.Equal(RunBucket.Unspecified, options.Read(command.Parse([])).Bucket);
    }

    private static (RunParameterOptions Options, Command Command) Command()
    {
        var (options, command) = (new RunParameterOptions(), new Command("create"));
        options.AddTo(command);
        return (options, command);
    }
}
