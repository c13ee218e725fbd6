using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Import.Mapping;

/// <summary>The sets that can be loaded. Field names are those of the protos.</summary>
internal static class InputSets
{
    private static readonly InputField Code = new("code", FieldKind.Text, Required: true);
    private static readonly InputField Name = new("name", FieldKind.Text);
    private static readonly (string Word, RegressorForm Value)[] Forms =
        [("linear", RegressorForm.Linear), ("logarithmic", RegressorForm.Logarithmic), ("proportional", RegressorForm.Proportional), ("price", RegressorForm.Price)];

    private static readonly (string Word, DriverDefault Value)[] Defaults = [("zero", DriverDefault.Zero), ("last_known", DriverDefault.LastKnown)];

    /// <summary>All sets.</summary>
    public static IReadOnlyList<InputSet> All { get; } =
    [
        new InputSet<ProductRow>("products", "Products",
            [Code, Name, Text("level1"), Text("level2"), Text("level3"), Text("unit"), Money("price"), Money("cost"), Day("launch_date"), Day("end_date"), Text("predecessor_code"), Number("predecessor_share")],
            Product,
            c => (c.Products ??= new ProductRows()).Rows, isDimension: true),
        new InputSet<LocationRow>("locations", "Locations",
            [Code, Name, Text("kind"), Text("territory_code")],
            r => new LocationRow { Code = r.Text("code"), Name = r.Text("name"), Kind = r.Text("kind"), TerritoryCode = r.Text("territory_code") },
            c => (c.Locations ??= new LocationRows()).Rows, isDimension: true),
        new InputSet<TerritoryRow>("territories", "Territories",
            [Code, Name, Text("parent_code")],
            r => new TerritoryRow { Code = r.Text("code"), Name = r.Text("name"), ParentCode = r.Text("parent_code") },
            c => (c.Territories ??= new TerritoryRows()).Rows, isDimension: true),
        new InputSet<ChannelRow>("channels", "Channels",
            [Code, Name],
            r => new ChannelRow { Code = r.Text("code"), Name = r.Text("name") },
            c => (c.Channels ??= new ChannelRows()).Rows, isDimension: true),
        new InputSet<AccountRow>("accounts", "Accounts",
            [Code, Name, Text("territory_code"), Text("sales_rep_code"), Money("potential")],
            r => new AccountRow
            {
                Code = r.Text("code"),
                Name = r.Text("name"),
                TerritoryCode = r.Text("territory_code"),
                SalesRepCode = r.Text("sales_rep_code"),
                Potential = r.Money("potential"),
            },
            c => (c.Accounts ??= new AccountRows()).Rows, isDimension: true),
        new InputSet<SalesRepRow>("sales_reps", "SalesReps",
            [Code, Name, Text("manager_code"), Text("territory_code"), Day("hire_date"), Day("leave_date"), Text("role")],
            r => new SalesRepRow
            {
                Code = r.Text("code"),
                Name = r.Text("name"),
                ManagerCode = r.Text("manager_code"),
                TerritoryCode = r.Text("territory_code"),
                HireDate = r.Day("hire_date"),
                LeaveDate = r.Day("leave_date"),
                Role = r.Text("role"),
            },
            c => (c.SalesReps ??= new SalesRepRows()).Rows, isDimension: true),
        new InputSet<SaleRow>("sales", "Sales",
            [
                Text("row_key", true), Day("date", true), Text("product_code", true), Text("territory_code"), Text("channel_code"), Text("account_code"),
                Text("sales_rep_code"), Number("quantity"), Money("revenue"), Money("cost"), Text("currency_code"),
            ],
            r => new SaleRow
            {
                RowKey = r.Text("row_key"),
                Date = r.Day("date"),
                ProductCode = r.Text("product_code"),
                TerritoryCode = r.Text("territory_code"),
                ChannelCode = r.Text("channel_code"),
                AccountCode = r.Text("account_code"),
                SalesRepCode = r.Text("sales_rep_code"),
                Quantity = r.Number("quantity"),
                Revenue = r.Money("revenue"),
                Cost = r.Money("cost"),
                CurrencyCode = r.Text("currency_code"),
            },
            c => (c.Sales ??= new SaleRows()).Rows),
        new InputSet<QuotaRow>("quotas", "Quotas",
            [Text("sales_rep_code", true), Text("territory_code"), Day("period_start", true), new("period_months", FieldKind.Whole), Money("amount", true), new("locked", FieldKind.Flag)],
            r => new QuotaRow
            {
                SalesRepCode = r.Text("sales_rep_code"),
                TerritoryCode = r.Text("territory_code"),
                PeriodStart = r.Day("period_start"),
                PeriodMonths = r.Whole("period_months"),
                Amount = r.Money("amount"),
                Locked = r.Flag("locked"),
            },
            c => (c.Quotas ??= new QuotaRows()).Rows),
        new InputSet<InventoryRow>("inventory", "Inventory",
            [Text("location_code", true), Text("product_code", true), Day("date", true), Number("on_hand", true)],
            r => new InventoryRow { LocationCode = r.Text("location_code"), ProductCode = r.Text("product_code"), Date = r.Day("date"), OnHand = r.Number("on_hand") },
            c => (c.Inventory ??= new InventoryRows()).Rows),
        new InputSet<CapacityRow>("capacities", "Capacities",
            [Text("location_code", true), Text("resource", true), Day("period_start", true), Number("available", true)],
            r => new CapacityRow { LocationCode = r.Text("location_code"), Resource = r.Text("resource"), PeriodStart = r.Day("period_start"), Available = r.Number("available") },
            c => (c.Capacities ??= new CapacityRows()).Rows),
        new InputSet<OpportunityRow>("opportunities", "Opportunities",
            [
                Code, Name, Text("account_code"), Text("product_code"), Text("sales_rep_code"), Text("stage"), Money("amount"), Number("probability"),
                Day("create_date"), Day("expected_close_date"), Day("close_date"),
            ],
            r => new OpportunityRow
            {
                Code = r.Text("code"),
                Name = r.Text("name"),
                AccountCode = r.Text("account_code"),
                ProductCode = r.Text("product_code"),
                SalesRepCode = r.Text("sales_rep_code"),
                Stage = r.Text("stage"),
                Amount = r.Money("amount"),
                Probability = r.Number("probability"),
                CreateDate = r.Day("create_date"),
                ExpectedCloseDate = r.Day("expected_close_date"),
                CloseDate = r.Day("close_date"),
            },
            c => (c.Opportunities ??= new OpportunityRows()).Rows),
        new InputSet<DriverRow>("drivers", "Drivers",
            [Code, Name, Text("form"), Text("default")],
            r => new DriverRow { Code = r.Text("code"), Name = r.Text("name"), Form = r.Choice("form", Forms), Default = r.Choice("default", Defaults) },
            c => (c.Drivers ??= new DriverRows()).Rows, isDimension: true),
        new InputSet<DriverValueRow>("driver_values", "DriverValues",
            [
                Text("row_key"), Text("driver_code", true), Text("product_code"), Text("product_level1"), Text("product_level2"), Text("product_level3"), Text("territory_code"), Text("channel_code"), Day("date", true), Day("end_date"),
                new("days", FieldKind.Whole), Number("value", true),
            ],
            r => new DriverValueRow
            {
                RowKey = r.Text("row_key"),
                DriverCode = r.Text("driver_code"),
                ProductCode = r.Text("product_code"),
                ProductLevel1 = r.Text("product_level1"),
                ProductLevel2 = r.Text("product_level2"),
                ProductLevel3 = r.Text("product_level3"),
                TerritoryCode = r.Text("territory_code"),
                ChannelCode = r.Text("channel_code"),
                Date = r.Day("date"),
                EndDate = r.Day("end_date"),
                Days = r.Whole("days"),
                Value = r.Number("value"),
            },
            c => (c.DriverValues ??= new DriverValueRows()).Rows),
    ];

    /// <summary>The set of a name; null when there is none.</summary>
    public static InputSet? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    private static ProductRow Product(FieldReader r)
    {
        var row = new ProductRow
        {
            Code = r.Text("code"),
            Name = r.Text("name"),
            Level1 = r.Text("level1"),
            Level2 = r.Text("level2"),
            Level3 = r.Text("level3"),
            Unit = r.Text("unit"),
            Price = r.Money("price"),
            Cost = r.Money("cost"),
            LaunchDate = r.Day("launch_date"),
            EndDate = r.Day("end_date"),
            PredecessorCode = r.Text("predecessor_code"),
        };
        if (r.OptionalNumber("predecessor_share") is { } share)
            row.PredecessorShare = share;
        return row;
    }

    private static InputField Text(string name, bool required = false) => new(name, FieldKind.Text, required);

    private static InputField Number(string name, bool required = false) => new(name, FieldKind.Number, required);

    private static InputField Money(string name, bool required = false) => new(name, FieldKind.Money, required);

    private static InputField Day(string name, bool required = false) => new(name, FieldKind.Day, required);
}
