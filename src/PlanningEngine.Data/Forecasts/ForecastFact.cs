using PlanningEngine.Data.Plans;

namespace PlanningEngine.Data.Forecasts;

/// <summary>The distribution of demand in one period, and how far it can be trusted.</summary>
public abstract class ForecastFact : PublishedFact
{
    /// <summary>The product; 0 where the node is above products.</summary>
    public int ProductKey { get; set; }

    /// <summary>The channel; 0 where the node is above channels.</summary>
    public int ChannelKey { get; set; }

    /// <summary>Steps ahead of the last actual period, from 1.</summary>
    public int Step { get; set; }

    /// <summary>Expected units.</summary>
    public double Mean { get; set; }

    /// <summary>5 % quantile, units.</summary>
    public double Q05 { get; set; }

    /// <summary>10 % quantile, units.</summary>
    public double Q10 { get; set; }

    /// <summary>25 % quantile, units.</summary>
    public double Q25 { get; set; }

    /// <summary>Median, units.</summary>
    public double Q50 { get; set; }

    /// <summary>75 % quantile, units.</summary>
    public double Q75 { get; set; }

    /// <summary>90 % quantile, units.</summary>
    public double Q90 { get; set; }

    /// <summary>95 % quantile, units.</summary>
    public double Q95 { get; set; }

    /// <summary>The method, or the combination, that made it.</summary>
    public string Method { get; set; } = "";

    /// <summary>Number of backtest errors that the credibility rests on, from origins the choice did not see.</summary>
    public int N { get; set; }

    /// <summary>Sum of absolute errors over sum of actuals there; null without actuals.</summary>
    public double? Wape { get; set; }

    /// <summary>Mean absolute error there over the in-sample seasonal naive's; null where that is 0.</summary>
    public double? Mase { get; set; }

    /// <summary>Sum of errors (forecast minus actual) over sum of actuals there.</summary>
    public double? Bias { get; set; }

    /// <summary>Share of actuals there inside the 80 % interval.</summary>
    public double? Coverage80 { get; set; }

    /// <summary>Seasonal naive's Wape minus this one's: above 0 the method earned its place.</summary>
    public double? GainOverNaive { get; set; }
}

/// <summary>A leaf forecast (product x territory x channel x period) of some published run.</summary>
public sealed class Forecast : ForecastFact
{
    /// <summary>Key, from a sequence.</summary>
    public long ForecastKey { get; set; }

    /// <summary>What of the product's life the forecast rests on; the note of the chosen method in ForecastAccuracies says more.</summary>
    public ForecastLifecycle Lifecycle { get; set; }

    /// <summary>Expected units with every driver of demand at its usual value: zero where a linear one (a promotion) is zero in some period of the series' history, else the median over that history (the usual price); proportional ones stay as they are. What promotions and prices add is Mean less it. Mean itself where no driver is at work.</summary>
    public double BaseMean { get; set; }
}

/// <summary>A forecast for an inner node of the territory tree, the sum of the leaf forecasts below it in the tree as its run found it (where territories were moved since, it speaks of the old tree until the next run); kept apart so that sums over Forecasts count nothing twice.</summary>
public sealed class ForecastRollup : ForecastFact
{
    /// <summary>Key, from a sequence.</summary>
    public long ForecastRollupKey { get; set; }

    /// <summary>Depth of the node in the territory tree, 0 at a root; -1 for the company above several roots.</summary>
    public int Level { get; set; }

    /// <summary>A territory, or the company as a whole: its TerritoryKey is 0, and so its Territory the unknown one.</summary>
    public NodeKind Node { get; set; }

    /// <summary>Expected units with every driver of demand at its usual value: the sum of the BaseMean of the leaf forecasts below it. Null in plans of versions that did not add it up.</summary>
    public double? BaseMean { get; set; }
}

/// <summary>Any other quantile of a leaf forecast, one row each.</summary>
public sealed class ForecastQuantile : PublishedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long ForecastQuantileKey { get; set; }

    /// <summary>The product.</summary>
    public int ProductKey { get; set; }

    /// <summary>The channel.</summary>
    public int ChannelKey { get; set; }

    /// <summary>Level of the quantile, between 0 and 1.</summary>
    public double Level { get; set; }

    /// <summary>The quantile, units.</summary>
    public double Value { get; set; }
}

/// <summary>How well one method did on one series in one run: series x method x run.</summary>
public sealed class ForecastAccuracy : PublishedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long ForecastAccuracyKey { get; set; }

    /// <summary>The product of the series.</summary>
    public int ProductKey { get; set; }

    /// <summary>The channel of the series.</summary>
    public int ChannelKey { get; set; }

    /// <summary>The method.</summary>
    public string Method { get; set; } = "";

    /// <summary>True for the method, or the combination, that the run published.</summary>
    public bool Chosen { get; set; }

    /// <summary>Of what was published: what it rests on beside the series' own history, such as the product that it continues or a promotion, and what was found in that history: origins, gaps, lost sales. Of a method that takes part: what it said of its fit. Empty for nothing.</summary>
    public string Note { get; set; } = "";

    /// <summary>The method's share in the series' forecast, 0 to 1: those of one series sum to 1, and 0 is tried and passed over. Null for the row of a combination or sum itself, and in plans of versions that did not keep it.</summary>
    public double? Weight { get; set; }

    /// <summary>Mean absolute error of the method at the earlier origins on which the weights rest, units; all other figures are of later origins, which the choice did not see. Null without such origins, for the row of a combination or sum itself, and in plans of versions that did not keep it.</summary>
    public double? ChoiceError { get; set; }

    /// <summary>Number of errors.</summary>
    public int N { get; set; }

    /// <summary>Sum of absolute errors, units: the numerator of Wape.</summary>
    public double AbsoluteError { get; set; }

    /// <summary>Sum of forecast minus actual, units: the numerator of Bias.</summary>
    public double Error { get; set; }

    /// <summary>Sum of actuals, units: the denominator of Wape, Bias and Wql.</summary>
    public double Actual { get; set; }

    /// <summary>Sum of quantile losses over all levels, units: the numerator of Wql; null in plans of versions that did not measure it.</summary>
    public double? QuantileLoss { get; set; }

    /// <summary>AbsoluteError / Actual; null where Actual is 0.</summary>
    public double? Wape { get; set; }

    /// <summary>Mean absolute scaled error; null where the naive's in-sample error is 0.</summary>
    public double? Mase { get; set; }

    /// <summary>Root mean squared scaled error, the scale being in-sample one-step differences; null where those are 0. Weighted by Actual over series it is WRMSSE.</summary>
    public double? Rmsse { get; set; }

    /// <summary>QuantileLoss / Actual, the weighted quantile loss (normalised CRPS): what Wape is to a point forecast, to a distribution; null where Actual is 0.</summary>
    public double? Wql { get; set; }

    /// <summary>Mean scaled score of the 95 % interval: its width and what falls outside; null as Mase.</summary>
    public double? Msis { get; set; }

    /// <summary>Error / Actual; null where Actual is 0.</summary>
    public double? Bias { get; set; }

    /// <summary>Share of actuals inside the 80 % interval.</summary>
    public double? Coverage80 { get; set; }

    /// <summary>Share of actuals inside the 95 % interval.</summary>
    public double? Coverage95 { get; set; }
}
