using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Plans;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;

namespace PlanningEngine.Server.Allocations;

/// <summary>Answers orders beside what the published allocation promises. Keeps the books of one version and commit until a publication or a load makes them old.</summary>
internal sealed class PublishedAvailability(IDbContextFactory<PlanningContext> contexts, VisibleTerritories visible) : IDisposable
{
    private const int MostOrders = 10_000;
    private const int LongestId = 128;
    private const double LargestQuantity = 1e15;

    private readonly SemaphoreSlim _opening = new(1);
    private volatile PublishedBook? _book;

    /// <summary>Answers each order as if it were alone.</summary>
    /// <exception cref="RefusedException">NOTHING_PUBLISHED: there is no published allocation.</exception>
    /// <exception cref="ViolationException">Orders are bad; holds all violations.</exception>
    public async Task<CheckPublishedAvailabilityResponse> CheckAsync(CheckPublishedAvailabilityRequest request, ServerCallContext context)
    {
        var book = await BookAsync(context.CancellationToken);
        var asked = Read(request, book, context);
        var response = new CheckPublishedAvailabilityResponse { PlanVersionKey = book.Version, UncoveredQuantity = book.Uncovered, SourcesKept = book.SourcesKept };
        foreach (var (id, order) in asked)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            response.Promises.Add(StatelessAllocation.ToWire(book.Check(id, order), book.NameOf));
        }

        return response;
    }

    public void Dispose() => _opening.Dispose();

    private async Task<PublishedBook> BookAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var snapshot = await ReportingSnapshot.CaptureAsync(db, cancellationToken);
        var (version, commit) = (snapshot.VersionOf(PlanKind.Supply), snapshot.LastCommit);
        if (version == 0)
            throw new RefusedException(StatusCode.FailedPrecondition, "NOTHING_PUBLISHED", "There is no published allocation to check against. Maybe run a cycle or an allocation first.");
        if (_book is { } open && (open.Version, open.Commit) == (version, commit))
            return open;
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_book is { } meanwhile && (meanwhile.Version, meanwhile.Commit) == (version, commit))
                return meanwhile;
            return _book = await PublishedBook.OpenAsync(db, version, commit, cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    private List<(string Id, WantedUnits Order)> Read(CheckPublishedAvailabilityRequest request, PublishedBook book, ServerCallContext context)
    {
        var found = new Violations();
        found.Require(request.Orders.Count <= MostOrders, "orders", "count", $"The orders ({request.Orders.Count}) must be at most {MostOrders}. Maybe ask in several calls.");
        found.ThrowIfAny();
        var asked = new List<(string, WantedUnits)>(request.Orders.Count);
        for (var i = 0; i < request.Orders.Count; i++)
        {
            var (order, at) = (request.Orders[i], $"orders[{i}]");
            found.Require(order.OrderId.Length is >= 1 and <= LongestId, $"{at}.order_id", "length", $"The order_id of order {i} must have 1 to {LongestId} characters. Maybe use its number.");
            found.Require(!order.OrderId.StartsWith(PublishedBook.Promised, StringComparison.Ordinal), $"{at}.order_id", "reserved", $"The order_id ({order.OrderId}) must not begin with \"{PublishedBook.Promised}\". Maybe use its number.");
            var product = book.ProductOf(order.ProductCode);
            found.Require(product is not null, $"{at}.product_code", "unknown", $"The product ({order.ProductCode}) must be known. Maybe load the reference data first.");
            var territory = book.TerritoryOf(order.TerritoryCode) is { } known && visible.Sees(known.PreorderFirst, context) ? known : null;
            found.Require(territory is not null, $"{at}.territory_code", "unknown", $"The territory ({order.TerritoryCode}) must be known. Maybe load the reference data first.");
            var due = order.DueDate is null ? null : DateKeys.Read(order.DueDate);
            found.Require(due >= book.Horizon.First && due <= book.Horizon.Last, $"{at}.due_date", "out-of-range",
                string.Create(CultureInfo.InvariantCulture, $"The due_date ({(due is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "none")}) must be a day from {book.Horizon.First:yyyy-MM-dd} to {book.Horizon.Last:yyyy-MM-dd}, the horizon of the published allocation that is not over. Maybe publish a longer one."));
            found.Require(double.IsFinite(order.Quantity) && order.Quantity is >= 0 and <= LargestQuantity, $"{at}.quantity", "out-of-range",
                string.Create(CultureInfo.InvariantCulture, $"The quantity ({order.Quantity}) must lie between 0 and {LargestQuantity}. Maybe a missing value was read as a number."));
            if (!found.Any)
                asked.Add((order.OrderId, book.Wanted(product!, territory!, due!.Value, order.Quantity)));
        }

        found.ThrowIfAny();
        return asked;
    }
}
