using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Tests.Runs;
using DataAccuracy = PlanningEngine.Data.Forecasts.ForecastAccuracy;
using DataForecast = PlanningEngine.Data.Forecasts.Forecast;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>Products with sales, by month or by day, whose truth a test knows, in as many territories and channels as it asks for, and the run over them.</summary>
internal sealed class GeneratedCompany
{
    private readonly List<Product> _products = [];
    private readonly List<Sale> _sales = [];
    private readonly HashSet<(int Territory, int Channel)> _places = [];
    private readonly List<Driver> _drivers = [];
    private readonly List<DriverValue> _values = [];
    private readonly List<InventoryLevel> _levels = [];

    /// <summary>First month.</summary>
    public static DateTime Start { get; } = new(2022, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>First day of a month, counted from the first one.</summary>
    public static DateTime First(int month) => Start.AddMonths(month);

    /// <summary>Last day of a month, counted from the first one.</summary>
    public static DateTime Last(int month) => Start.AddMonths(month + 1).AddDays(-1);

    /// <summary>Adds a product.</summary>
    /// <returns>Its key.</returns>
    public int Add(Product product)
    {
        (product.ProductKey, product.Code, product.Name) = (_products.Count + 1, $"P{_products.Count + 1}", $"P{_products.Count + 1}");
        _products.Add(product);
        return product.ProductKey;
    }

    /// <summary>Adds sales from a month on, one value per month; months without any have no row.</summary>
    public void Sell(int product, int month, IEnumerable<double> quantities, int territory = 1, int channel = 1) =>
        SellOn(product, quantities.Select((q, i) => (First(month + i).AddDays(14), q)), territory, channel);

    /// <summary>Adds sales of days; days without any have no row.</summary>
    public void SellOn(int product, IEnumerable<(DateTime Day, double Quantity)> sold, int territory = 1, int channel = 1)
    {
        _places.Add((territory, channel));
        foreach (var (day, quantity) in sold.Where(s => s.Quantity != 0))
            _sales.Add(Sold(_sales.Count + 1, product, territory, channel, day, quantity));
    }

    /// <summary>Adds a driver of demand.</summary>
    /// <returns>Its key.</returns>
    public int Add(Driver driver)
    {
        (driver.DriverKey, driver.Name) = (_drivers.Count + 1, driver.Code);
        _drivers.Add(driver);
        return driver.DriverKey;
    }

    /// <summary>Adds a value of a driver from a day on; without an end it holds until a later one begins.</summary>
    public void Drive(int driver, DateTime from, DateTime? until, double value, int product = 0, int territory = 0, int channel = 0) =>
        _values.Add(SampleCompany.Value(_values.Count + 1, driver, from, until, value, product, territory, channel));

    /// <summary>Adds the stock of a product at the end of a day, at the one place that serves all.</summary>
    public void Stock(int product, DateTime day, double onHand) => _levels.Add(new InventoryLevel
    {
        InventoryKey = _levels.Count + 1,
        RowKey = RowKey(_levels.Count + 1),
        PayloadHash = _levels.Count + 1,
        KnownFrom = 1,
        LocationKey = 1,
        ProductKey = product,
        DateKey = (day.Year * 10_000) + (day.Month * 100) + day.Day,
        PeriodStart = day,
        ModifiedAt = day,
        OnHand = onHand,
    });

    /// <summary>Stores it and runs.</summary>
    public async Task<GeneratedAnswer> RunAsync(RunParameters parameters) => (await RunAllAsync(parameters))[0];

    /// <summary>Stores it and runs several times, one after the other.</summary>
    public async Task<IReadOnlyList<GeneratedAnswer>> RunAllAsync(params RunParameters[] parameters)
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        var engine = database.Engine();
        await StoreAsync(engine);
        var answers = new List<GeneratedAnswer>();
        foreach (var one in parameters)
            answers.Add(await GeneratedAnswer.OfAsync(engine, await engine.SucceedAsync(one)));
        return answers;
    }

