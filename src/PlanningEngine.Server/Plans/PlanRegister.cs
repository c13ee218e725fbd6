using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Hosting.Grpc;
using PlanRow = PlanningEngine.Data.Plans.Plan;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;

namespace PlanningEngine.Server.Plans;

/// <summary>Plans: made and listed.</summary>
internal sealed class PlanRegister(PlanTransactions transactions, TimeProvider clock)
{
    private const int LongestText = 128;

    /// <summary>Makes a plan.</summary>
    public Task<CreatePlanResponse> CreateAsync(CreatePlanRequest request, PlanCall call)
    {
        var found = new Violations();
        var requestId = found.RequestId(request.RequestId);
        var plan = request.Plan ?? new Plan();
        Check(plan, found);
        found.ThrowIfAny();
        return transactions.MutateAsync(requestId, request, call, async (db, ct) =>
        {
            if (await db.Plans.AnyAsync(p => p.Code == plan.Code, ct))
                throw new RefusedException(StatusCode.AlreadyExists, "PLAN_EXISTS", $"There is a plan ({plan.Code}) already. Maybe create a version of it.", ("plan_code", plan.Code));
            var now = clock.GetUtcNow().UtcDateTime;
            var row = new PlanRow
            {
                PlanKey = (int)await KeySequences.ReserveAsync(db, "Plans", 1, ct),
                Code = plan.Code,
                Name = plan.Name.Length == 0 ? plan.Code : plan.Name,
                Kind = (Data.Plans.PlanKind)(int)plan.Kind,
                HorizonStart = plan.HorizonStart is { } start ? DateKeys.StartOf(start.ToDateOnly()) : null,
                HorizonEnd = plan.HorizonEnd is { } end ? DateKeys.StartOf(end.ToDateOnly()) : null,
                Author = call.Author,
                CreatedAt = now,
                ModifiedAt = now,
            };
            db.Plans.Add(row);
            return new CreatePlanResponse { Plan = PlanMessages.ToMessage(row) };
        });
    }

    /// <summary>A page of plans.</summary>
    public async Task<ListPlansResponse> ListAsync(ListPlansRequest request, CancellationToken cancellationToken)
    {
        var size = PlanLookup.PageSize(request.PageSize, 50, 1_000);
        var query = new ListPlansRequest();
        var after = PageTokens.Read<string>(query, request.PageToken) ?? "";
        await using var db = await transactions.OpenAsync(cancellationToken);
        // Plans are few; their order is the ordinal one on every database.
        var rows = (await db.Plans.AsNoTracking().Where(p => p.PlanKey != 0).ToListAsync(cancellationToken))
            .Where(p => string.CompareOrdinal(p.Code, after) > 0).OrderBy(p => p.Code, StringComparer.Ordinal).Take(size + 1).ToList();
        var response = new ListPlansResponse { Plans = { rows.Take(size).Select(PlanMessages.ToMessage) } };
        if (rows.Count > size)
            response.NextPageToken = PageTokens.Write(query, rows[size - 1].Code);
        return response;
    }

    private static void Check(Plan plan, Violations found)
    {
        found.Require(!string.IsNullOrWhiteSpace(plan.Code) && plan.Code.Length <= LongestText, "plan.code", "length", $"The code ({plan.Code}) must have 1 to {LongestText} characters. Maybe use one such as FY27-SALES.");
        found.Require(plan.Name.Length <= LongestText, "plan.name", "length", $"The name has {plan.Name.Length} characters and must have at most {LongestText}. Maybe shorten it.");
        found.Require(plan.Kind != PlanKind.Unspecified && Enum.IsDefined(plan.Kind), "plan.kind", "required", $"The kind ({(int)plan.Kind}) must be given. Maybe use PLAN_KIND_SALES.");
        found.Require(!plan.IsDefault, "plan.is_default", "not-allowed", "The default plan of each kind is made with the database. Maybe leave is_default out.");
        var start = Day(plan.HorizonStart, "plan.horizon_start", found);
        var end = Day(plan.HorizonEnd, "plan.horizon_end", found);
        found.Require(start is null || end is null || start <= end, "plan.horizon_end", "reversed", $"The horizon must not end ({end:yyyy-MM-dd}) before it starts ({start:yyyy-MM-dd}). Maybe swap the days.");
    }

    private static DateOnly? Day(Google.Type.Date? message, string field, Violations found)
    {
        var day = message is null ? null : DateKeys.Read(message);
        found.Require(message is null || day is not null, field, "not-a-date", $"The day ({message?.Year}-{message?.Month}-{message?.Day}) must be a whole day of the calendar. Maybe leave it out.");
        return day;
    }
}
