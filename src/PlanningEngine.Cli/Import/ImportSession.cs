using System.Globalization;
using Grpc.Core;
using PlanningEngine.Cli.Import.Mapping;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Cli.Import.Sending;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Client;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Import;

/// <summary>What an import is asked to do beside its mapping.</summary>
/// <param name="Folder">Folder of the files.</param>
/// <param name="DryRun">Check, report and give up.</param>
/// <param name="StopOnWarnings">Do not commit when there are warnings.</param>
/// <param name="Patience">How long an unreachable server is waited for.</param>
internal sealed record ImportOptions(string Folder, bool DryRun, bool StopOnWarnings, TimeSpan Patience);

/// <summary>An import from its files to its commit: open, stream, validate, report, commit.</summary>
internal sealed class ImportSession(PlanningClient client, ImportMapping mapping, ImportOptions options, Screen screen, TimeProvider clock)
{
    private const int MostAttempts = 1_000;

    // 1,000 of a rule are stored, and one that counts the rest: with all of them the counts that are shown are true.
    private const int EveryStoredFinding = 2_000;
    private long _rowsRead;

    /// <summary>Imports.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var ids = options.DryRun ? RequestIds.Fresh() : await RequestIds.OfAsync(mapping, options.Folder, cancellationToken);
        var (load, attempt) = await OpenAsync(ids, cancellationToken);
        if (load.State == LoadState.Committed)
        {
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"Already committed as load {load.LoadKey}, nothing to do."));
            return ExitCodes.Done;
        }

        try
        {
            return await ContinueAsync(load, ids, attempt, cancellationToken);
        }
        finally
        {
            if (options.DryRun)
                await client.Loads.AbandonLoadAsync(new AbandonLoadRequest { RequestId = ids.Of("abandon", 0), LoadKey = load.LoadKey }, cancellationToken: CancellationToken.None);
        }
    }

    /// <summary>Opens the load of this mapping and these files, or finds the one that is open or committed; one that ended otherwise is begun afresh.</summary>
    private async Task<(Load Load, int Attempt)> OpenAsync(RequestIds ids, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var request = new OpenLoadRequest
            {
                RequestId = ids.Of("open", attempt),
                Source = mapping.Source,
                Description = mapping.Description,
                Bucket = mapping.Bucket,
            };
            foreach (var (rule, severity) in mapping.Severities.Where(s => !ReaderRules.Own.Contains(s.Key)))
                request.RuleSeverities[rule] = severity;
            // Equal codes are settled before they are sent; the engine is told about row keys alone.
            foreach (var set in mapping.Sets.Select(s => s.Set).Where(s => !s.IsDimension && mapping.Duplicates.ContainsKey(s.ServerName)))
                request.DuplicatePolicies[set.ServerName] = mapping.Duplicates[set.ServerName];
            var opened = (await client.Loads.OpenLoadAsync(request, cancellationToken: cancellationToken)).Load;
            var load = (await client.Loads.GetLoadAsync(new GetLoadRequest { LoadKey = opened.LoadKey }, cancellationToken: cancellationToken)).Load;
            if (load.State is not (LoadState.Rejected or LoadState.Abandoned or LoadState.Reverted))
                return (load, attempt);
        }

        throw new InvalidOperationException($"This import was begun {MostAttempts} times and never committed. Maybe correct the files.");
    }

    private async Task<int> ContinueAsync(Load load, RequestIds ids, int attempt, CancellationToken cancellationToken)
    {
        var expectedChunks = load.ChunkCount;
        if (load.State == LoadState.Open)
        {
            if (load.ChunkCount > 0)
                screen.Note(string.Create(CultureInfo.InvariantCulture, $"Going on with load {load.LoadKey} at chunk {load.ChunkCount}."));
            expectedChunks = await StreamAsync(load, cancellationToken);
        }

        var (validated, findings) = await ValidateAsync(load, ids, attempt, expectedChunks, cancellationToken);
        FindingReport.Write(screen, findings);
        ImportSummary.WriteTotals(screen, validated);
        if (validated.State != LoadState.Validated)
        {
            screen.Error(string.Create(CultureInfo.InvariantCulture,
                $"Load {validated.LoadKey} is rejected: {validated.ErrorCount:N0} errors, {validated.WarningCount:N0} warnings. Nothing was changed. Maybe correct the files, or set the rule's severity in the mapping."));
            return ExitCodes.Refused;
        }

        if (options.DryRun)
        {
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"Dry run: no errors, {validated.WarningCount:N0} warnings. Nothing was changed."));
            return ExitCodes.Done;
        }

        if (options.StopOnWarnings && validated.WarningCount > 0)
        {
            screen.Error(string.Create(CultureInfo.InvariantCulture, $"Load {validated.LoadKey} has {validated.WarningCount:N0} warnings and waits. Maybe run the same command without --stop-on-warnings to commit it."));
            return ExitCodes.Refused;
        }

        var commit = new CommitLoadRequest { RequestId = ids.Of("commit", attempt), LoadKey = validated.LoadKey };
        var deadline = clock.GetUtcNow().UtcDateTime.AddHours(1);
        var committed = (await client.Loads.CommitLoadAsync(commit, deadline: deadline, cancellationToken: cancellationToken)).Load;
        ImportSummary.WriteCommit(screen, committed);
        return ExitCodes.Done;
    }

    private async Task<int> StreamAsync(Load load, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var count = await screen.ProgressAsync(async view =>
        {
            var rows = new Dictionary<string, long>(StringComparer.Ordinal);
            var source = new ChunkSource(mapping, options.Folder, p =>
            {
                var part = $"{p.Set} from {p.File}";
                rows[part] = p.Rows;
                _rowsRead = rows.Values.Sum();
                view.Report(part, p.Length == 0 ? 1 : Math.Min(1, (double)p.Position / p.Length), string.Create(CultureInfo.InvariantCulture, $"{p.Rows:N0} rows"));
            });
            await using var chunks = ChunkPump.ReadAhead(source.Read(cancellationToken), cancellationToken).GetAsyncEnumerator(cancellationToken);
            return await new ChunkSender(client, clock, options.Patience).SendAsync(load, chunks, cancellationToken);
        });
        var seconds = Math.Max(clock.GetElapsedTime(start).TotalSeconds, 1e-3);
        screen.Note(string.Create(CultureInfo.InvariantCulture, $"{_rowsRead:N0} rows staged in {seconds:F1} s, {_rowsRead / seconds:N0} rows a second."));
        return count;
    }

    private async Task<(Load Load, List<Finding> Findings)> ValidateAsync(Load load, RequestIds ids, int attempt, int expectedChunks, CancellationToken cancellationToken)
    {
        var request = new ValidateLoadRequest { RequestId = ids.Of("validate", attempt), LoadKey = load.LoadKey, ExpectedChunkCount = expectedChunks, MaxFindingsPerRule = EveryStoredFinding };
        var findings = new List<Finding>();
        Load? validated = null;
        await screen.ProgressAsync(async view =>
        {
            using var call = client.Loads.ValidateLoad(request, cancellationToken: cancellationToken);
            await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
            {
                if (message.EventCase == ValidateLoadResponse.EventOneofCase.RowsChecked)
                    view.Report("checking", Math.Min(0.99, message.RowsChecked / Math.Max(1.0, _rowsRead)), string.Create(CultureInfo.InvariantCulture, $"{message.RowsChecked:N0} rows"));
                else if (message.EventCase == ValidateLoadResponse.EventOneofCase.Finding)
                    findings.Add(message.Finding);
                else if (message.EventCase == ValidateLoadResponse.EventOneofCase.Load)
                    validated = message.Load;
            }

            view.Report("checking", 1, "done");
            return true;
        });
        return (validated ?? throw new InvalidOperationException("The server ended the check without a result. Maybe run the same command again."), findings);
    }
}
