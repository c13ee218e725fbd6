using PlanningEngine.Planning.Hierarchies;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quality;

/// <summary>
/// Judges one load: check every row as it streams by, in any order of files, then complete. Of a row of which some columns could not be read (<see cref="RowOrigin.Unread"/>) the others are judged; what would
/// need those is not.
/// </summary>
/// <remarks>Memory grows with distinct codes, series and periods, and 16 bytes per sale for its key. Not safe for concurrent use.</remarks>
public sealed class LoadCheck
{
    private const double ShareTolerance = 1e-9;
    private readonly QualityOptions _options;
    private readonly ReferenceCodes _codes;
    private readonly PendingReferences _references;
    private readonly RowRules _rules;
    private readonly SeriesRules _series;
    private readonly DriverRules _drivers;
    private readonly CurrencyRules _currencies;
    private readonly RowKeySet _saleKeys = new();
    private readonly Dictionary<string, RowOrigin> _products = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RowOrigin> _territories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RowOrigin> _reps = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string?, string?), string> _seriesKeys = [];

    /// <summary>Creates a check.</summary>
    /// <param name="codes">Codes in the store; the load's own are added to it.</param>
    /// <param name="options">Severities, cap, day of the load.</param>
    /// <exception cref="ArgumentException">The options name a rule that does not exist.</exception>
    public LoadCheck(ReferenceCodes codes, QualityOptions options)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(options);
        (_codes, _options, Log) = (codes, options, new FindingLog(options));
        _references = new PendingReferences(codes, Log, options.MaxFindingsPerRule);
        _rules = new RowRules(Log, options.Today);
        _series = new SeriesRules(options, Log);
        _drivers = new DriverRules(codes, Log, options.MaxFindingsPerRule);
        _currencies = new CurrencyRules(Log, options.Currency);
    }

    /// <summary>Where readers add what they could not read (unreadable-date, unreadable-number).</summary>
    public FindingLog Log { get; }

    /// <summary>Checks a product and makes its code known.</summary>
    public void Check(ProductRow row, RowOrigin origin)
    {
        if (!_rules.Code(row, row.Code, origin))
            return;
        _codes.AddProduct(row.Code, row.EndDate, row.PredecessorCode, row.PredecessorShare ?? 1);
        _codes.AddLevels(row.Level1, row.Level2, row.Level3);
        _products[row.Code] = origin;
        _references.Check(ReferenceKind.Product, row.PredecessorCode, origin, row.Code, "predecessor_code");
        CheckShare(row, origin);
        _rules.Price(row.Price, origin, row.Code, "price");
        _rules.Price(row.Cost, origin, row.Code, "cost");
        _rules.Date(row.LaunchDate, origin, row.Code, "launch_date");
        _rules.Date(row.EndDate, origin, row.Code, "end_date");
        _rules.Order(row.LaunchDate, row.EndDate, origin, row.Code, "end_date");
    }

    /// <summary>Checks a location and makes its code known.</summary>
    public void Check(LocationRow row, RowOrigin origin)
    {
        if (!_rules.Code(row, row.Code, origin))
            return;
        _codes.Add(ReferenceKind.Location, row.Code);
        _references.Check(ReferenceKind.Territory, row.TerritoryCode, origin, row.Code, "territory_code");
    }

    /// <summary>Checks a territory and makes its code known.</summary>
    public void Check(TerritoryRow row, RowOrigin origin)
    {
        if (!_rules.Code(row, row.Code, origin))
            return;
        _codes.AddTerritory(row.Code, row.ParentCode);
        _territories[row.Code] = origin;
        _references.Check(ReferenceKind.Territory, row.ParentCode, origin, row.Code, "parent_code");
    }

    /// <summary>Checks a channel and makes its code known.</summary>
    public void Check(ChannelRow row, RowOrigin origin)
    {
        if (_rules.Code(row, row.Code, origin))
            _codes.Add(ReferenceKind.Channel, row.Code);
    }

    /// <summary>Checks an account and makes its code known.</summary>
    public void Check(AccountRow row, RowOrigin origin)
    {
        if (!_rules.Code(row, row.Code, origin))
            return;
        _codes.Add(ReferenceKind.Account, row.Code);
        _references.Check(ReferenceKind.Territory, row.TerritoryCode, origin, row.Code, "territory_code");
        _references.Check(ReferenceKind.SalesRep, row.SalesRepCode, origin, row.Code, "sales_rep_code");
        _rules.NotNegative((double)(row.Potential ?? 0), origin, row.Code, "potential");
    }

    /// <summary>Checks a rep and makes their code known.</summary>
    public void Check(SalesRepRow row, RowOrigin origin)
    {
        if (!_rules.Code(row, row.Code, origin))
            return;
        _codes.AddSalesRep(row.Code, row.ManagerCode);
        _reps[row.Code] = origin;
        _references.Check(ReferenceKind.SalesRep, row.ManagerCode, origin, row.Code, "manager_code");
        _references.Check(ReferenceKind.Territory, row.TerritoryCode, origin, row.Code, "territory_code");
        _rules.Date(row.HireDate, origin, row.Code, "hire_date");
        _rules.Date(row.LeaveDate, origin, row.Code, "leave_date");
        _rules.Order(row.HireDate, row.LeaveDate, origin, row.Code, "leave_date");
    }

    /// <summary>Checks a sale and adds it to its series, where all of it could be read.</summary>
    public void Check(SaleRow row, RowOrigin origin)
    {
        _rules.Required(row.RowKey, origin, row.RowKey, "row_key");
        _rules.Required(row.ProductCode, origin, row.RowKey, "product_code");
        if (!string.IsNullOrWhiteSpace(row.RowKey) && Log.IsOn(QualityRules.DuplicateRowKey) && !_saleKeys.Add(row.RowKey))
            Log.Add(QualityRules.DuplicateRowKey, origin, row.RowKey, "row_key", row.RowKey, $"The row key ({row.RowKey}) comes twice in the load. Maybe the key misses a column, or the mapping should sum.");
        _references.Check(ReferenceKind.Product, row.ProductCode, origin, row.RowKey, "product_code");
        _references.Check(ReferenceKind.Territory, row.TerritoryCode, origin, row.RowKey, "territory_code");
        _references.Check(ReferenceKind.Channel, row.ChannelCode, origin, row.RowKey, "channel_code");
        _references.Check(ReferenceKind.Account, row.AccountCode, origin, row.RowKey, "account_code");
        _references.Check(ReferenceKind.SalesRep, row.SalesRepCode, origin, row.RowKey, "sales_rep_code");
        _rules.Date(row.Date, origin, row.RowKey, "date");
        _rules.Quantity(row.Quantity, origin, row.RowKey, "quantity");
        CheckSense(row, origin);
        _currencies.Check(row, origin);
        // A year that is wrong would stand for centuries of missing periods.
        if (!origin.IsRead || !RowRules.IsInRange(row.Date))
            return;
        var key = (row.ProductCode, row.TerritoryCode, row.ChannelCode);
        if (!_seriesKeys.TryGetValue(key, out var text))
            _seriesKeys[key] = text = string.Join(" / ", row.ProductCode, row.TerritoryCode, row.ChannelCode);
        _series.Add(text, row.ChannelCode ?? "none", _options.Bucket.OrdinalOf(row.Date), row.Quantity);
    }

    /// <summary>Checks a quota.</summary>
    public void Check(QuotaRow row, RowOrigin origin)
    {
        _rules.Required(row.SalesRepCode, origin, row.SalesRepCode, "sales_rep_code");
        _references.Check(ReferenceKind.SalesRep, row.SalesRepCode, origin, row.SalesRepCode, "sales_rep_code");
        _references.Check(ReferenceKind.Territory, row.TerritoryCode, origin, row.SalesRepCode, "territory_code");
        _rules.Date(row.PeriodStart, origin, row.SalesRepCode, "period_start");
        _rules.NotNegative((double)row.Amount, origin, row.SalesRepCode, "amount");
    }

    /// <summary>Checks a stock count.</summary>
    public void Check(InventoryRow row, RowOrigin origin)
    {
        _rules.Required(row.LocationCode, origin, row.ProductCode, "location_code");
        _rules.Required(row.ProductCode, origin, row.LocationCode, "product_code");
        _references.Check(ReferenceKind.Location, row.LocationCode, origin, row.ProductCode, "location_code");
        _references.Check(ReferenceKind.Product, row.ProductCode, origin, row.LocationCode, "product_code");
        _rules.Date(row.Date, origin, row.ProductCode, "date");
        _rules.NotNegative(row.OnHand, origin, row.ProductCode, "on_hand");
    }

    /// <summary>Checks a capacity.</summary>
    public void Check(CapacityRow row, RowOrigin origin)
    {
        _rules.Required(row.LocationCode, origin, row.Resource, "location_code");
        _rules.Required(row.Resource, origin, row.LocationCode, "resource");
        _references.Check(ReferenceKind.Location, row.LocationCode, origin, row.Resource, "location_code");
        _rules.Date(row.PeriodStart, origin, row.Resource, "period_start");
        _rules.NotNegative(row.Available, origin, row.Resource, "available");
    }

    /// <summary>Checks an opportunity.</summary>
    public void Check(OpportunityRow row, RowOrigin origin)
    {
        if (!_rules.Code(row, row.Code, origin))
            return;
        _references.Check(ReferenceKind.Account, row.AccountCode, origin, row.Code, "account_code");
        _references.Check(ReferenceKind.Product, row.ProductCode, origin, row.Code, "product_code");
        _references.Check(ReferenceKind.SalesRep, row.SalesRepCode, origin, row.Code, "sales_rep_code");
        _rules.Date(row.CreateDate, origin, row.Code, "create_date");
        _rules.Date(row.ExpectedCloseDate, origin, row.Code, "expected_close_date");
        _rules.Date(row.CloseDate, origin, row.Code, "close_date");
        _rules.Order(row.CreateDate, row.CloseDate, origin, row.Code, "close_date");
        if (!(row.Probability is >= 0 and <= 1))
            Log.Add(QualityRules.ProbabilityOutOfRange, origin, row.Code, "probability", RowRules.Text(row.Probability), $"The probability ({RowRules.Text(row.Probability)}) of ({row.Code}) must be from 0 to 1. Maybe it is in percent.");
    }

    /// <summary>Checks a driver of demand and makes its code known.</summary>
    public void Check(DriverRow row, RowOrigin origin)
    {
        if (!_rules.Code(row, row.Code, origin))
            return;
        _codes.AddDriver(row.Code, row.Form);
        _drivers.Check(row, origin);
    }

    /// <summary>Checks a value of a driver.</summary>
    public void Check(DriverValueRow row, RowOrigin origin)
    {
        var subject = row.ToString();
        _rules.Required(row.DriverCode, origin, subject, "driver_code");
        _references.Check(ReferenceKind.Driver, row.DriverCode, origin, subject, "driver_code");
        _references.Check(ReferenceKind.Product, row.ProductCode, origin, subject, "product_code");
        _references.Check(ReferenceKind.ProductLevel1, row.ProductLevel1, origin, subject, "product_level1");
        _references.Check(ReferenceKind.ProductLevel2, row.ProductLevel2, origin, subject, "product_level2");
        _references.Check(ReferenceKind.ProductLevel3, row.ProductLevel3, origin, subject, "product_level3");
        _references.Check(ReferenceKind.ProductLevels, ReferenceCodes.Together(row.ProductLevel1, row.ProductLevel2, row.ProductLevel3), origin, subject, row.ProductLevel3.Length > 0 ? "product_level3" : "product_level2");
        _references.Check(ReferenceKind.Territory, row.TerritoryCode, origin, subject, "territory_code");
        _references.Check(ReferenceKind.Channel, row.ChannelCode, origin, subject, "channel_code");
        _rules.Date(row.Date, origin, subject, "date");
        _rules.Date(row.EndDate, origin, subject, "end_date");
        _rules.Quantity(row.Value, origin, subject, "value");
        _drivers.Check(row, origin);
    }

    /// <summary>Codes of the drivers of which values were checked: those whose current values in the store matter.</summary>
    public IReadOnlyCollection<string> DriversWithValues => _drivers.WithValues;

    /// <summary>Looks at the load's driver values beside a current one of the store; call it after all rows of the load.</summary>
    public void CheckAgainst(KnownDriverValue known)
    {
        ArgumentNullException.ThrowIfNull(known);
        _drivers.CheckAgainst(known);
    }

    /// <summary>Ends the load: references that never came, cycles, and the set rules.</summary>
    public QualityReport Complete()
    {
        _references.Complete();
        _drivers.Complete();
        _currencies.Complete();
        CheckSuccessors();
        Cycles(_codes.TerritoryParents, _territories, "territories", "parent_code");
        Cycles(_codes.Managers, _reps, "reps", "manager_code");
        _series.Complete();
        return Log.Report();
    }

    private void CheckShare(ProductRow row, RowOrigin origin)
    {
        if (row.PredecessorShare is not { } share)
            return;
        if (string.IsNullOrEmpty(row.PredecessorCode))
            Log.Add(QualityRules.ShareOutOfRange, origin, row.Code, "predecessor_share", RowRules.Text(share), $"The product ({row.Code}) has a predecessor's share ({RowRules.Text(share)}) and no predecessor. Maybe fill predecessor_code.");
        else if (!(share is > 0 and <= 1))
            Log.Add(QualityRules.ShareOutOfRange, origin, row.Code, "predecessor_share", RowRules.Text(share), $"The share ({RowRules.Text(share)}) of the demand for ({row.PredecessorCode}) that goes to ({row.Code}) must be above 0 and at most 1. Maybe it is in percent.");
    }

    /// <summary>What only all products together show: circles, and demand that is given away twice.</summary>
    private void CheckSuccessors()
    {
        foreach (var cycle in ParentLinks.FindCycles(_codes.Predecessors.ToDictionary(p => p.Key, p => (string?)p.Value.Code, StringComparer.Ordinal)).Where(c => c.Any(_products.ContainsKey)))
            Log.Add(QualityRules.PredecessorCycle, _products[cycle.First(_products.ContainsKey)], cycle.First(_products.ContainsKey), "predecessor_code", string.Join(" > ", cycle), $"The products ({string.Join(" > ", cycle)}) replace {(cycle.Count == 1 ? "themselves" : "each other")}. Maybe empty the predecessor of the oldest.");
        foreach (var heirs in _codes.Predecessors.GroupBy(p => p.Value.Code, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var (sum, codes) = (heirs.Sum(h => h.Value.Share), heirs.Select(h => h.Key).Order(StringComparer.Ordinal).ToList());
            if (codes.Count > 1 && sum > 1 + ShareTolerance && codes.FindLast(_products.ContainsKey) is { } last)
                Log.Add(QualityRules.SharesAboveOne, _products[last], heirs.Key, "predecessor_share", RowRules.Text(sum), $"The successors ({string.Join(", ", codes)}) of ({heirs.Key}) take {RowRules.Text(sum)} of its demand together. Maybe give each its predecessor_share, so that they sum to 1 at most.");
        }
    }

    private void CheckSense(SaleRow row, RowOrigin origin)
    {
        if (row.Quantity < 0 || row.Revenue < 0)
            Log.Add(QualityRules.Returns, origin, row.RowKey, row.Quantity < 0 ? "quantity" : "revenue", row.Quantity < 0 ? RowRules.Text(row.Quantity) : RowRules.Text(row.Revenue), $"The sale ({row.RowKey}) is negative. Maybe it is a return; it is netted in its period.");
        if (row.Quantity == 0 && row.Revenue != 0)
            Log.Add(QualityRules.RevenueWithoutQuantity, origin, row.RowKey, "quantity", "0", $"The sale ({row.RowKey}) has revenue ({RowRules.Text(row.Revenue)}) without a quantity. Maybe it is a service or a discount.");
        if (row.Date > _options.Today)
            Log.Add(QualityRules.FutureDate, origin, row.RowKey, "date", RowRules.Text(row.Date), $"The sale ({row.RowKey}) is dated ({RowRules.Text(row.Date)}), after the load. Maybe it is an order for later.");
        if (!string.IsNullOrEmpty(row.ProductCode) && _codes.EndDates.TryGetValue(row.ProductCode, out var end) && row.Date > end && row.Quantity > 0)
            Log.Add(QualityRules.SaleAfterDiscontinuation, origin, row.RowKey, "date", RowRules.Text(row.Date), $"The product ({row.ProductCode}) of sale ({row.RowKey}) ended on {RowRules.Text(end)}. Maybe the end date is wrong.");
    }

    private void Cycles(Dictionary<string, string?> parents, Dictionary<string, RowOrigin> own, string what, string column)
    {
        foreach (var cycle in ParentLinks.FindCycles(parents).Where(c => c.Any(own.ContainsKey)))
            Log.Add(QualityRules.ParentCycle, own[cycle.First(own.ContainsKey)], cycle.First(own.ContainsKey), column, string.Join(" > ", cycle), $"The {what} ({string.Join(" > ", cycle)}) are each other's parents. Maybe give one of them a parent outside.");
    }
}
