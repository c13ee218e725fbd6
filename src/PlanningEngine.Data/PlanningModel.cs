using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
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

/// <summary>Tables, keys, indexes and types, said once for both databases.</summary>
internal static class PlanningModel
{
    /// <summary>Longest code of a dimension member.</summary>
    internal const int CodeLength = 128;

    private const int NameLength = 256;
    private const int TextLength = 4000;

    public static void Build(ModelBuilder model, DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.SqlServer)
            model.UseCollation("Latin1_General_100_BIN2");

        model.Entity<CalendarDate>(e => { e.ToTable("Dates"); e.HasKey(d => d.DateKey); });
        BuildDimensions(model);
        BuildActuals(model);
        BuildPublished(model);
        BuildOperations(model, provider);
        ApplyConventions(model, provider);
    }

    private static void BuildDimensions(ModelBuilder model)
    {
        Dimension<Product>(model, "Products", p => p.ProductKey);
        Dimension<Location>(model, "Locations", l => l.LocationKey);
        Dimension<Territory>(model, "Territories", t => t.TerritoryKey);
        Dimension<Channel>(model, "Channels", c => c.ChannelKey);
        Dimension<Account>(model, "Accounts", a => a.AccountKey);
        Dimension<SalesRep>(model, "SalesReps", r => r.SalesRepKey);
        Dimension<Driver>(model, "Drivers", d => d.DriverKey);
        Dimension<Scenario>(model, "Scenarios", s => s.ScenarioKey);
        Dimension<Plan>(model, "Plans", p => p.PlanKey);
        Dimension<PlanVersion>(model, "PlanVersions", v => v.PlanVersionKey);
        Dimension<KpiDefinition>(model, "KpiDefinitions", k => k.KpiDefinitionKey);
        Dimension<Model>(model, "Models", m => m.ModelKey);
        model.Entity<ModelArtefact>(e => { e.ToTable("ModelArtefacts"); e.HasKey(a => a.ModelKey); });
        model.Entity<PlanVersion>().HasIndex(v => new { v.PlanKey, v.ScenarioKey, v.Number }).IsUnique();
        // The database itself holds "at most one published version per plan and scenario" and "one default plan per kind".
        model.Entity<PlanVersion>().HasIndex(v => new { v.PlanKey, v.ScenarioKey }).IsUnique()
            .HasDatabaseName("UX_PlanVersions_Published").HasFilter("[Status] = 1");
        model.Entity<Plan>().HasIndex(p => p.Kind).IsUnique()
            .HasDatabaseName("UX_Plans_Default").HasFilter("[IsDefault] = 1");
    }

    private static void BuildActuals(ModelBuilder model)
    {
        Versioned<Sale>(model, "Sales", s => s.SaleKey);
        Versioned<InventoryLevel>(model, "Inventory", i => i.InventoryKey);
        Versioned<Capacity>(model, "Capacities", c => c.CapacityKey);
        Versioned<Opportunity>(model, "Opportunities", o => o.OpportunityKey);
        Versioned<DriverValue>(model, "DriverValues", v => v.DriverValueKey);
        model.Entity<Sale>().Property(s => s.CurrencyCode).HasMaxLength(3);
    }

    private static void BuildPublished(ModelBuilder model)
    {
        Published<Forecast>(model, "Forecasts", f => f.ForecastKey);
        Published<ForecastRollup>(model, "ForecastRollups", f => f.ForecastRollupKey);
        Published<ForecastQuantile>(model, "ForecastQuantiles", f => f.ForecastQuantileKey);
        Published<ForecastAccuracy>(model, "ForecastAccuracies", f => f.ForecastAccuracyKey);
        Published<Quota>(model, "Quotas", q => q.QuotaKey);
        Published<QuotaNode>(model, "QuotaNodes", q => q.QuotaNodeKey);
        Published<PlanLine>(model, "PlanLines", l => l.PlanLineKey);
        Published<Allocation>(model, "Allocations", a => a.AllocationKey);
        Published<KpiValue>(model, "KpiValues", k => k.KpiValueKey);
        Published<TerritoryAssignment>(model, "TerritoryAssignments", a => a.TerritoryAssignmentKey);
        Published<HeadcountPlan>(model, "HeadcountPlans", p => p.HeadcountPlanKey);
        Published<BudgetAllocation>(model, "BudgetAllocations", a => a.BudgetAllocationKey);
        Published<InventoryPolicy>(model, "InventoryPolicies", p => p.InventoryPolicyKey);
        Reasoned<ForecastAccuracy>(model, a => a.Note);
        Reasoned<Quota>(model, q => q.Reason);
        Reasoned<QuotaNode>(model, q => q.Reason);
        Reasoned<Allocation>(model, a => a.Reason);
        Reasoned<TerritoryAssignment>(model, a => a.Reason);
        Reasoned<HeadcountPlan>(model, p => p.Reason);
        Reasoned<BudgetAllocation>(model, a => a.Reason);
        Reasoned<InventoryPolicy>(model, p => p.Reason);
        model.Entity<Forecast>().HasIndex(f => new { f.PlanVersionKey, f.ProductKey, f.TerritoryKey, f.ChannelKey });
    }

    private static void BuildOperations(ModelBuilder model, DatabaseProvider provider)
    {
        model.Entity<Run>(e =>
        {
            e.ToTable("Runs");
            e.HasKey(r => r.RunKey);
            e.HasIndex(r => r.Status);
            e.Property(r => r.Parameters).HasColumnType(LongText(provider)).HasMaxLength(Run.LongestParameters);
            foreach (var text in new[] { nameof(Run.Summary), nameof(Run.Error) })
                e.Property(text).HasMaxLength(TextLength);
        });
        model.Entity<RunCheckpoint>(e => { e.ToTable("RunCheckpoints"); e.HasKey(c => new { c.RunKey, c.Stage, c.Batch }); });
        model.Entity<Load>(e =>
        {
            e.ToTable("Loads");
            e.HasKey(l => l.LoadKey);
            e.HasIndex(l => l.CommitNumber);
            foreach (var text in new[] { nameof(Load.Options), nameof(Load.Totals) })
                e.Property(text).HasMaxLength(TextLength);
        });
        model.Entity<LoadChunk>(e => { e.ToTable("LoadChunks"); e.HasKey(c => new { c.LoadKey, c.Number }); });
        model.Entity<DimensionChange>(e =>
        {
            e.ToTable("DimensionChanges");
            e.HasKey(c => new { c.LoadKey, c.Set, c.MemberKey });
            e.Property(c => c.Before).HasColumnType(LongText(provider));
        });
        model.Entity<DataQualityResult>(e =>
        {
            e.ToTable("DataQualityResults");
            e.HasKey(r => r.DataQualityResultKey);
            e.HasIndex(r => r.LoadKey);
            e.Property(r => r.Reason).HasMaxLength(TextLength);
            e.Property(r => r.File).HasMaxLength(1024);
        });
        model.Entity<ApiKey>(e => { e.ToTable("ApiKeys"); e.HasKey(k => k.Id); e.Property(k => k.Id).HasMaxLength(64); });
        model.Entity<HandledRequest>(e => { e.ToTable("HandledRequests"); e.HasKey(r => r.RequestId); e.HasIndex(r => r.CreatedAt); });
        model.Entity<KeySequence>(e => { e.ToTable("KeySequences"); e.HasKey(s => s.Name); e.Property(s => s.Name).HasMaxLength(64); });
        model.Entity<Setting>(e => { e.ToTable("Settings"); e.HasKey(s => s.Name); e.Property(s => s.Name).HasMaxLength(64); });
    }

    /// <summary>Type of a text of any length.</summary>
    private static string LongText(DatabaseProvider provider) => provider == DatabaseProvider.SqlServer ? "nvarchar(max)" : "TEXT";

    private static void Dimension<T>(ModelBuilder model, string table, Expression<Func<T, object?>> key)
        where T : Dimension => model.Entity<T>(e =>
        {
            e.ToTable(table);
            e.HasKey(key);
            e.HasIndex(d => d.Code).IsUnique();
            e.Property(d => d.Code).HasMaxLength(CodeLength);
            e.Property(d => d.Version).IsConcurrencyToken();
        });

    private static void Versioned<T>(ModelBuilder model, string table, Expression<Func<T, object?>> key)
        where T : VersionedFact => model.Entity<T>(e =>
        {
            e.ToTable(table);
            e.HasKey(key);
            e.Property(f => f.RowKey).HasMaxLength(16).IsFixedLength();
            e.HasIndex(f => f.RowKey).IsUnique().HasDatabaseName($"UX_{table}_CurrentRowKey").HasFilter("[KnownTo] = 2147483647");
            e.HasIndex(f => f.DateKey);
            e.HasIndex(f => f.LoadKey);
            e.HasIndex(f => f.SupersededByLoadKey).HasFilter("[SupersededByLoadKey] IS NOT NULL");
        });

    private static void Published<T>(ModelBuilder model, string table, Expression<Func<T, object?>> key)
        where T : PublishedFact => model.Entity<T>(e =>
        {
            e.ToTable(table);
            e.HasKey(key);
            e.HasIndex(f => new { f.PlanVersionKey, f.DateKey });
        });

    private static void Reasoned<T>(ModelBuilder model, Expression<Func<T, string>> reason)
        where T : PublishedFact => model.Entity<T>().Property(reason).HasMaxLength(TextLength);

    /// <summary>Keys come from sequences; money, text and time have one type each.</summary>
    private static void ApplyConventions(ModelBuilder model, DatabaseProvider provider)
    {
        var utc = new ValueConverter<DateTime, DateTime>(
            v => v.Kind == DateTimeKind.Local ? v.ToUniversalTime() : v, v => DateTime.SpecifyKind(v, DateTimeKind.Utc));
        foreach (var property in model.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            if (property.IsPrimaryKey())
                property.ValueGenerated = ValueGenerated.Never;
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            if (type == typeof(DateTime))
            {
                property.SetValueConverter(utc);
            }
            else if (type == typeof(decimal))
            {
                property.SetPrecision(19);
                property.SetScale(4);
                if (provider == DatabaseProvider.Sqlite)
                    property.SetValueConverter(new MoneyConverter());
            }
            else if (type == typeof(string) && property.GetMaxLength() is null && property.GetColumnType() is null)
            {
                property.SetMaxLength(NameLength);
            }
        }
    }
}
