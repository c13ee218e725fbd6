using System.Globalization;
using System.IO.Compression;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Benchmarks;

/// <summary>Weekly sales of 45 shops by department, training weeks alone, as a load brings them: a shop is a territory with its floor below it, a department a product.</summary>
internal static class RetailRows
{
    private const string Channel = "SHOP";

    /// <summary>The rows; null where the data is not there.</summary>
    public static IReadOnlyList<LoadChunk>? Chunks()
    {
        if (Repository.SharedData("walmart_2014") is not { } folder || Path.Combine(folder, "sales_split.csv.gz") is var file && !File.Exists(file))
            return null;
        var sales = new List<(string Shop, string Department, DateOnly Date, double Value)>();
        using (var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress)))
        {
            reader.ReadLine();
            while (reader.ReadLine() is { } line)
                if (line.Split(',') is var cells && cells[2] == "train")
                    sales.Add((cells[0].Split('_')[0], cells[0].Split('_')[1], DateOnly.ParseExact(cells[1], "yyyy-MM-dd", CultureInfo.InvariantCulture), double.Parse(cells[3], CultureInfo.InvariantCulture)));
        }

        var territories = new TerritoryRows { Rows = { new TerritoryRow { Code = "ALL" } } };
        foreach (var shop in sales.Select(s => s.Shop).Distinct().Order(StringComparer.Ordinal))
            territories.Rows.AddRange([new TerritoryRow { Code = shop, ParentCode = "ALL" }, new TerritoryRow { Code = Floor(shop), ParentCode = shop }]);
        return
        [
            new LoadChunk { Products = new ProductRows { Rows = { sales.Select(s => s.Department).Distinct().Order(StringComparer.Ordinal).Select(d => new ProductRow { Code = d }) } } },
            new LoadChunk { Territories = territories },
            new LoadChunk { Channels = new ChannelRows { Rows = { new ChannelRow { Code = Channel } } } },
            .. GeneratedCompany.Chunks(sales.Select(s => DemoRows.Sale(FormattableString.Invariant($"{s.Shop}-{s.Department}-{s.Date:yyyyMMdd}"), s.Date, s.Department, Floor(s.Shop), Channel, s.Value))),
        ];
    }

    private static string Floor(string shop) => $"{shop}-FLOOR";
}
