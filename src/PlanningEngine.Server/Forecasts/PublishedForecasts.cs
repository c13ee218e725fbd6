using System.Linq.Expressions;
using Google.Protobuf.Collections;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Hosting.Grpc;
using ForecastRow = PlanningEngine.Data.Forecasts.Forecast;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Pages of the published leaf forecasts. A walk keeps to the plan version of its first page, also when a later one is published meanwhile.</summary>
internal static class PublishedForecasts
{
    private const int UsualPage = 1_000;
    private const int LargestPage = 10_000;

    /// <summary>One page.</summary>
    /// <param name="db">A context.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="scope">The territories that the caller may see.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<GetForecastsResponse> ReadAsync(
        PlanningContext db, GetForecastsRequest request, TerritoryScope scope, CancellationToken cancellationToken)
    {
        Check(request);
        var query = request.Clone();
        (query.PageSize, query.PageToken) = (0, "");
        var size = request.PageSize == 0 ? UsualPage : request.PageSize;
        var after = PageTokens.Read<Position>(query, request.PageToken);
        var version = after?.PlanVersionKey ?? (await ReportingSnapshot.CaptureAsync(db, cancellationToken)).VersionOf(PlanKind.Demand);

        var rows = Filter(db, db.Forecasts.AsNoTracking().Where(f => version != 0 && f.PlanVersionKey == version), request);
        if (request.TerritoryCodes.Count > 0 || !scope.IsAll)
            rows = await InTerritoriesAsync(db, rows, request.TerritoryCodes, scope, cancellationToken);
        if (after is not null)
            rows = rows.Where(After(after));
        var page = await (
            from f in rows
            join p in db.Products on f.ProductKey equals p.ProductKey
            join t in db.Territories on f.TerritoryKey equals t.TerritoryKey
            join c in db.Channels on f.ChannelKey equals c.ChannelKey
            orderby f.ProductKey, f.TerritoryKey, f.ChannelKey, f.DateKey
            select new { Row = f, Product = p.Code, Territory = t.Code, Channel = c.Code }).Take(size + 1).ToListAsync(cancellationToken);

        var response = new GetForecastsResponse { PlanVersionKey = version };
        foreach (var item in page.Take(size))
            response.Forecasts.Add(ToMessage(item.Row, item.Product, item.Territory, item.Channel));
        if (page.Count > size)
        {
            var last = page[size - 1].Row;
            response.NextPageToken = PageTokens.Write(query, new Position(version, last.ProductKey, last.TerritoryKey, last.ChannelKey, last.DateKey));
        }

        return response;
    }

    private static void Check(GetForecastsRequest request)
    {
        var found = new Violations();
        found.Require(request.PageSize is >= 0 and <= LargestPage, "page_size", "out-of-range", $"The page size ({request.PageSize}) must lie between 0 and {LargestPage}. Maybe leave it out to get {UsualPage}.");
        found.Require(request.StartDate is null || DateKeys.Read(request.StartDate) is not null, "start_date", "not-a-date", "The start date must be a whole day of the calendar. Maybe leave it out.");
        found.Require(request.EndDate is null || DateKeys.Read(request.EndDate) is not null, "end_date", "not-a-date", "The end date must be a whole day of the calendar. Maybe leave it out.");
        found.ThrowIfAny();
    }

    private static IQueryable<ForecastRow> Filter(PlanningContext db, IQueryable<ForecastRow> rows, GetForecastsRequest request)
    {
        if (request.ProductCodes.Count > 0)
        {
            var codes = request.ProductCodes.ToArray();
            rows = rows.Where(f => db.Products.Any(p => p.ProductKey == f.ProductKey && codes.Contains(p.Code)));
        }

        if (request.ChannelCodes.Count > 0)
        {
            var codes = request.ChannelCodes.ToArray();
            rows = rows.Where(f => db.Channels.Any(c => c.ChannelKey == f.ChannelKey && codes.Contains(c.Code)));
        }

        if (request.StartDate is { } start)
        {
            var first = FiscalCalendar.DateKey(start.ToDateOnly());
            rows = rows.Where(f => f.DateKey >= first);
        }

        if (request.EndDate is { } end)
        {
            var limit = FiscalCalendar.DateKey(end.ToDateOnly());
            rows = rows.Where(f => f.DateKey < limit);
        }

        return rows;
    }

    /// <summary>Resolves codes and scope to territories first: the tree is small, and the filter stays a list of keys.</summary>
    private static async Task<IQueryable<ForecastRow>> InTerritoriesAsync(
        PlanningContext db, IQueryable<ForecastRow> rows, RepeatedField<string> codes, TerritoryScope scope, CancellationToken cancellationToken)
    {
        var tree = await db.Territories.AsNoTracking().Select(t => new { t.TerritoryKey, t.Code, t.PreorderFirst, t.PreorderLast }).ToListAsync(cancellationToken);
        var named = tree.Where(t => codes.Contains(t.Code)).Select(t => new TerritoryRange(t.PreorderFirst, t.PreorderLast)).ToList();
        bool In(IEnumerable<TerritoryRange> ranges, int position) => ranges.Any(r => r.First <= position && position <= r.Last);
        var keys = tree.Where(t => (codes.Count == 0 || In(named, t.PreorderFirst)) && (scope.IsAll || In(scope.Ranges, t.PreorderFirst)))
            .Select(t => t.TerritoryKey).ToArray();
        return rows.Where(f => keys.Contains(f.TerritoryKey));
    }

    private static Expression<Func<ForecastRow, bool>> After(Position last)
    {
        var (product, territory, channel, date) = (last.ProductKey, last.TerritoryKey, last.ChannelKey, last.DateKey);
        return f => f.ProductKey > product || (f.ProductKey == product && (f.TerritoryKey > territory || (f.TerritoryKey == territory
            && (f.ChannelKey > channel || (f.ChannelKey == channel && f.DateKey > date)))));
    }

    private static PublishedForecast ToMessage(ForecastRow row, string product, string territory, string channel) => new()
    {
        ProductCode = product,
        TerritoryCode = territory,
        ChannelCode = channel,
        PeriodStart = DateKeys.ToMessage(DateKeys.ToDate(row.DateKey)),
        Method = row.Method,
        Credibility = CredibilityMessages.ToMessage(row),
        Lifecycle = (ForecastLifecycle)row.Lifecycle,
        BaseMean = row.BaseMean,
        Step = new ForecastStep
        {
            Step = row.Step,
            Mean = row.Mean,
            Quantiles =
            {
                Of(0.05, row.Q05), Of(0.1, row.Q10), Of(0.25, row.Q25), Of(0.5, row.Q50), Of(0.75, row.Q75), Of(0.9, row.Q90), Of(0.95, row.Q95),
            },
        },
    };

    private static Quantile Of(double level, double value) => new() { Level = level, Value = value };

    private sealed record Position(int PlanVersionKey, int ProductKey, int TerritoryKey, int ChannelKey, int DateKey);
}
