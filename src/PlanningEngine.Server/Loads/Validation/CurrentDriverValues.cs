using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Input;
using PlanningEngine.Server.Forecasts;

namespace PlanningEngine.Server.Loads.Validation;

/// <summary>The current values of the drivers of which a load has values.</summary>
internal static class CurrentDriverValues
{
    /// <summary>Shows them to the check, one by one.</summary>
    public static async Task ShowAsync(IDbContextFactory<PlanningContext> contexts, ChunkCheck check, CancellationToken ct)
    {
        if (check.DriversWithValues.Count == 0)
            return;
        var codes = check.DriversWithValues.ToList();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows =
            from v in db.DriverValues.AsNoTracking()
            join d in db.Drivers on v.DriverKey equals d.DriverKey
            join p in db.Products on v.ProductKey equals p.ProductKey
            join t in db.Territories on v.TerritoryKey equals t.TerritoryKey
            join c in db.Channels on v.ChannelKey equals c.ChannelKey
            where v.KnownTo == VersionedFact.StillKnown && codes.Contains(d.Code)
            orderby v.DriverValueKey
            select new { Driver = d.Code, Product = p.Code, Territory = t.Code, Channel = c.Code, v.ProductLevel1, v.ProductLevel2, v.ProductLevel3, v.DateKey, v.EndDateKey, v.Value, v.RowKey, v.KnownFrom, v.LoadKey };
        await foreach (var v in rows.AsAsyncEnumerable().WithCancellation(ct))
        {
            var row = new DriverValueRow(v.Driver, Code(v.Product), Code(v.Territory), Code(v.Channel), DateKeys.ToDate(v.DateKey), v.EndDateKey == 0 ? null : DateKeys.ToDate(v.EndDateKey), v.Value)
            {
                ProductLevel1 = v.ProductLevel1,
                ProductLevel2 = v.ProductLevel2,
                ProductLevel3 = v.ProductLevel3,
            };
            check.CheckAgainst(row, v.RowKey, v.KnownFrom, v.LoadKey);
        }
    }

    private static string? Code(string code) => code == Dimension.UnknownCode ? null : code;
}
