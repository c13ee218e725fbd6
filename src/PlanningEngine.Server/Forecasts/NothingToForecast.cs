using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Says why a run has no series: nothing is there, it lies after the end date, it never sold, or it is refused.</summary>
internal static class NothingToForecast
{
    /// <summary>The reason.</summary>
    /// <param name="db">A context.</param>
    /// <param name="commit">Number of the last commit that counts.</param>
    /// <param name="parameters">Completed parameters.</param>
    /// <param name="refused">What <see cref="RefusedSeries"/> says; empty where none is refused.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<string> ReasonAsync(PlanningContext db, int commit, RunParameters parameters, string refused, CancellationToken cancellationToken)
    {
        if (refused.Length > 0)
            return $"There are no sales to forecast but such as cannot be used: {refused}.";
        var of = parameters.Source.Length > 0 ? $" of the source ({parameters.Source})" : "";
        var seen = await SalesHistory.Seen(db, commit, parameters).CountAsync(cancellationToken);
        if (seen > 0)
            return string.Create(CultureInfo.InvariantCulture, $"None of the {seen:N0} sales{of} can be forecast from: there is no whole period in which more was sold than came back. Maybe load more of the history{(parameters.EndDate is null ? "" : ", or set a later end date")}.");
        var later = SalesHistory.Seen(db, commit, parameters, untilEnd: false);
        if (parameters.EndDate is { } end && await later.CountAsync(cancellationToken) is var count and > 0)
        {
            var first = DateKeys.ToDate(await later.MinAsync(s => s.DateKey, cancellationToken));
            return string.Create(CultureInfo.InvariantCulture, $"All {count:N0} sales{of} lie after the end date ({end.ToDateOnly():yyyy-MM-dd}), the first on {first:yyyy-MM-dd}. Maybe set a later end date, or leave it out.");
        }

        return of.Length > 0
            ? $"There are no sales{of} to forecast. Maybe check the name of the source, or load its sales first."
            : "There are no sales to forecast. Maybe load sales first, and commit the load.";
    }
}
