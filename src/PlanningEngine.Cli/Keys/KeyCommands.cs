using System.Buffers.Text;
using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Cli.Commands;
using PlanningEngine.Cli.Database;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Data.Security;

namespace PlanningEngine.Cli.Keys;

/// <summary><c>planctl keys</c>: makes, lists and revokes API keys in the database.</summary>
internal static class KeyCommands
{
    private static readonly string[] Roles = ["Reader", "Planner", "DataScientist", "Administrator"];

    public static Command Create(Screen screen, DatabaseAccess access, TimeProvider clock)
    {
        var group = new Verb("keys", "Makes, lists and revokes API keys. Whoever can write the database can make keys.", "planctl keys create --name 'Power BI' --role Reader", "planctl keys list")
        {
            CreateKey(screen, access, clock), List(screen, access, clock), Revoke(screen, access, clock),
        };
        access.AddTo(group);
        return group;
    }

    private static Verb CreateKey(Screen screen, DatabaseAccess access, TimeProvider clock)
    {
        var name = new Option<string>("--name") { Description = "Whose it is, or what for.", Required = true };
        var role = new Option<string>("--role") { Description = string.Join(", ", Roles) + ".", DefaultValueFactory = _ => "Reader" };
        role.AcceptOnlyFromAmong(Roles);
        var territory = new Option<string?>("--territory") { Description = "Code of the territory whose subtree the holder sees. Default: all." };
        var days = new Option<int?>("--days") { Description = "Days until it ends. Default: never." };
        var verb = new Verb("create", "Makes a key and shows it once; only its hash is stored.",
            "planctl keys create --name 'Power BI' --role Reader",
            "planctl keys create --name 'Europe' --role Planner --territory Europe --days 365")
        { name, role, territory, days };
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, async () =>
        {
            if (parse.GetValue(days) is < 1 and var wrong)
                throw new UsageException([FormattableString.Invariant($"--days ({wrong}) must be at least 1.")]);
            await using var services = access.Open(parse);
            await using var db = await DatabaseAccess.ContextAsync(services, ct);
            int? scope = null;
            if (parse.GetValue(territory) is { } code)
            {
                scope = (await db.Territories.SingleOrDefaultAsync(t => t.Code == code, ct))?.TerritoryKey
                    ?? throw new UsageException([$"There is no territory ({code}). Maybe import it first; codes are case-sensitive."]);
            }

            var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
            var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            var now = clock.GetUtcNow().UtcDateTime;
            db.ApiKeys.Add(new ApiKey
            {
                Id = id,
                Name = parse.GetValue(name)!,
                Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))),
                Role = parse.GetValue(role)!,
                TerritoryKey = scope,
                CreatedAt = now,
                ExpiresAt = parse.GetValue(days) is { } lasting ? now.AddDays(lasting) : null,
            });
            await db.SaveChangesAsync(ct);
            screen.Line($"pe_{id}_{secret}");
            screen.Note("This is shown once. Give it to clients as PLANNING_API_KEY, or as authorization: Bearer KEY.");
            return ExitCodes.Done;
        }));
        return verb;
    }

    private static Verb List(Screen screen, DatabaseAccess access, TimeProvider clock)
    {
        var verb = new Verb("list", "Lists the keys, never their secrets.", "planctl keys list");
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, async () =>
        {
            await using var services = access.Open(parse);
            await using var db = await DatabaseAccess.ContextAsync(services, ct);
            var now = clock.GetUtcNow().UtcDateTime;
            var keys = await db.ApiKeys.AsNoTracking().OrderBy(k => k.CreatedAt).ThenBy(k => k.Id).ToListAsync(ct);
            screen.Table(["Id", "Name", "Role", "State", "Created", "Ends"], keys.Select(k => new[]
            {
                k.Id, k.Name, k.Role,
                k.RevokedAt is not null ? "revoked" : k.ExpiresAt <= now ? "expired" : "valid",
                Day(k.CreatedAt), Day(k.ExpiresAt),
            }));
            return ExitCodes.Done;
        }));
        return verb;
    }

    private static Verb Revoke(Screen screen, DatabaseAccess access, TimeProvider clock)
    {
        var id = new Argument<string>("id") { Description = "Id of the key, as keys list shows it." };
        var verb = new Verb("revoke", "Revokes a key; the server stops taking it within seconds.", "planctl keys revoke 4f1c2a9b0d3e") { id };
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, async () =>
        {
            await using var services = access.Open(parse);
            await using var db = await DatabaseAccess.ContextAsync(services, ct);
            var wanted = parse.GetValue(id)!;
            var key = await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == wanted, ct)
                ?? throw new InvalidOperationException($"There is no key ({wanted}). Maybe see planctl keys list.");
            key.RevokedAt ??= clock.GetUtcNow().UtcDateTime;
            await db.SaveChangesAsync(ct);
            screen.Line($"Key {wanted} ({key.Name}) is revoked.");
            return ExitCodes.Done;
        }));
        return verb;
    }

    private static string Day(DateTime? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
