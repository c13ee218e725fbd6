using System.Globalization;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Demo;

/// <summary>A product with what drives its demand.</summary>
/// <param name="Row">The catalogue row.</param>
/// <param name="Popularity">Relative order lines; intermittent items are low.</param>
/// <param name="MeanQuantity">Mean units per order line, 1 or more.</param>
/// <param name="Growth">Yearly growth of demand.</param>
/// <param name="YearlyPriceChange">Price change each February, for example 0.03.</param>
internal sealed record DemoProduct(ProductRow Row, double Popularity, double MeanQuantity, double Growth, double YearlyPriceChange)
{
    /// <summary>How its demand goes over to a successor; null without one.</summary>
    public DemoHandover? Leaves { get; init; }

    /// <summary>How the demand for its predecessor comes over to it; null without one.</summary>
    public DemoHandover? Arrives { get; init; }

    /// <summary>Position of the predecessor in the catalogue, before its own; null without one.</summary>
    public int? Predecessor { get; init; }

    /// <summary>List price on a day: prices change on 1 February.</summary>
    public decimal PriceOn(DateOnly date, DateOnly end) => Math.Round(Row.Price!.Value * Past(date, end), 2);

    /// <summary>Standard cost on a day.</summary>
    public decimal CostOn(DateOnly date, DateOnly end) => Math.Round(Row.Cost!.Value * Past(date, end), 2);

    private decimal Past(DateOnly date, DateOnly end) =>
        (decimal)Math.Pow(1 + YearlyPriceChange, PriceYear(date) - PriceYear(end));

    private static int PriceYear(DateOnly date) => date.Month == 1 ? date.Year - 1 : date.Year;
}

/// <summary>The catalogue of an outdoor-equipment maker: 60 products, some launched, discontinued or replaced inside the history, one replaced soon after.</summary>
internal static class DemoCatalogue
{
    private const int Launched = 8;
    private const int Discontinued = 5;

    /// <summary>Products that their neighbour replaces: months from the end of the history to its launch, months in which both are sold, share of the demand that goes over, whether the old one has an end date.</summary>
    private static readonly (string Old, string New, int Launch, int Together, double Share, bool Ends)[] Successions =
    [
        ("Dynamic Rope 9.5 mm, 60 m", "Dynamic Rope 9.8 mm, 70 m", 2, 0, 1, false),
        ("Helmet Eiger", "Helmet Eiger Light", -9, 0, 0.8, true),
        ("Touring Ski Ortles 88", "Touring Ski Ortles 95", -3, 6, 1, true),
    ];

    /// <summary>Products that are new at the end of the history, or soon after: months from there to the launch.</summary>
    private static readonly (string Name, int Launch)[] Novelties = [("Hut Liner, silk", -3), ("Pot Set, 3 pieces", 1)];

    /// <summary>Level1|Level2; then products as Level3|Name|price|mean quantity|popularity.</summary>
    private static readonly (string Level1, string Level2, string[] Items)[] Lines =
    [
        ("Climbing", "Ropes & Slings", ["Dynamic Ropes|Dynamic Rope 9.5 mm, 60 m|189.00|3|1.6", "Dynamic Ropes|Dynamic Rope 9.8 mm, 70 m|214.00|3|1.1", "Dynamic Ropes|Half Rope 8.1 mm, 2 × 50 m|319.00|2|0.5", "Slings|Dyneema Sling 120 cm|14.90|14|2.4", "Slings|Prusik Cord 6 mm|9.50|18|1.9"]),
        ("Climbing", "Harnesses", ["Sport Harnesses|Harness Säntis|79.00|5|1.7", "Sport Harnesses|Harness Säntis Women|82.00|4|1.2", "Sport Harnesses|Harness Piccolo, kids|54.00|4|0.8", "Alpine Harnesses|Harness Aiguille|119.00|3|0.7", "Alpine Harnesses|Rescue Harness Bergwacht|289.00|1.4|0.05"]),
        ("Climbing", "Helmets & Hardware", ["Helmets|Helmet Eiger|69.00|5|1.8", "Helmets|Helmet Eiger Light|99.00|4|1.1", "Hardware|Quickdraw Set, 6 pieces|109.00|5|1.5", "Hardware|HMS Carabiner|16.50|16|2.2", "Hardware|Rescue Pulley, double|84.00|1.6|0.06"]),
        ("Camping", "Tents", ["Trekking Tents|Tent Fjäll 2|449.00|2|1.3", "Trekking Tents|Tent Fjäll 3|529.00|2|0.9", "Trekking Tents|Tent Solo|329.00|2|0.8", "Family Tents|Tent Lagune 5|899.00|1.3|0.5", "Family Tents|Group Tent Kraków, 12 persons|2490.00|1.1|0.03"]),
        ("Camping", "Sleeping Bags", ["Down Bags|Sleeping Bag Névé −10 °C|349.00|2|1.0", "Down Bags|Sleeping Bag Névé −20 °C|459.00|2|0.5", "Synthetic Bags|Sleeping Bag Étape +5 °C|119.00|4|1.6", "Synthetic Bags|Sleeping Bag Étape 0 °C|139.00|4|1.2", "Synthetic Bags|Hut Liner, silk|49.00|7|1.3"]),
        ("Camping", "Stoves & Cookware", ["Stoves|Gas Stove Primus-fit|59.00|6|1.7", "Stoves|Multifuel Stove|179.00|2|0.5", "Stoves|Stove Service Kit|24.00|1.8|0.08", "Cookware|Pot Set, 3 pieces|69.00|5|1.3", "Cookware|Vacuum Flask 1 l|34.90|9|2.0"]),
        ("Winter Sports", "Touring Skis", ["Skis|Touring Ski Ortles 88|649.00|2|0.9", "Skis|Touring Ski Ortles 95|699.00|2|0.7", "Skis|Ski Skins, cut to fit|149.00|3|1.0", "Bindings|Pin Binding 10|399.00|2|0.8", "Bindings|Binding Spare Brake|39.00|1.5|0.07"]),
        ("Winter Sports", "Snowshoes", ["Trail|Snowshoe Tatra|159.00|3|1.1", "Trail|Snowshoe Tatra Women|159.00|3|0.8", "Alpine|Snowshoe Ridge|229.00|2|0.7", "Alpine|Trekking Pole, carbon|129.00|4|1.4", "Alpine|Snowshoe Strap Kit|12.00|2.5|0.1"]),
        ("Winter Sports", "Avalanche Safety", ["Search|Transceiver L.V.S. 3|319.00|2|1.0", "Search|Probe 240 cm|54.00|4|1.0", "Search|Shovel Lawine|59.00|4|1.1", "Airbags|Airbag Pack 30 l|749.00|1.4|0.4", "Airbags|Airbag Cartridge, refill|89.00|1.6|0.12"]),
        ("Cycling", "Touring Bikes", ["Bikes|Touring Bike Loire|1890.00|1.2|0.35", "Bikes|Touring Bike Loire E|3290.00|1.1|0.3", "Bikes|Gravel Bike Meseta|2190.00|1.2|0.3", "Frames|Frame Set Meseta|1190.00|1.1|0.05", "Frames|Fork, steel|219.00|1.3|0.06"]),
        ("Cycling", "Bike Bags", ["Panniers|Pannier Set 40 l|129.00|4|1.6", "Panniers|Pannier City 20 l|79.00|4|1.2", "Frame Bags|Handlebar Bag|64.00|5|1.4", "Frame Bags|Frame Bag 4 l|59.00|5|1.2", "Frame Bags|Map Case|19.90|6|0.9"]),
        ("Cycling", "Components", ["Wheels|Wheel Set 28″|389.00|2|0.6", "Wheels|Dynamo Hub|119.00|2|0.5", "Wheels|Rim, tubeless|69.00|3|0.7", "Drivetrain|Chain 11-speed|32.00|10|1.8", "Drivetrain|Crank Bolt Set|8.50|2|0.12"]),
    ];

