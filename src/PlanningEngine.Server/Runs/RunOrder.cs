namespace PlanningEngine.Server.Runs;

/// <summary>Where stages stand in a run: stages execute and publish in ascending order; gaps leave room.</summary>
public static class RunOrder
{
    /// <summary>Fixes the input; first in every run.</summary>
    public const int Freeze = 100;

    /// <summary>Makes series of the sales.</summary>
    public const int Prepare = 200;

    /// <summary>Trains the global model.</summary>
    public const int Train = 300;

    /// <summary>Learns over all series how to weigh the methods.</summary>
    public const int Learn = 350;

    /// <summary>Tries methods at earlier origins.</summary>
    public const int Backtest = 400;

    /// <summary>Pools errors and calibrates.</summary>
    public const int Calibrate = 500;

    /// <summary>Forecasts the leaves.</summary>
    public const int Forecast = 600;

    /// <summary>Forecasts the inner nodes.</summary>
    public const int Rollup = 700;

    /// <summary>Makes leaves and inner nodes add up.</summary>
    public const int Reconcile = 800;

    /// <summary>Quotas; the slice may use up to 1,499.</summary>
    public const int Quotas = 1_000;

    /// <summary>Who is hired.</summary>
    public const int Headcount = 1_500;

    /// <summary>Who serves which account.</summary>
    public const int Territories = 1_600;

    /// <summary>What money is spent on.</summary>
    public const int Budget = 1_700;

    /// <summary>Allocation; the slice may use up to 2,499.</summary>
    public const int Allocation = 2_000;

    /// <summary>What is ordered.</summary>
    public const int Inventory = 2_500;

    /// <summary>KPIs; last.</summary>
    public const int Kpis = 3_000;
}
