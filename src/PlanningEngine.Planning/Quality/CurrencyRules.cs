using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quality;

/// <summary>Amounts in other currencies than the company's: they would be added as they are. One finding per currency, for its first row.</summary>
/// <param name="log">Takes the findings.</param>
/// <param name="companyCurrency">Currency of the company; null does not judge.</param>
internal sealed class CurrencyRules(FindingLog log, string? companyCurrency)
{
    private readonly SortedDictionary<string, (int Rows, string RowKey, RowOrigin First)> _others = new(StringComparer.Ordinal);

    public void Check(SaleRow row, RowOrigin origin)
    {
        if (companyCurrency is null || row.CurrencyCode.Length == 0 || row.CurrencyCode == companyCurrency || (row.Revenue == 0 && row.Cost is null or 0))
            return;
        _others[row.CurrencyCode] = _others.TryGetValue(row.CurrencyCode, out var known) ? known with { Rows = known.Rows + 1 } : (1, row.RowKey, origin);
    }

    public void Complete()
    {
        foreach (var (currency, (rows, rowKey, first)) in _others)
            log.Add(QualityRules.ForeignCurrency, first, rowKey, "currency_code", currency, FormattableString.Invariant($"The amounts of {rows} sales, the first of them ({rowKey}), are in ({currency}), and the company counts in ({companyCurrency}): they are added as they are. Maybe convert them, or set Company:Currency."));
    }
}
