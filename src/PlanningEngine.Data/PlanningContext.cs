using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Allocations;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Data.Kpis;
using PlanningEngine.Data.Loads;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Quotas;
using PlanningEngine.Data.Runs;
using PlanningEngine.Data.Security;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data;

/// <summary>
/// The engine's one data model. Each provider has its own sealed subclass, because migrations belong to a context type.
/// Facts carry integer keys without foreign-key constraints: loads and runs resolve keys before they write in bulk.
/// </summary>
public abstract class PlanningContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Days; made at start-up for the company's fiscal year.</summary>
    public DbSet<CalendarDate> Dates => Set<CalendarDate>();

    /// <summary>Products.</summary>
    public DbSet<Product> Products => Set<Product>();

    /// <summary>Stocking and producing places.</summary>
    public DbSet<Location> Locations => Set<Location>();

    /// <summary>Nodes of the sales tree.</summary>
    public DbSet<Territory> Territories => Set<Territory>();

    /// <summary>Channels.</summary>
    public DbSet<Channel> Channels => Set<Channel>();

    /// <summary>Customer accounts.</summary>
    public DbSet<Account> Accounts => Set<Account>();

    /// <summary>Sales reps and managers.</summary>
    public DbSet<SalesRep> SalesReps => Set<SalesRep>();

    /// <summary>What moves demand and is known ahead.</summary>
    public DbSet<Driver> Drivers => Set<Driver>();

    /// <summary>Scenarios.</summary>
    public DbSet<Scenario> Scenarios => Set<Scenario>();

    /// <summary>Plans.</summary>
    public DbSet<Plan> Plans => Set<Plan>();

    /// <summary>Plan versions.</summary>
    public DbSet<PlanVersion> PlanVersions => Set<PlanVersion>();

    /// <summary>KPI definitions.</summary>
    public DbSet<KpiDefinition> KpiDefinitions => Set<KpiDefinition>();

    /// <summary>Trained models.</summary>
    public DbSet<Model> Models => Set<Model>();

    /// <summary>Bytes of trained models.</summary>
    public DbSet<ModelArtefact> ModelArtefacts => Set<ModelArtefact>();

    /// <summary>Sales lines, all versions.</summary>
    public DbSet<Sale> Sales => Set<Sale>();

    /// <summary>Stock levels, all versions.</summary>
    public DbSet<InventoryLevel> Inventory => Set<InventoryLevel>();

    /// <summary>Capacities, all versions.</summary>
    public DbSet<Capacity> Capacities => Set<Capacity>();

    /// <summary>Opportunities, all versions.</summary>
    public DbSet<Opportunity> Opportunities => Set<Opportunity>();

    /// <summary>Values of drivers, all versions.</summary>
    public DbSet<DriverValue> DriverValues => Set<DriverValue>();

    /// <summary>Leaf forecasts of all published runs.</summary>
    public DbSet<Forecast> Forecasts => Set<Forecast>();

    /// <summary>Forecasts of inner nodes.</summary>
    public DbSet<ForecastRollup> ForecastRollups => Set<ForecastRollup>();

    /// <summary>Further quantiles.</summary>
    public DbSet<ForecastQuantile> ForecastQuantiles => Set<ForecastQuantile>();

    /// <summary>Accuracy per series and method.</summary>
    public DbSet<ForecastAccuracy> ForecastAccuracies => Set<ForecastAccuracy>();

    /// <summary>Leaf quotas.</summary>
    public DbSet<Quota> Quotas => Set<Quota>();

    /// <summary>Inner quota nodes.</summary>
    public DbSet<QuotaNode> QuotaNodes => Set<QuotaNode>();

    /// <summary>Plan lines.</summary>
    public DbSet<PlanLine> PlanLines => Set<PlanLine>();

    /// <summary>Allocations.</summary>
    public DbSet<Allocation> Allocations => Set<Allocation>();

    /// <summary>KPI values.</summary>
    public DbSet<KpiValue> KpiValues => Set<KpiValue>();

    /// <summary>Who shall serve which account.</summary>
    public DbSet<TerritoryAssignment> TerritoryAssignments => Set<TerritoryAssignment>();

    /// <summary>Hires and capacity by role and month.</summary>
    public DbSet<HeadcountPlan> HeadcountPlans => Set<HeadcountPlan>();

    /// <summary>What each item of a budget gets.</summary>
    public DbSet<BudgetAllocation> BudgetAllocations => Set<BudgetAllocation>();

    /// <summary>When and how much to order.</summary>
    public DbSet<InventoryPolicy> InventoryPolicies => Set<InventoryPolicy>();

    /// <summary>Runs.</summary>
    public DbSet<Run> Runs => Set<Run>();

    /// <summary>Finished pieces of runs.</summary>
    public DbSet<RunCheckpoint> RunCheckpoints => Set<RunCheckpoint>();

    /// <summary>Loads.</summary>
    public DbSet<Load> Loads => Set<Load>();

    /// <summary>Staged chunks.</summary>
    public DbSet<LoadChunk> LoadChunks => Set<LoadChunk>();

    /// <summary>Members as they were before a load.</summary>
    public DbSet<DimensionChange> DimensionChanges => Set<DimensionChange>();

    /// <summary>Findings about loads and runs.</summary>
    public DbSet<DataQualityResult> DataQualityResults => Set<DataQualityResult>();

    /// <summary>Credentials.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>Mutations that were applied.</summary>
    public DbSet<HandledRequest> HandledRequests => Set<HandledRequest>();

    /// <summary>Next free keys.</summary>
    public DbSet<KeySequence> KeySequences => Set<KeySequence>();

    /// <summary>Facts about the database itself.</summary>
    public DbSet<Setting> Settings => Set<Setting>();

    /// <summary>Which database this is, for the few places where SQL differs.</summary>
    public abstract DatabaseProvider Provider { get; }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) => PlanningModel.Build(modelBuilder, Provider);
}

/// <summary>The databases that the engine runs on.</summary>
public enum DatabaseProvider
{
    /// <summary>A file beside the server; the embedded default.</summary>
    Sqlite,

    /// <summary>Microsoft SQL Server 2019 or later.</summary>
    SqlServer,
}

/// <summary>The model on SQLite.</summary>
public sealed class SqlitePlanningContext(DbContextOptions<SqlitePlanningContext> options) : PlanningContext(options)
{
    /// <inheritdoc />
    public override DatabaseProvider Provider => DatabaseProvider.Sqlite;
}

/// <summary>The model on SQL Server.</summary>
public sealed class SqlServerPlanningContext(DbContextOptions<SqlServerPlanningContext> options) : PlanningContext(options)
{
    /// <inheritdoc />
    public override DatabaseProvider Provider => DatabaseProvider.SqlServer;
}
