using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Writing;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Hosting.Grpc;
using LineRow = PlanningEngine.Data.Plans.PlanLine;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;

namespace PlanningEngine.Server.Plans;

/// <summary>Lines of sales plans: written into drafts, read from any version.</summary>
internal sealed class PlanLines(PlanTransactions transactions, VisibleTerritories visible, TimeProvider clock)
{
    private const int MostLines = 100_000;
    private const int DeletedAtOnce = 5_000;

    /// <summary>Writes lines; each replaces the one of the same product, territory and month.</summary>
    public Task<WritePlanLinesResponse> WriteAsync(WritePlanLinesRequest request, PlanCall call)
    {
        var found = new Violations();
        var requestId = found.RequestId(request.RequestId);
        found.Require(request.PlanVersionKey > 0, "plan_version_key", "required", "The plan_version_key must be given. Maybe create a draft first.");
        found.Require(request.Lines.Count is >= 1 and <= MostLines, "lines", "count", $"The lines ({request.Lines.Count}) must be 1 to {MostLines}. Maybe send them in parts.");
        if (request.Lines.Count > MostLines)
            found.ThrowIfAny();
        return transactions.MutateAsync(requestId, request, call, async (db, ct) =>
        {
            var lines = Read(
                request, await db.Products.Where(p => p.ProductKey != 0).ToDictionaryAsync(p => p.Code, p => p.ProductKey, StringComparer.Ordinal, ct),
                await db.Territories.Where(t => t.TerritoryKey != 0).ToDictionaryAsync(t => t.Code, t => t.TerritoryKey, StringComparer.Ordinal, ct), found);
            found.ThrowIfAny();
            var draft = await PlanLookup.DraftAsync(db, request.PlanVersionKey, PlanKind.Sales, ct);
            var replaced = await RemoveAsync(db, draft.Version.PlanVersionKey, lines, ct);
            var (key, now) = (await KeySequences.ReserveAsync(db, "PlanLines", lines.Count, ct), clock.GetUtcNow().UtcDateTime);
            foreach (var line in lines)
            {
                line.PlanLineKey = key++;
                (line.PlanVersionKey, line.ScenarioKey, line.ModifiedAt) = (draft.Version.PlanVersionKey, draft.Version.ScenarioKey, now);
            }

            await BulkWriter.WriteAsync(db, lines, ct);
            return new WritePlanLinesResponse { InsertedCount = lines.Count - replaced, ReplacedCount = replaced };
        });
    }

    /// <summary>A page of lines in the order of product, territory and month.</summary>
    public async Task<GetPlanLinesResponse> GetAsync(GetPlanLinesRequest request, ServerCallContext context)
    {
        var size = PlanLookup.PageSize(request.PageSize, 1_000, 10_000);
        var query = new GetPlanLinesRequest { PlanVersionKey = request.PlanVersionKey };
        var after = PageTokens.Read<Position>(query, request.PageToken) ?? new Position(-1, 0, 0);
        var ct = context.CancellationToken;
        await using var db = await transactions.OpenAsync(ct);
        await PlanLookup.FindAsync(db, request.PlanVersionKey, ct);
        var (product, territory, date) = (after.ProductKey, after.TerritoryKey, after.DateKey);
        var lines = (await visible.FilterAsync(db, db.PlanLines.AsNoTracking().Where(l => l.PlanVersionKey == request.PlanVersionKey), context))
            .Where(l => l.ProductKey > product || (l.ProductKey == product && (l.TerritoryKey > territory || (l.TerritoryKey == territory && l.DateKey > date))));
        var page = await (
            from line in lines
            join p in db.Products on line.ProductKey equals p.ProductKey
            join t in db.Territories on line.TerritoryKey equals t.TerritoryKey
            orderby line.ProductKey, line.TerritoryKey, line.DateKey
            select new { Line = line, Product = p.Code, Territory = t.Code }).Take(size + 1).ToListAsync(ct);
        var response = new GetPlanLinesResponse();
        response.Lines.AddRange(page.Take(size).Select(row => new PlanLine
        {
            ProductCode = row.Product,
            TerritoryCode = row.Territory,
            PeriodStart = DateKeys.ToMessage(DateKeys.ToDate(row.Line.DateKey)),
            Quantity = row.Line.Quantity,
            Amount = Money.ToMessage(row.Line.Amount),
        }));
        if (page.Count > size)
        {
            var last = page[size - 1].Line;
            response.NextPageToken = PageTokens.Write(query, new Position(last.ProductKey, last.TerritoryKey, last.DateKey));
        }

        return response;
    }

