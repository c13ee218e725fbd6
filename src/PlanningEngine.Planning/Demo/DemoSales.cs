using System.Globalization;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Demo;

/// <summary>Order lines: per product, territory and channel a Poisson count a month, spread over its days by the market's shape.</summary>
internal sealed class DemoSales
{
    private const int NoAccount = -1;
    private const double ReturnShare = 0.012;
    private const double IntermittentPopularity = 0.2;
    private readonly DemoRandom _random;
    private readonly DateOnly _start;
    private readonly DateOnly _end;
    private readonly IReadOnlyList<DemoProduct> _products;
    private readonly DemoMarket _market;
    private readonly DemoTeam _team;
    private readonly List<SeriesRate> _series = [];
    private readonly List<Line> _lines = [];
    private readonly (int[] Accounts, double[] Cumulative)[,] _buyers;
    private readonly double _scale;

    public DemoSales(DemoOptions options, DateOnly start, DateOnly end, IReadOnlyList<DemoProduct> products, DemoMarket market, DemoTeam team)
    {
        (_start, _end, _products, _market, _team) = (start, end, products, market, team);
        _random = new DemoRandom(options.Seed, 4);
        _buyers = Buyers(team);
        CreateSeries();
        _scale = options.OrderLines / _series.Sum(s => s.Rate * Growth(s, end) * market.Wanted(s.Product, start, end));
    }

    /// <summary>Draws every order line, in date order.</summary>
    public IReadOnlyList<SaleRow> Create()
    {
        foreach (var series in _series)
            DrawSeries(series);
        _lines.Sort((a, b) => (a.Date, a.Account, a.Sequence).CompareTo((b.Date, b.Account, b.Sequence)));
        return Number();
    }

    /// <summary>Units that a region is expected to want of a product between two days, stock-outs and noise aside.</summary>
    public double ExpectedUnits(int region, int product, DateOnly first, DateOnly last)
    {
        var units = 0.0;
        foreach (var series in _series)
        {
            if (series.Product == product && DemoGeography.Leaves[series.Territory].Region == region)
                units += series.Rate * Growth(series, first) * MeanQuantity(series);
        }

        return units * _scale * _market.Wanted(product, first, last);
    }

    private void CreateSeries()
    {
        var places = new (double Noise, bool IsListed)[_products.Count, DemoGeography.Leaves.Length, DemoGeography.Channels.Length];
        for (var product = 0; product < _products.Count; product++)
        {
            for (var territory = 0; territory < DemoGeography.Leaves.Length; territory++)
            {
                for (var channel = 0; channel < DemoGeography.Channels.Length; channel++)
                {
                    var noise = _random.LogNormal(0.35);
                    var isListed = !_random.Chance(0.12);
                    var isPaused = _random.Chance(0.03);
                    var pause = _start.AddDays(_random.Between(150, Math.Max(151, _end.DayNumber - _start.DayNumber - 150)));
                    var pauseEnd = pause.AddDays(_random.Between(45, 130));
                    // A successor is sold where its predecessor was, and as much.
                    if (_products[product].Predecessor is { } old)
                        (noise, isListed) = places[old, territory, channel];
                    places[product, territory, channel] = (noise, isListed);
                    var rate = _products[product].Popularity * DemoGeography.Leaves[territory].Weight * (channel == 0 ? 0.6 : 0.4) * noise;
                    if (isListed)
                        _series.Add(new SeriesRate(product, territory, channel, rate, isPaused ? pause : null, pauseEnd));
                }
            }
        }
    }

    private void DrawSeries(SeriesRate series)
    {
        var isSteady = _products[series.Product].Popularity > IntermittentPopularity;
        for (var first = _start; first <= _end; first = first.AddMonths(1))
        {
            var last = first.AddMonths(1).AddDays(-1);
            var region = DemoGeography.Leaves[series.Territory].Region;
            var mean = series.Rate * _scale * Growth(series, first) * _market.Sold(series.Product, region, first, last) * _random.LogNormal(0.13);
            var count = _random.Poisson(mean);
            var isBulk = isSteady && _random.Chance(0.0004);
            for (var i = 0; i < count; i++)
            {
                var day = _market.DrawDay(_random, series.Product, region, first, last);
                if (series.PauseFirst is { } pause && day >= pause && day <= series.PauseLast)
                    continue;
                DrawLine(series, day, isBulk && i == 0 ? 60 : 1);
            }
        }
    }