    public static IReadOnlyList<DemoProduct> Create(DemoOptions options, DateOnly start, DateOnly end)
    {
        var random = new DemoRandom(options.Seed, 1);
        var days = end.DayNumber - start.DayNumber + 1;
        var turns = random.Shuffled(Enumerable.Range(0, Lines.Sum(l => l.Items.Length)));
        var products = new List<DemoProduct>();
        foreach (var (level1, level2, items) in Lines)
        {
            foreach (var item in items)
            {
                var turn = turns[products.Count];
                DateOnly? endDate = turn is >= Launched and < Launched + Discontinued ? start.AddDays((int)(days * random.Between(0.4, 0.92))) : null;
                var launch = turn < Launched
                    ? start.AddDays((int)(days * random.Between(0.2, 0.85)))
                    : start.AddDays(-random.Between(200, 2500));
                products.Add(Create(random, $"P-{1001 + products.Count}", level1, level2, item.Split('|'), launch, endDate));
            }
        }

        foreach (var (name, launch) in Novelties)
        {
            var at = products.FindIndex(p => p.Row.Name == name);
            products[at] = products[at] with { Row = products[at].Row with { LaunchDate = end.AddDays(1).AddMonths(launch), EndDate = null } };
        }

        foreach (var (old, heir, launch, together, share, ends) in Successions)
            Replace(products, products.FindIndex(p => p.Row.Name == old), products.FindIndex(p => p.Row.Name == heir), end.AddDays(1).AddMonths(launch), together, share, ends);
        return products;
    }

    private static void Replace(List<DemoProduct> products, int old, int heir, DateOnly launch, int together, double share, bool ends)
    {
        var (before, after) = (products[old], products[heir]);
        var handover = new DemoHandover(launch, launch.AddMonths(together).AddDays(-1));
        products[old] = before with { Leaves = handover, Row = before.Row with { LaunchDate = launch.AddYears(-12), EndDate = ends ? handover.Last : null } };
        products[heir] = after with
        {
            Popularity = share * before.Popularity,
            MeanQuantity = before.MeanQuantity,
            Growth = before.Growth,
            Arrives = handover,
            Predecessor = old,
            Row = after.Row with { LaunchDate = launch, EndDate = null, PredecessorCode = before.Row.Code, PredecessorShare = share },
        };
    }

    private static DemoProduct Create(DemoRandom random, string code, string level1, string level2, string[] item, DateOnly launch, DateOnly? endDate)
    {
        var price = decimal.Parse(item[2], CultureInfo.InvariantCulture);
        var cost = Math.Round(price * (decimal)random.Between(0.48, 0.66), 2);
        var row = new ProductRow(code, item[1], level1, level2, item[0], "pcs", price, cost, launch, endDate);
        var priceChange = random.Chance(0.06) ? -0.04 : random.Between(0.01, 0.05);
        return new DemoProduct(
            row,
            double.Parse(item[4], CultureInfo.InvariantCulture),
            double.Parse(item[3], CultureInfo.InvariantCulture),
            random.Between(-0.07, 0.16),
            priceChange);
    }
}