    /// <summary>Stores it in a database of a test.</summary>
    public async Task StoreAsync(IServiceProvider engine)
    {
        await using var db = engine.Open();
        db.Products.AddRange(_products);
        db.Territories.AddRange(_places.Select(p => p.Territory).Distinct().Select(t => new Territory { TerritoryKey = t, Code = $"T{t}", Name = $"T{t}", PreorderFirst = t, PreorderLast = t, IsLeaf = true }));
        db.Channels.AddRange(_places.Select(p => p.Channel).Distinct().Select(c => new Channel { ChannelKey = c, Code = $"C{c}", Name = $"C{c}" }));
        if (_levels.Count > 0)
            db.Locations.Add(new Location { LocationKey = 1, Code = "W1", Name = "W1" });
        await db.SaveChangesAsync(EngineDatabase.Ct);
        await using var transaction = await db.Database.BeginTransactionAsync(EngineDatabase.Ct);
        await KeySequences.ReserveAsync(db, "Sales", _sales.Count + 1, EngineDatabase.Ct);
        await KeySequences.ReserveAsync(db, KeySequence.Commits, 1, EngineDatabase.Ct);
        await BulkWriter.WriteAsync(db, _sales, EngineDatabase.Ct);
        await BulkWriter.WriteAsync(db, _drivers, EngineDatabase.Ct);
        await BulkWriter.WriteAsync(db, _values, EngineDatabase.Ct);
        await BulkWriter.WriteAsync(db, _levels, EngineDatabase.Ct);
        await transaction.CommitAsync(EngineDatabase.Ct);
    }

    private static byte[] RowKey(long key)
    {
        var rowKey = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(rowKey, key);
        return rowKey;
    }

    private static Sale Sold(long key, int product, int territory, int channel, DateTime day, double quantity)
    {
        return new Sale
        {
            SaleKey = key,
            RowKey = RowKey(key),
            PayloadHash = key,
            KnownFrom = 1,
            CurrencyCode = "EUR",
            ProductKey = product,
            TerritoryKey = territory,
            ChannelKey = channel,
            DateKey = (day.Year * 10_000) + (day.Month * 100) + day.Day,
            PeriodStart = day,
            ModifiedAt = day,
            Quantity = quantity,
            Revenue = (decimal)quantity,
        };
    }
}

/// <summary>What a run published.</summary>
internal sealed record GeneratedAnswer(IReadOnlyList<DataForecast> Forecasts, IReadOnlyList<DataAccuracy> Accuracies, IReadOnlyList<string> Notes)
{
    /// <summary>Reads it.</summary>
    public static async Task<GeneratedAnswer> OfAsync(IServiceProvider engine, Data.Runs.Run run)
    {
        await using var published = engine.Open();
        return new GeneratedAnswer(
            await published.Forecasts.AsNoTracking().Where(f => f.RunKey == run.RunKey).OrderBy(f => f.ForecastKey).ToListAsync(EngineDatabase.Ct),
            await published.ForecastAccuracies.AsNoTracking().Where(a => a.Chosen && a.RunKey == run.RunKey).ToListAsync(EngineDatabase.Ct),
            [.. RunSummary.Parser.ParseJson(run.Summary).Notes])
        { Rollups = await published.ForecastRollups.AsNoTracking().Where(f => f.RunKey == run.RunKey).OrderBy(r => r.TerritoryKey).ThenBy(r => r.DateKey).ToListAsync(EngineDatabase.Ct) };
    }

    /// <summary>Forecasts of the inner territories, by territory and month.</summary>
    public IReadOnlyList<ForecastRollup> Rollups { get; init; } = [];

    /// <summary>Expected units of products over the horizon.</summary>
    public double Volume(IEnumerable<int> products) => products.ToHashSet() is var asked ? Forecasts.Where(f => asked.Contains(f.ProductKey)).Sum(f => f.Mean) : 0;
}