    private void DrawLine(SeriesRate series, DateOnly day, int factor)
    {
        var product = _products[series.Product];
        var spread = MeanQuantity(series);
        var quantity = factor * (1 + (int)(-Math.Log(1 - _random.Unit()) / Math.Log(1 + (1 / Math.Max(0.01, spread - 1)))));
        var (accounts, cumulative) = _buyers[series.Territory, series.Channel];
        var account = _random.Chance(0.02) ? NoAccount : accounts[_random.Weighted(cumulative)];
        var discount = _market.DiscountOn(product.Row.Level2, day);
        var terms = series.Channel == 1 ? 0.18m : _random.Between(0, 8) * 0.01m;
        var unitPrice = Math.Round(product.PriceOn(day, _end) * (1 - discount) * (1 - terms), 2);
        var unitCost = product.CostOn(day, _end);
        _lines.Add(new Line(day, account, _lines.Count, series, quantity, unitPrice * quantity, unitCost * quantity, false));
        if (!_random.Chance(ReturnShare))
            return;
        var back = Math.Max(1, quantity / _random.Between(1, 3));
        var returned = day.AddDays(_random.Between(4, 32));
        if (returned <= _end)
            _lines.Add(new Line(returned, account, _lines.Count, series, -back, -unitPrice * back, -unitCost * back, true));
    }

    private List<SaleRow> Number()
    {
        var rows = new List<SaleRow>(_lines.Count);
        var (order, position, previous) = (0, 0, default(Line));
        foreach (var line in _lines)
        {
            var isSameOrder = order > 0 && line.Account != NoAccount && line.Account == previous.Account && line.Date == previous.Date && line.IsReturn == previous.IsReturn;
            (order, position) = isSameOrder ? (order, position + 1) : (order + 1, 1);
            previous = line;
            var key = string.Create(CultureInfo.InvariantCulture, $"{(line.IsReturn ? "RE" : "SO")}-{line.Date.Year}-{order:000000}-{position}");
            var account = line.Account == NoAccount ? null : _team.Accounts[line.Account];
            rows.Add(new SaleRow(
                key,
                line.Date,
                _products[line.Series.Product].Row.Code,
                DemoGeography.Leaves[line.Series.Territory].Code,
                DemoGeography.Channels[line.Series.Channel].Code,
                account?.Row.Code,
                account is null ? null : _team.RepOn(account, line.Date),
                line.Quantity,
                line.Revenue,
                line.Cost,
                "EUR"));
        }

        return rows;
    }

    private double MeanQuantity(SeriesRate series) => _products[series.Product].MeanQuantity * (series.Channel == 1 ? 1.4 : 1);

    private double Growth(SeriesRate series, DateOnly date) =>
        Math.Pow(1 + DemoGeography.Leaves[series.Territory].Growth, (date.DayNumber - _start.DayNumber) / 365.25);

    private static (int[] Accounts, double[] Cumulative)[,] Buyers(DemoTeam team)
    {
        var buyers = new (int[], double[])[DemoGeography.Leaves.Length, DemoGeography.Channels.Length];
        for (var territory = 0; territory < DemoGeography.Leaves.Length; territory++)
        {
            for (var channel = 0; channel < DemoGeography.Channels.Length; channel++)
            {
                int[] accounts = [.. Enumerable.Range(0, team.Accounts.Count).Where(a => team.Accounts[a].Territory == territory && team.Accounts[a].Channel == channel)];
                var sum = 0.0;
                buyers[territory, channel] = (accounts, [.. accounts.Select(a => sum += (double)team.Accounts[a].Row.Potential!.Value)]);
            }
        }

        return buyers;
    }

    /// <summary>One product in one territory and channel, with its relative rate and the pause in which it was not offered.</summary>
    private sealed record SeriesRate(int Product, int Territory, int Channel, double Rate, DateOnly? PauseFirst, DateOnly PauseLast);

    private readonly record struct Line(DateOnly Date, int Account, int Sequence, SeriesRate Series, int Quantity, decimal Revenue, decimal Cost, bool IsReturn);
}
