using System.Globalization;
using PlanningEngine.Planning.Input;
using PlanningEngine.Planning.Quality;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Rows;

/// <summary>Rows of the wire as the rows of the planning core.</summary>
internal static class WireRows
{
    private const int DefaultPeriodMonths = 3;

    public static ProductRow Read(this RowReader r, Wire.ProductRow w) => new(
        r.Code("code", w.Code), r.Name(w.Name, w.Code), r.Text("level1", w.Level1), r.Text("level2", w.Level2), r.Text("level3", w.Level3),
        r.Text("unit", w.Unit), r.OptionalAmount("price", w.Price), r.OptionalAmount("cost", w.Cost),
        r.OptionalDay("launch_date", w.LaunchDate), r.OptionalDay("end_date", w.EndDate),
        r.Reference("predecessor_code", w.PredecessorCode), w.HasPredecessorShare ? w.PredecessorShare : null);

    public static LocationRow Read(this RowReader r, Wire.LocationRow w) => new(
        r.Code("code", w.Code), r.Name(w.Name, w.Code), r.Text("kind", w.Kind), r.Reference("territory_code", w.TerritoryCode));

    public static TerritoryRow Read(this RowReader r, Wire.TerritoryRow w) => new(
        r.Code("code", w.Code), r.Name(w.Name, w.Code), r.Reference("parent_code", w.ParentCode));

    public static ChannelRow Read(this RowReader r, Wire.ChannelRow w) => new(r.Code("code", w.Code), r.Name(w.Name, w.Code));

    public static AccountRow Read(this RowReader r, Wire.AccountRow w) => new(
        r.Code("code", w.Code), r.Name(w.Name, w.Code), r.Reference("territory_code", w.TerritoryCode),
        r.Reference("sales_rep_code", w.SalesRepCode), r.OptionalAmount("potential", w.Potential));

    public static SalesRepRow Read(this RowReader r, Wire.SalesRepRow w) => new(
        r.Code("code", w.Code), r.Name(w.Name, w.Code), r.Reference("manager_code", w.ManagerCode), r.Reference("territory_code", w.TerritoryCode),
        r.OptionalDay("hire_date", w.HireDate), r.OptionalDay("leave_date", w.LeaveDate), r.Text("role", w.Role));

    public static SaleRow Read(this RowReader r, Wire.SaleRow w, string companyCurrency) => new(
        w.RowKey, r.Day("date", w.Date), r.Code("product_code", w.ProductCode), r.Reference("territory_code", w.TerritoryCode),
        r.Reference("channel_code", w.ChannelCode), r.Reference("account_code", w.AccountCode), r.Reference("sales_rep_code", w.SalesRepCode),
        w.Quantity, r.Amount("revenue", w.Revenue), r.OptionalAmount("cost", w.Cost),
        w.CurrencyCode.Length == 0 ? companyCurrency : r.Text("currency_code", w.CurrencyCode, 3));

    public static (QuotaRow Row, int PeriodMonths) Read(this RowReader r, Wire.QuotaRow w)
    {
        if (w.PeriodMonths is < 0 or > 12)
            r.Add(QualityRules.UnreadableNumber, "period_months", w.PeriodMonths.ToString(CultureInfo.InvariantCulture), "The column (period_months) must be from 1 to 12. Maybe leave it out to get 3.");
        return (new QuotaRow(r.Code("sales_rep_code", w.SalesRepCode), r.Reference("territory_code", w.TerritoryCode), r.Day("period_start", w.PeriodStart),
            r.Amount("amount", w.Amount), w.Locked), w.PeriodMonths == 0 ? DefaultPeriodMonths : w.PeriodMonths);
    }

    public static InventoryRow Read(this RowReader r, Wire.InventoryRow w) => new(
        r.Code("location_code", w.LocationCode), r.Code("product_code", w.ProductCode), r.Day("date", w.Date), w.OnHand);

    public static CapacityRow Read(this RowReader r, Wire.CapacityRow w) => new(
        r.Code("location_code", w.LocationCode), r.Code("resource", w.Resource), r.Day("period_start", w.PeriodStart), w.Available);

