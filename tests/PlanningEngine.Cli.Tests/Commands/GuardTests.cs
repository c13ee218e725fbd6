using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using PlanningEngine.Cli.Commands;
using PlanningEngine.Cli.Terminal;

namespace PlanningEngine.Cli.Tests.Commands;

public sealed class GuardTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_RefusedRequest_SaysEachViolationOnce(int violations)
    {
        const string Sentence = "The horizon (0) must lie between 1 and 104 buckets.";
        var bad = new BadRequest();
        for (var i = 0; i < violations; i++)
            bad.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = $"field{i}", Description = i == 0 ? Sentence : "Another." });
        var status = new Google.Rpc.Status
        {
            Code = (int)StatusCode.InvalidArgument,
            Message = violations == 1 ? Sentence : $"The request has 2 violations: {Sentence}",
            Details = { Any.Pack(new ErrorInfo { Reason = "INVALID_REQUEST" }), Any.Pack(bad) },
        };
        using var error = new StringWriter();
        var code = await Guard.RunAsync(new Screen(TextWriter.Null, error, isInteractive: false), () => throw status.ToRpcException());
        Assert.Equal(ExitCodes.Refused, code);
        Assert.StartsWith("INVALID_REQUEST:", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, error.ToString().Split(Sentence).Length);
        Assert.Contains("field0: ", error.ToString(), StringComparison.Ordinal);
    }
}
