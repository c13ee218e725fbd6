using Google.Rpc;
using Grpc.Core;
using PlanningEngine.Server.Hosting.Grpc;

namespace PlanningEngine.Server.Tests.Hosting;

public sealed class RichStatusTests
{
    [Theory]
    [InlineData(1, 50)]
    [InlineData(20, 100)]
    [InlineData(1_000, 10)]
    [InlineData(1_000, 140)]
    [InlineData(1_000, 5_000_000)]
    [InlineData(2, 5_000_000)]
    public void Of_ManyOrLongViolations_FitTrailersAndCountTheRest(int count, int length)
    {
        var violations = Enumerable.Range(0, count).Select(i => new Violation($"series[{i}].values", "not-finite", new string('ä', length))).ToList();
        var bad = new ViolationException(violations);

        var status = RichStatus.Of(StatusCode.InvalidArgument, bad.Message, "INVALID_REQUEST", [("method", new string('m', 1_000))], bad.Violations);

        Assert.InRange(RichStatus.Size(status), 1, RichStatus.MostBytes);
        var listed = status.GetDetail<BadRequest>()!.FieldViolations;
        Assert.Equal(("series[0].values", "NOT_FINITE"), (listed[0].Field, listed[0].Reason));
        var rest = count - listed.Count(v => v.Reason != "MORE");
        Assert.Equal(rest == 0 ? [] : [$"{rest} further violations are not listed. Maybe mend these first."], listed.Where(v => v.Reason == "MORE").Select(v => v.Description));
        Assert.Equal(rest > 0, listed[^1] is { Field: "request", Reason: "MORE" });
        Assert.Equal(("INVALID_REQUEST", "planning.v1"), (status.GetDetail<ErrorInfo>()!.Reason, status.GetDetail<ErrorInfo>()!.Domain));
    }

    [Fact]
    public void Of_FewShortViolations_AreAllThereAsTheyAre()
    {
        var violations = Enumerable.Range(0, 20).Select(i => new Violation($"f{i}", "too-long", $"The field {i}, \"größer\" als 10 %.")).ToList();

        var status = RichStatus.Of(StatusCode.InvalidArgument, "m", "INVALID_REQUEST", [], violations);

        Assert.Equal(violations.Select(v => v.Message), status.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Description));
    }

    [Fact]
    public void Of_ViolationsAtTheLimit_FillItAndNeverPassIt()
    {
        var counts = Enumerable.Range(1, 120).Select(length =>
        {
            var status = RichStatus.Of(StatusCode.InvalidArgument, "m", "R", [], [.. Enumerable.Repeat(new Violation("f", "c", new string('x', length)), 2_000)]);
            Assert.InRange(RichStatus.Size(status), RichStatus.MostBytes - 600, RichStatus.MostBytes);
            return status.GetDetail<BadRequest>()!.FieldViolations.Count;
        }).ToList();

        Assert.Equal(counts.OrderDescending(), counts);
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("50 % für 😀\n", "50 %25 f%C3%BCr %F0%9F%98%80%0A")]
    public void Encode_Message_IsPercentEncodedUtf8(string message, string encoded) => Assert.Equal(encoded, RichStatus.Encode(message));
}