    public static OpportunityRow Read(this RowReader r, Wire.OpportunityRow w) => new(
        r.Code("code", w.Code), r.Name(w.Name, w.Code), r.Reference("account_code", w.AccountCode), r.Reference("product_code", w.ProductCode),
        r.Reference("sales_rep_code", w.SalesRepCode), r.Text("stage", w.Stage), r.Amount("amount", w.Amount), w.Probability,
        r.Day("create_date", w.CreateDate), r.Day("expected_close_date", w.ExpectedCloseDate), r.OptionalDay("close_date", w.CloseDate));

    public static DriverRow Read(this RowReader r, Wire.DriverRow w)
    {
        if (!Enum.IsDefined(w.Form))
            r.Add(QualityRules.UnreadableNumber, "form", $"{(int)w.Form}", "The column (form) is no known form. Maybe use REGRESSOR_FORM_LINEAR.");
        if (!Enum.IsDefined(w.Default))
            r.Add(QualityRules.UnreadableNumber, "default", $"{(int)w.Default}", "The column (default) is no known default. Maybe leave it out.");
        var form = w.Form switch
        {
            Wire.RegressorForm.Logarithmic => DriverForm.Logarithmic,
            Wire.RegressorForm.Proportional => DriverForm.Proportional,
            Wire.RegressorForm.Price => DriverForm.Price,
            _ => DriverForm.Linear,
        };
        DriverDefault? given = w.Default switch { Wire.DriverDefault.Zero => DriverDefault.Zero, Wire.DriverDefault.LastKnown => DriverDefault.LastKnown, _ => null };
        return new DriverRow(r.Code("code", w.Code), r.Name(w.Name, w.Code), form, given);
    }

    public static DriverValueRow Read(this RowReader r, Wire.DriverValueRow w)
    {
        var (date, end) = (r.Day("date", w.Date), r.OptionalDay("end_date", w.EndDate));
        if (w.Days < 0)
            r.Add(QualityRules.DriverEndsBeforeStart, "days", w.Days.ToString(CultureInfo.InvariantCulture), "The column (days) must not be negative. Maybe leave it out for a value that holds until a later one begins.");
        else if (w.EndDate is null && w.Days > 0)
            end = DateOnly.FromDayNumber((int)Math.Min(date.DayNumber + (long)w.Days - 1, DateOnly.MaxValue.DayNumber));
        return new DriverValueRow(
            r.Code("driver_code", w.DriverCode), r.Reference("product_code", w.ProductCode), r.Reference("territory_code", w.TerritoryCode),
            r.Reference("channel_code", w.ChannelCode), date, end, w.Value, r.Text("row_key", w.RowKey))
        {
            ProductLevel1 = r.Text("product_level1", w.ProductLevel1),
            ProductLevel2 = r.Text("product_level2", w.ProductLevel2),
            ProductLevel3 = r.Text("product_level3", w.ProductLevel3),
        };
    }

    /// <summary>What identifies the row among the rows of its set and source.</summary>
    public static string KeyOf(SaleRow r) => r.RowKey;

    /// <inheritdoc cref="KeyOf(SaleRow)" />
    public static string KeyOf(InventoryRow r) => RowKey.Join(r.LocationCode, r.ProductCode, Text(r.Date));

    /// <inheritdoc cref="KeyOf(SaleRow)" />
    public static string KeyOf(CapacityRow r) => RowKey.Join(r.LocationCode, r.Resource, Text(r.PeriodStart));

    /// <inheritdoc cref="KeyOf(SaleRow)" />
    public static string KeyOf(OpportunityRow r) => r.Code;

    /// <inheritdoc cref="KeyOf(SaleRow)" />
    public static string KeyOf(QuotaRow r) => RowKey.Join(r.SalesRepCode, r.TerritoryCode ?? "", Text(r.PeriodStart));

    /// <inheritdoc cref="KeyOf(SaleRow)" />
    public static string KeyOf(DriverValueRow r) =>
        r.RowKey.Length > 0 ? r.RowKey
        : r.HasLevel ? RowKey.Join(r.DriverCode, r.ProductCode ?? "", r.TerritoryCode ?? "", r.ChannelCode ?? "", Text(r.Date), r.ProductLevel1, r.ProductLevel2, r.ProductLevel3)
        : RowKey.Join(r.DriverCode, r.ProductCode ?? "", r.TerritoryCode ?? "", r.ChannelCode ?? "", Text(r.Date));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
