using Grpc.Core;

namespace PlanningEngine.Server.Hosting.Grpc;

/// <summary>Lets a solver work until shortly before the caller's deadline, so that the best answer so far still arrives.</summary>
internal static class SolveTime
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Part of the time to the deadline that is kept for the answer's way back.</summary>
    private const double KeptForTheAnswer = 0.15;

    /// <summary>Runs work off the request's thread with a token that ends shortly before the deadline.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, T> work, TimeProvider clock, ServerCallContext context)
    {
        using var budget = new CancellationTokenSource(Left(clock, context.Deadline), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, context.CancellationToken);
        var token = either.Token;
        var answer = await Task.Run(() => work(token), CancellationToken.None);
        context.CancellationToken.ThrowIfCancellationRequested();
        return answer;
    }

    private static TimeSpan Left(TimeProvider clock, DateTime deadline)
    {
        if (deadline == DateTime.MaxValue)
            return LongestWait;
        var left = (deadline.ToUniversalTime() - clock.GetUtcNow().UtcDateTime) * (1 - KeptForTheAnswer);
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < LongestWait ? left : LongestWait;
    }
}