    private static List<LineRow> Read(WritePlanLinesRequest request, Dictionary<string, int> products, Dictionary<string, int> territories, Violations found)
    {
        var lines = new List<LineRow>(request.Lines.Count);
        var cells = new HashSet<(int, int, int)>();
        for (var i = 0; i < request.Lines.Count; i++)
        {
            var line = request.Lines[i];
            var day = line.PeriodStart is null ? null : DateKeys.Read(line.PeriodStart);
            var amount = line.Amount is null ? 0 : Money.Read(line.Amount);
            var product = products.GetValueOrDefault(line.ProductCode);
            var territory = territories.GetValueOrDefault(line.TerritoryCode);
            var isSound = Require(product != 0, "product_code", "unknown-product", $"The product ({line.ProductCode}) is not known. Maybe load it first.");
            isSound &= Require(territory != 0, "territory_code", "unknown-territory", $"The territory ({line.TerritoryCode}) is not known. Maybe load it first.");
            isSound &= Require(day is { Day: 1 }, "period_start", "not-a-month", $"The period_start must be the first day of a month. Maybe the day was left out.");
            isSound &= Require(double.IsFinite(line.Quantity), "quantity", "not-finite", $"The quantity ({line.Quantity}) must be finite. Maybe leave it out for 0.");
            isSound &= Require(amount is not null, "amount", "not-a-number", $"The amount ({line.Amount?.Value}) must be a number of at most {Money.Largest} in size. Maybe leave it out for 0.");
            if (!isSound)
                continue;
            var key = FiscalCalendar.DateKey(day!.Value);
            if (Require(cells.Add((product, territory, key)), "", "duplicate", $"The line of product ({line.ProductCode}), territory ({line.TerritoryCode}) and month ({day:yyyy-MM}) comes twice. Maybe add the two up."))
            {
                lines.Add(new LineRow
                {
                    ProductKey = product,
                    TerritoryKey = territory,
                    DateKey = key,
                    PeriodStart = DateKeys.StartOf(day.Value),
                    Quantity = line.Quantity,
                    Amount = amount!.Value,
                });
            }

            bool Require(bool holds, string field, string code, FormattableString message) =>
                holds || found.Require(false, field.Length == 0 ? $"lines[{i}]" : $"lines[{i}].{field}", code, FormattableString.Invariant(message));
        }

        return lines;
    }

    private static async Task<int> RemoveAsync(PlanningContext db, int version, List<LineRow> lines, CancellationToken cancellationToken)
    {
        var cells = lines.Select(l => (l.ProductKey, l.TerritoryKey, l.DateKey)).ToHashSet();
        var there = await db.PlanLines.Where(l => l.PlanVersionKey == version)
            .Select(l => new { l.PlanLineKey, l.ProductKey, l.TerritoryKey, l.DateKey }).ToListAsync(cancellationToken);
        var replaced = there.Where(l => cells.Contains((l.ProductKey, l.TerritoryKey, l.DateKey))).Select(l => l.PlanLineKey).ToList();
        foreach (var keys in replaced.Chunk(DeletedAtOnce))
            await db.PlanLines.Where(l => keys.Contains(l.PlanLineKey)).ExecuteDeleteAsync(cancellationToken);
        return replaced.Count;
    }

    private sealed record Position(int ProductKey, int TerritoryKey, int DateKey);
}
