using Google.Protobuf.WellKnownTypes;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Runs;
using RunMessage = PlanningEngine.Contracts.V1.Run;
using RunRow = PlanningEngine.Data.Runs.Run;

namespace PlanningEngine.Server.Runs;

/// <summary>Runs as messages.</summary>
internal static class RunMessages
{
    public static RunMessage ToMessage(RunRow row)
    {
        var parameters = RunParameters.Parser.ParseJson(row.Parameters);
        var message = new RunMessage
        {
            RunKey = row.RunKey,
            Kind = RunKinds.KindOf(row.Kind),
            State = StateOf(row.Status),
            Stage = row.Stage,
            Progress = row.Progress,
            Parameters = parameters,
            SeriesCount = row.SeriesCount,
            InputHash = row.InputHash,
            ResultHash = row.ResultHash,
            Error = row.Error,
            Attempts = row.Attempts,
            Author = row.Author,
            CreateTime = Timestamp.FromDateTime(row.CreatedAt),
            Warnings = { RunParameterRules.Warnings(parameters) },
        };
        if (row.Status == RunStatus.Succeeded)
            message.Summary = SummaryText.Read(row.Summary);
        if (row.StartedAt is { } started)
            message.StartTime = Timestamp.FromDateTime(started);
        if (row.FinishedAt is { } finished)
            message.EndTime = Timestamp.FromDateTime(finished);
        return message;
    }

    public static bool HasEnded(RunStatus status) => status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled;

    public static RunStatus? StatusOf(RunState state) => state switch
    {
        RunState.Queued => RunStatus.Queued,
        RunState.Running => RunStatus.Running,
        RunState.Succeeded => RunStatus.Succeeded,
        RunState.Failed => RunStatus.Failed,
        RunState.Cancelled => RunStatus.Cancelled,
        _ => null,
    };

    private static RunState StateOf(RunStatus status) => status switch
    {
        RunStatus.Queued => RunState.Queued,
        RunStatus.Running => RunState.Running,
        RunStatus.Succeeded => RunState.Succeeded,
        RunStatus.Failed => RunState.Failed,
        _ => RunState.Cancelled,
    };
}
