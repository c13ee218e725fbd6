using Google.Protobuf.WellKnownTypes;
using PlanningEngine.Server.Forecasts;
using Rows = PlanningEngine.Data.Plans;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Plans;

/// <summary>Rows of plans and versions as messages.</summary>
internal static class PlanMessages
{
    /// <summary>The message of a plan.</summary>
    public static Wire.Plan ToMessage(Rows.Plan plan)
    {
        var message = new Wire.Plan
        {
            Code = plan.Code,
            Name = plan.Name,
            Kind = (Wire.PlanKind)(int)plan.Kind,
            IsDefault = plan.IsDefault,
            Author = plan.Author,
            CreateTime = Time(plan.CreatedAt),
        };
        if (plan.HorizonStart is { } start)
            message.HorizonStart = DateKeys.ToMessage(DateOnly.FromDateTime(start));
        if (plan.HorizonEnd is { } end)
            message.HorizonEnd = DateKeys.ToMessage(DateOnly.FromDateTime(end));
        return message;
    }

    /// <summary>The message of a version.</summary>
    public static Wire.PlanVersion ToMessage(VersionOfPlan row) => new()
    {
        PlanVersionKey = row.Version.PlanVersionKey,
        PlanCode = row.Plan.Code,
        ScenarioCode = row.ScenarioCode,
        Number = row.Version.Number,
        State = row.Version.Status switch
        {
            Rows.PlanVersionStatus.Draft => Wire.PlanVersionState.Draft,
            Rows.PlanVersionStatus.Published => Wire.PlanVersionState.Published,
            Rows.PlanVersionStatus.Superseded => Wire.PlanVersionState.Superseded,
            _ => Wire.PlanVersionState.Recalled,
        },
        ContentHash = row.Version.ContentHash,
        RunKey = row.Version.RunKey,
        Bucket = row.Version.Bucket,
        Author = row.Version.Author,
        CreateTime = Time(row.Version.CreatedAt),
        PublishTime = row.Version.PublishedAt is { } published ? Time(published) : null,
    };

    private static Timestamp Time(DateTime time) => Timestamp.FromDateTime(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
