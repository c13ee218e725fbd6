using System.Globalization;
using PlanningEngine.Planning.Input;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Rows;

/// <summary>Rows of the planning core as rows of the wire: what a caller inside the process sends.</summary>
internal static class RowWriting
{
    public static Wire.ProductRow ToWire(ProductRow r)
    {
        var row = new Wire.ProductRow
        {
            Code = r.Code,
            Name = r.Name,
            Level1 = r.Level1,
            Level2 = r.Level2,
            Level3 = r.Level3,
            Unit = r.Unit,
            Price = ToWire(r.Price),
            Cost = ToWire(r.Cost),
            LaunchDate = ToWire(r.LaunchDate),
            EndDate = ToWire(r.EndDate),
            PredecessorCode = r.PredecessorCode ?? "",
        };
        if (r.PredecessorShare is { } share)
            row.PredecessorShare = share;
        return row;
    }

    public static Wire.LocationRow ToWire(LocationRow r) => new() { Code = r.Code, Name = r.Name, Kind = r.Kind, TerritoryCode = r.TerritoryCode ?? "" };

    public static Wire.TerritoryRow ToWire(TerritoryRow r) => new() { Code = r.Code, Name = r.Name, ParentCode = r.ParentCode ?? "" };

    public static Wire.ChannelRow ToWire(ChannelRow r) => new() { Code = r.Code, Name = r.Name };

    public static Wire.AccountRow ToWire(AccountRow r) => new()
    {
        Code = r.Code,
        Name = r.Name,
        TerritoryCode = r.TerritoryCode ?? "",
        SalesRepCode = r.SalesRepCode ?? "",
        Potential = ToWire(r.Potential),
    };

    public static Wire.SalesRepRow ToWire(SalesRepRow r) => new()
    {
        Code = r.Code,
        Name = r.Name,
        ManagerCode = r.ManagerCode ?? "",
        TerritoryCode = r.TerritoryCode ?? "",
        HireDate = ToWire(r.HireDate),
        LeaveDate = ToWire(r.LeaveDate),
        Role = r.Role ?? "",
    };

    public static Wire.SaleRow ToWire(SaleRow r) => new()
    {
        RowKey = r.RowKey,
        Date = ToWire(r.Date),
        ProductCode = r.ProductCode,
        TerritoryCode = r.TerritoryCode ?? "",
        ChannelCode = r.ChannelCode ?? "",
        AccountCode = r.AccountCode ?? "",
        SalesRepCode = r.SalesRepCode ?? "",
        Quantity = r.Quantity,
        Revenue = ToWire(r.Revenue),
        Cost = ToWire(r.Cost),
        CurrencyCode = r.CurrencyCode,
    };

    public static Wire.QuotaRow ToWire(QuotaRow r) => new()
    {
        SalesRepCode = r.SalesRepCode,
        TerritoryCode = r.TerritoryCode ?? "",
        PeriodStart = ToWire(r.PeriodStart),
        Amount = ToWire(r.Amount),
        Locked = r.Locked,
    };

    public static Wire.InventoryRow ToWire(InventoryRow r) => new()
    {
        LocationCode = r.LocationCode,
        ProductCode = r.ProductCode,
        Date = ToWire(r.Date),
        OnHand = r.OnHand,
    };

    public static Wire.CapacityRow ToWire(CapacityRow r) => new()
    {
        LocationCode = r.LocationCode,
        Resource = r.Resource,
        PeriodStart = ToWire(r.PeriodStart),
        Available = r.Available,
    };

    public static Wire.OpportunityRow ToWire(OpportunityRow r) => new()
    {
        Code = r.Code,
        Name = r.Name,
        AccountCode = r.AccountCode ?? "",
        ProductCode = r.ProductCode ?? "",
        SalesRepCode = r.SalesRepCode ?? "",
        Stage = r.Stage,
        Amount = ToWire(r.Amount),
        Probability = r.Probability,
        CreateDate = ToWire(r.CreateDate),
        ExpectedCloseDate = ToWire(r.ExpectedCloseDate),
        CloseDate = ToWire(r.CloseDate),
    };

    public static Wire.DriverRow ToWire(DriverRow r) => new()
    {
        Code = r.Code,
        Name = r.Name,
        Form = r.Form switch
        {
            DriverForm.Logarithmic => Wire.RegressorForm.Logarithmic,
            DriverForm.Proportional => Wire.RegressorForm.Proportional,
            DriverForm.Price => Wire.RegressorForm.Price,
            _ => Wire.RegressorForm.Linear,
        },
        Default = r.Default switch { null => Wire.DriverDefault.Unspecified, DriverDefault.Zero => Wire.DriverDefault.Zero, _ => Wire.DriverDefault.LastKnown },
    };

    public static Wire.DriverValueRow ToWire(DriverValueRow r) => new()
    {
        RowKey = r.RowKey,
        DriverCode = r.DriverCode,
        ProductCode = r.ProductCode ?? "",
        ProductLevel1 = r.ProductLevel1,
        ProductLevel2 = r.ProductLevel2,
        ProductLevel3 = r.ProductLevel3,
        TerritoryCode = r.TerritoryCode ?? "",
        ChannelCode = r.ChannelCode ?? "",
        Date = ToWire(r.Date),
        EndDate = ToWire(r.EndDate),
        Value = r.Value,
    };

    public static Google.Type.Decimal ToWire(decimal value) => new() { Value = value.ToString(CultureInfo.InvariantCulture) };

    private static Google.Type.Decimal? ToWire(decimal? value) => value is { } v ? ToWire(v) : null;

    private static Google.Type.Date ToWire(DateOnly day) => new() { Year = day.Year, Month = day.Month, Day = day.Day };

    private static Google.Type.Date? ToWire(DateOnly? day) => day is { } d ? ToWire(d) : null;
}
