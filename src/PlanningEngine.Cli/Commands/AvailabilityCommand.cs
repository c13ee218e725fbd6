using System.CommandLine;
using System.Globalization;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Commands;

/// <summary><c>planctl availability</c>: what can be promised beside the published allocation.</summary>
internal static class AvailabilityCommand
{
    public static Command Create(Screen screen, ServerOptions server)
    {
        var product = new Option<string>("--product") { Description = "Code of the product.", Required = true };
        var territory = new Option<string>("--territory") { Description = "Code of the territory it goes to.", Required = true };
        var due = new Option<string>("--due") { Description = "Day by which it is wanted, such as 2026-05-15.", Required = true };
        var quantity = new Option<double>("--quantity") { Description = "Units wanted.", Required = true };
        var order = new Option<string>("--order") { Description = "What to call the order in the answer.", DefaultValueFactory = _ => "new" };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var verb = new Verb("availability", "Says what can be promised for one more order beside the published allocation; stores nothing.",
            "planctl availability --product SKU-7 --territory WEST --due 2026-05-15 --quantity 40",
            "planctl availability --product SKU-7 --territory WEST --due 2026-05-15 --quantity 40 --json")
        { product, territory, due, quantity, order, json };
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, server, async () =>
        {
            var asked = new ProductOrder
            {
                OrderId = parse.GetValue(order)!,
                ProductCode = parse.GetValue(product)!,
                TerritoryCode = parse.GetValue(territory)!,
                DueDate = Days.Read("--due", parse.GetValue(due)),
                Quantity = parse.GetValue(quantity),
            };
            using var client = server.Connect(parse);
            var answer = await client.Allocations.CheckPublishedAvailabilityAsync(new CheckPublishedAvailabilityRequest { Orders = { asked } }, cancellationToken: ct);
            if (parse.GetValue(json))
                Json.Write(screen, answer);
            else
                Write(screen, answer);
            return ExitCodes.Done;
        }));
        return verb;
    }

    private static void Write(Screen screen, CheckPublishedAvailabilityResponse answer)
    {
        screen.Line(answer.Promises[0].Sentence);
        if (answer.UncoveredQuantity > 0)
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{Figures.Number(answer.UncoveredQuantity)} units promised by plan version {answer.PlanVersionKey} are no longer covered. Maybe run an allocation."));
    }
}
