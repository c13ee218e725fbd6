using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Accounts",
                columns: table => new
                {
                    AccountKey = table.Column<int>(type: "INTEGER", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    SalesRepKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Potential = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: true),
                    Code = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Accounts", x => x.AccountKey);
                });

            migrationBuilder.CreateTable(
                name: "Allocations",
                columns: table => new
                {
                    AllocationKey = table.Column<long>(type: "INTEGER", nullable: false),
                    LocationKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    SourceDateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ProductKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Quantity = table.Column<double>(type: "REAL", nullable: false),
                    Unmet = table.Column<double>(type: "REAL", nullable: false),
                    ReasonCode = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    ShadowPrice = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: false),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ScenarioKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PlanVersionKey = table.Column<int>(type: "INTEGER", nullable: false),
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Allocations", x => x.AllocationKey);
                });

            migrationBuilder.CreateTable(
                name: "ApiKeys",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RevokedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApiKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Capacities",
                columns: table => new
                {
                    CapacityKey = table.Column<long>(type: "INTEGER", nullable: false),
                    LocationKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Resource = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Available = table.Column<double>(type: "REAL", nullable: false),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    SupersededByLoadKey = table.Column<int>(type: "INTEGER", nullable: true),
                    RowKey = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PayloadHash = table.Column<long>(type: "INTEGER", nullable: false),
                    KnownFrom = table.Column<int>(type: "INTEGER", nullable: false),
                    KnownTo = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Capacities", x => x.CapacityKey);
                });

            migrationBuilder.CreateTable(
                name: "Channels",
                columns: table => new
                {
                    ChannelKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Channels", x => x.ChannelKey);
                });

            migrationBuilder.CreateTable(
                name: "DataQualityResults",
                columns: table => new
                {
                    DataQualityResultKey = table.Column<long>(type: "INTEGER", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Severity = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    File = table.Column<string>(type: "TEXT", maxLength: 1024, nullable: false),
                    Line = table.Column<long>(type: "INTEGER", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Column = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Value = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DataQualityResults", x => x.DataQualityResultKey);
                });

            migrationBuilder.CreateTable(
                name: "Dates",
                columns: table => new
                {
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Date = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Day = table.Column<int>(type: "INTEGER", nullable: false),
                    DayOfWeek = table.Column<int>(type: "INTEGER", nullable: false),
                    DayName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Week = table.Column<int>(type: "INTEGER", nullable: false),
                    WeekYear = table.Column<int>(type: "INTEGER", nullable: false),
                    WeekStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    MonthName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    MonthStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    YearMonth = table.Column<int>(type: "INTEGER", nullable: false),
                    Quarter = table.Column<int>(type: "INTEGER", nullable: false),
                    Year = table.Column<int>(type: "INTEGER", nullable: false),
                    FiscalDay = table.Column<int>(type: "INTEGER", nullable: false),
                    FiscalWeek = table.Column<int>(type: "INTEGER", nullable: false),
                    FiscalMonth = table.Column<int>(type: "INTEGER", nullable: false),
                    FiscalQuarter = table.Column<int>(type: "INTEGER", nullable: false),
                    FiscalYear = table.Column<int>(type: "INTEGER", nullable: false),
                    IsLastDayOfWeek = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsLastDayOfMonth = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsLastDayOfQuarter = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsLastDayOfYear = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsLastDayOfFiscalQuarter = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsLastDayOfFiscalYear = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Dates", x => x.DateKey);
                });

            migrationBuilder.CreateTable(
                name: "DimensionChanges",
                columns: table => new
                {
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Set = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    MemberKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Before = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DimensionChanges", x => new { x.LoadKey, x.Set, x.MemberKey });
                });

            migrationBuilder.CreateTable(
                name: "ForecastAccuracies",
                columns: table => new
                {
                    ForecastAccuracyKey = table.Column<long>(type: "INTEGER", nullable: false),
                    ProductKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ChannelKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Method = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Chosen = table.Column<bool>(type: "INTEGER", nullable: false),
                    N = table.Column<int>(type: "INTEGER", nullable: false),
                    AbsoluteError = table.Column<double>(type: "REAL", nullable: false),
                    Error = table.Column<double>(type: "REAL", nullable: false),
                    Actual = table.Column<double>(type: "REAL", nullable: false),
                    Wape = table.Column<double>(type: "REAL", nullable: true),
                    Mase = table.Column<double>(type: "REAL", nullable: true),
                    Bias = table.Column<double>(type: "REAL", nullable: true),
                    Coverage80 = table.Column<double>(type: "REAL", nullable: true),
                    Coverage95 = table.Column<double>(type: "REAL", nullable: true),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ScenarioKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PlanVersionKey = table.Column<int>(type: "INTEGER", nullable: false),
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ForecastAccuracies", x => x.ForecastAccuracyKey);
                });

            migrationBuilder.CreateTable(
                name: "ForecastQuantiles",
                columns: table => new
                {
                    ForecastQuantileKey = table.Column<long>(type: "INTEGER", nullable: false),
                    ProductKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ChannelKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Level = table.Column<double>(type: "REAL", nullable: false),
                    Value = table.Column<double>(type: "REAL", nullable: false),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ScenarioKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PlanVersionKey = table.Column<int>(type: "INTEGER", nullable: false),
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ForecastQuantiles", x => x.ForecastQuantileKey);
                });

            migrationBuilder.CreateTable(
                name: "ForecastRollups",
                columns: table => new
                {
                    ForecastRollupKey = table.Column<long>(type: "INTEGER", nullable: false),
                    Level = table.Column<int>(type: "INTEGER", nullable: false),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ScenarioKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PlanVersionKey = table.Column<int>(type: "INTEGER", nullable: false),
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ProductKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ChannelKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Step = table.Column<int>(type: "INTEGER", nullable: false),
                    Mean = table.Column<double>(type: "REAL", nullable: false),
                    Q05 = table.Column<double>(type: "REAL", nullable: false),
                    Q10 = table.Column<double>(type: "REAL", nullable: false),
                    Q25 = table.Column<double>(type: "REAL", nullable: false),
                    Q50 = table.Column<double>(type: "REAL", nullable: false),
                    Q75 = table.Column<double>(type: "REAL", nullable: false),
                    Q90 = table.Column<double>(type: "REAL", nullable: false),
                    Q95 = table.Column<double>(type: "REAL", nullable: false),
                    Method = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    N = table.Column<int>(type: "INTEGER", nullable: false),
                    Wape = table.Column<double>(type: "REAL", nullable: true),
                    Mase = table.Column<double>(type: "REAL", nullable: true),
                    Bias = table.Column<double>(type: "REAL", nullable: true),
                    Coverage80 = table.Column<double>(type: "REAL", nullable: true),
                    GainOverNaive = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ForecastRollups", x => x.ForecastRollupKey);
                });

            migrationBuilder.CreateTable(
                name: "Forecasts",
                columns: table => new
                {
                    ForecastKey = table.Column<long>(type: "INTEGER", nullable: false),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ScenarioKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PlanVersionKey = table.Column<int>(type: "INTEGER", nullable: false),
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ProductKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ChannelKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Step = table.Column<int>(type: "INTEGER", nullable: false),
                    Mean = table.Column<double>(type: "REAL", nullable: false),
                    Q05 = table.Column<double>(type: "REAL", nullable: false),
                    Q10 = table.Column<double>(type: "REAL", nullable: false),
                    Q25 = table.Column<double>(type: "REAL", nullable: false),
                    Q50 = table.Column<double>(type: "REAL", nullable: false),
                    Q75 = table.Column<double>(type: "REAL", nullable: false),
                    Q90 = table.Column<double>(type: "REAL", nullable: false),
                    Q95 = table.Column<double>(type: "REAL", nullable: false),
                    Method = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    N = table.Column<int>(type: "INTEGER", nullable: false),
                    Wape = table.Column<double>(type: "REAL", nullable: true),
                    Mase = table.Column<double>(type: "REAL", nullable: true),
                    Bias = table.Column<double>(type: "REAL", nullable: true),
                    Coverage80 = table.Column<double>(type: "REAL", nullable: true),
                    GainOverNaive = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Forecasts", x => x.ForecastKey);
                });

            migrationBuilder.CreateTable(
                name: "HandledRequests",
                columns: table => new
                {
                    RequestId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Method = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    PayloadHash = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Response = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HandledRequests", x => x.RequestId);
                });

            migrationBuilder.CreateTable(
                name: "Inventory",
                columns: table => new
                {
                    InventoryKey = table.Column<long>(type: "INTEGER", nullable: false),
                    LocationKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ProductKey = table.Column<int>(type: "INTEGER", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    OnHand = table.Column<double>(type: "REAL", nullable: false),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    SupersededByLoadKey = table.Column<int>(type: "INTEGER", nullable: true),
                    RowKey = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PayloadHash = table.Column<long>(type: "INTEGER", nullable: false),
                    KnownFrom = table.Column<int>(type: "INTEGER", nullable: false),
                    KnownTo = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Inventory", x => x.InventoryKey);
                });

            migrationBuilder.CreateTable(
                name: "KeySequences",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Next = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeySequences", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "KpiDefinitions",
                columns: table => new
                {
                    KpiDefinitionKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Unit = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Formula = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    HigherIsBetter = table.Column<bool>(type: "INTEGER", nullable: false),
                    Target = table.Column<double>(type: "REAL", nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KpiDefinitions", x => x.KpiDefinitionKey);
                });

            migrationBuilder.CreateTable(
                name: "KpiValues",
                columns: table => new
                {
                    KpiValueKey = table.Column<long>(type: "INTEGER", nullable: false),
                    KpiDefinitionKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Numerator = table.Column<double>(type: "REAL", nullable: false),
                    Denominator = table.Column<double>(type: "REAL", nullable: false),
                    Value = table.Column<double>(type: "REAL", nullable: true),
                    Target = table.Column<double>(type: "REAL", nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ScenarioKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PlanVersionKey = table.Column<int>(type: "INTEGER", nullable: false),
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KpiValues", x => x.KpiValueKey);
                });

            migrationBuilder.CreateTable(
                name: "LoadChunks",
                columns: table => new
                {
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    RowCount = table.Column<int>(type: "INTEGER", nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LoadChunks", x => new { x.LoadKey, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "Loads",
                columns: table => new
                {
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Description = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    RowCount = table.Column<long>(type: "INTEGER", nullable: false),
                    InsertedCount = table.Column<long>(type: "INTEGER", nullable: false),
                    CorrectedCount = table.Column<long>(type: "INTEGER", nullable: false),
                    UnchangedCount = table.Column<long>(type: "INTEGER", nullable: false),
                    ErrorCount = table.Column<long>(type: "INTEGER", nullable: false),
                    WarningCount = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Options = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    Totals = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    CommitNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    RevertCommitNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    Author = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    CommittedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RevertedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Loads", x => x.LoadKey);
                });

            migrationBuilder.CreateTable(
                name: "Locations",
                columns: table => new
                {
                    LocationKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Locations", x => x.LocationKey);
                });

            migrationBuilder.CreateTable(
                name: "ModelArtefacts",
                columns: table => new
                {
                    ModelKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ModelArtefacts", x => x.ModelKey);
                });

            migrationBuilder.CreateTable(
                name: "Models",
                columns: table => new
                {
                    ModelKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Algorithm = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Models", x => x.ModelKey);
                });

            migrationBuilder.CreateTable(
                name: "Opportunities",
                columns: table => new
                {
                    OpportunityKey = table.Column<long>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Stage = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Amount = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: false),
                    Probability = table.Column<double>(type: "REAL", nullable: false),
                    CreateDateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    CloseDateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    SalesRepKey = table.Column<int>(type: "INTEGER", nullable: false),
                    AccountKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ProductKey = table.Column<int>(type: "INTEGER", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    SupersededByLoadKey = table.Column<int>(type: "INTEGER", nullable: true),
                    RowKey = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PayloadHash = table.Column<long>(type: "INTEGER", nullable: false),
                    KnownFrom = table.Column<int>(type: "INTEGER", nullable: false),
                    KnownTo = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Opportunities", x => x.OpportunityKey);
                });

            migrationBuilder.CreateTable(
                name: "PlanLines",
                columns: table => new
                {
                    PlanLineKey = table.Column<long>(type: "INTEGER", nullable: false),
                    ProductKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Quantity = table.Column<double>(type: "REAL", nullable: false),
                    Amount = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: false),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ScenarioKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PlanVersionKey = table.Column<int>(type: "INTEGER", nullable: false),
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PlanLines", x => x.PlanLineKey);
                });

            migrationBuilder.CreateTable(
                name: "Plans",
                columns: table => new
                {
                    PlanKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    IsDefault = table.Column<bool>(type: "INTEGER", nullable: false),
                    HorizonStart = table.Column<DateTime>(type: "TEXT", nullable: true),
                    HorizonEnd = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Status = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Author = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Plans", x => x.PlanKey);
                });

            migrationBuilder.CreateTable(
                name: "PlanVersions",
                columns: table => new
                {
                    PlanVersionKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PlanKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ScenarioKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Author = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    PublishedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    SupersededAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ContentHash = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PlanVersions", x => x.PlanVersionKey);
                });

            migrationBuilder.CreateTable(
                name: "Products",
                columns: table => new
                {
                    ProductKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Level1 = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Level2 = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Level3 = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Unit = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Price = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: true),
                    Cost = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: true),
                    LaunchDate = table.Column<DateTime>(type: "TEXT", nullable: true),
                    EndDate = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Code = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Products", x => x.ProductKey);
                });

            migrationBuilder.CreateTable(
                name: "QuotaNodes",
                columns: table => new
                {
                    QuotaNodeKey = table.Column<long>(type: "INTEGER", nullable: false),
                    Level = table.Column<int>(type: "INTEGER", nullable: false),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ScenarioKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PlanVersionKey = table.Column<int>(type: "INTEGER", nullable: false),
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false),
                    SalesRepKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodMonths = table.Column<int>(type: "INTEGER", nullable: false),
                    Amount = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: false),
                    Locked = table.Column<bool>(type: "INTEGER", nullable: false),
                    OverAssignment = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_QuotaNodes", x => x.QuotaNodeKey);
                });

            migrationBuilder.CreateTable(
                name: "Quotas",
                columns: table => new
                {
                    QuotaKey = table.Column<long>(type: "INTEGER", nullable: false),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ScenarioKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PlanVersionKey = table.Column<int>(type: "INTEGER", nullable: false),
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false),
                    SalesRepKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodMonths = table.Column<int>(type: "INTEGER", nullable: false),
                    Amount = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: false),
                    Locked = table.Column<bool>(type: "INTEGER", nullable: false),
                    OverAssignment = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Quotas", x => x.QuotaKey);
                });

            migrationBuilder.CreateTable(
                name: "RunCheckpoints",
                columns: table => new
                {
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Stage = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Batch = table.Column<int>(type: "INTEGER", nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunCheckpoints", x => new { x.RunKey, x.Stage, x.Batch });
                });

            migrationBuilder.CreateTable(
                name: "Runs",
                columns: table => new
                {
                    RunKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Stage = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Progress = table.Column<double>(type: "REAL", nullable: false),
                    SeriesCount = table.Column<int>(type: "INTEGER", nullable: false),
                    Seed = table.Column<long>(type: "INTEGER", nullable: false),
                    Parameters = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    InputCommit = table.Column<int>(type: "INTEGER", nullable: false),
                    InputHash = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ResultHash = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Summary = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    Error = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    Author = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    CancelRequested = table.Column<bool>(type: "INTEGER", nullable: false),
                    FencingToken = table.Column<long>(type: "INTEGER", nullable: false),
                    LeaseOwner = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    LeaseExpiresAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Runs", x => x.RunKey);
                });

            migrationBuilder.CreateTable(
                name: "Sales",
                columns: table => new
                {
                    SaleKey = table.Column<long>(type: "INTEGER", nullable: false),
                    ProductKey = table.Column<int>(type: "INTEGER", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ChannelKey = table.Column<int>(type: "INTEGER", nullable: false),
                    AccountKey = table.Column<int>(type: "INTEGER", nullable: false),
                    SalesRepKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Quantity = table.Column<double>(type: "REAL", nullable: false),
                    Revenue = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: false),
                    Cost = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: false),
                    CurrencyCode = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    DateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    PeriodStart = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    SupersededByLoadKey = table.Column<int>(type: "INTEGER", nullable: true),
                    RowKey = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 16, nullable: false),
                    PayloadHash = table.Column<long>(type: "INTEGER", nullable: false),
                    KnownFrom = table.Column<int>(type: "INTEGER", nullable: false),
                    KnownTo = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sales", x => x.SaleKey);
                });

            migrationBuilder.CreateTable(
                name: "SalesReps",
                columns: table => new
                {
                    SalesRepKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ManagerSalesRepKey = table.Column<int>(type: "INTEGER", nullable: true),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    HireDate = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LeaveDate = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Role = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SalesReps", x => x.SalesRepKey);
                });

            migrationBuilder.CreateTable(
                name: "Scenarios",
                columns: table => new
                {
                    ScenarioKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Description = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Author = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Scenarios", x => x.ScenarioKey);
                });

            migrationBuilder.CreateTable(
                name: "Settings",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Value = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Settings", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Territories",
                columns: table => new
                {
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Level1 = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Level2 = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Level3 = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ParentTerritoryKey = table.Column<int>(type: "INTEGER", nullable: true),
                    PreorderFirst = table.Column<int>(type: "INTEGER", nullable: false),
                    PreorderLast = table.Column<int>(type: "INTEGER", nullable: false),
                    IsLeaf = table.Column<bool>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Territories", x => x.TerritoryKey);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_Code",
                table: "Accounts",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Allocations_PlanVersionKey_DateKey",
                table: "Allocations",
                columns: new[] { "PlanVersionKey", "DateKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Capacities_DateKey",
                table: "Capacities",
                column: "DateKey");

            migrationBuilder.CreateIndex(
                name: "IX_Capacities_LoadKey",
                table: "Capacities",
                column: "LoadKey");

            migrationBuilder.CreateIndex(
                name: "IX_Capacities_SupersededByLoadKey",
                table: "Capacities",
                column: "SupersededByLoadKey",
                filter: "[SupersededByLoadKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "UX_Capacities_CurrentRowKey",
                table: "Capacities",
                column: "RowKey",
                unique: true,
                filter: "[KnownTo] = 2147483647");

            migrationBuilder.CreateIndex(
                name: "IX_Channels_Code",
                table: "Channels",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DataQualityResults_LoadKey",
                table: "DataQualityResults",
                column: "LoadKey");

            migrationBuilder.CreateIndex(
                name: "IX_ForecastAccuracies_PlanVersionKey_DateKey",
                table: "ForecastAccuracies",
                columns: new[] { "PlanVersionKey", "DateKey" });

            migrationBuilder.CreateIndex(
                name: "IX_ForecastQuantiles_PlanVersionKey_DateKey",
                table: "ForecastQuantiles",
                columns: new[] { "PlanVersionKey", "DateKey" });

            migrationBuilder.CreateIndex(
                name: "IX_ForecastRollups_PlanVersionKey_DateKey",
                table: "ForecastRollups",
                columns: new[] { "PlanVersionKey", "DateKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Forecasts_PlanVersionKey_DateKey",
                table: "Forecasts",
                columns: new[] { "PlanVersionKey", "DateKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Forecasts_PlanVersionKey_ProductKey_TerritoryKey_ChannelKey",
                table: "Forecasts",
                columns: new[] { "PlanVersionKey", "ProductKey", "TerritoryKey", "ChannelKey" });

            migrationBuilder.CreateIndex(
                name: "IX_HandledRequests_CreatedAt",
                table: "HandledRequests",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Inventory_DateKey",
                table: "Inventory",
                column: "DateKey");

            migrationBuilder.CreateIndex(
                name: "IX_Inventory_LoadKey",
                table: "Inventory",
                column: "LoadKey");

            migrationBuilder.CreateIndex(
                name: "IX_Inventory_SupersededByLoadKey",
                table: "Inventory",
                column: "SupersededByLoadKey",
                filter: "[SupersededByLoadKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "UX_Inventory_CurrentRowKey",
                table: "Inventory",
                column: "RowKey",
                unique: true,
                filter: "[KnownTo] = 2147483647");

            migrationBuilder.CreateIndex(
                name: "IX_KpiDefinitions_Code",
                table: "KpiDefinitions",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_KpiValues_PlanVersionKey_DateKey",
                table: "KpiValues",
                columns: new[] { "PlanVersionKey", "DateKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Loads_CommitNumber",
                table: "Loads",
                column: "CommitNumber");

            migrationBuilder.CreateIndex(
                name: "IX_Locations_Code",
                table: "Locations",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Models_Code",
                table: "Models",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Opportunities_DateKey",
                table: "Opportunities",
                column: "DateKey");

            migrationBuilder.CreateIndex(
                name: "IX_Opportunities_LoadKey",
                table: "Opportunities",
                column: "LoadKey");

            migrationBuilder.CreateIndex(
                name: "IX_Opportunities_SupersededByLoadKey",
                table: "Opportunities",
                column: "SupersededByLoadKey",
                filter: "[SupersededByLoadKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "UX_Opportunities_CurrentRowKey",
                table: "Opportunities",
                column: "RowKey",
                unique: true,
                filter: "[KnownTo] = 2147483647");

            migrationBuilder.CreateIndex(
                name: "IX_PlanLines_PlanVersionKey_DateKey",
                table: "PlanLines",
                columns: new[] { "PlanVersionKey", "DateKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Plans_Code",
                table: "Plans",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "UX_Plans_Default",
                table: "Plans",
                column: "Kind",
                unique: true,
                filter: "[IsDefault] = 1");

            migrationBuilder.CreateIndex(
                name: "IX_PlanVersions_Code",
                table: "PlanVersions",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PlanVersions_PlanKey_ScenarioKey_Number",
                table: "PlanVersions",
                columns: new[] { "PlanKey", "ScenarioKey", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "UX_PlanVersions_Published",
                table: "PlanVersions",
                columns: new[] { "PlanKey", "ScenarioKey" },
                unique: true,
                filter: "[Status] = 1");

            migrationBuilder.CreateIndex(
                name: "IX_Products_Code",
                table: "Products",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_QuotaNodes_PlanVersionKey_DateKey",
                table: "QuotaNodes",
                columns: new[] { "PlanVersionKey", "DateKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Quotas_PlanVersionKey_DateKey",
                table: "Quotas",
                columns: new[] { "PlanVersionKey", "DateKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Runs_Status",
                table: "Runs",
                column: "Status");

            migrationBuilder.CreateIndex(
                name: "IX_Sales_DateKey",
                table: "Sales",
                column: "DateKey");

            migrationBuilder.CreateIndex(
                name: "IX_Sales_LoadKey",
                table: "Sales",
                column: "LoadKey");

            migrationBuilder.CreateIndex(
                name: "IX_Sales_SupersededByLoadKey",
                table: "Sales",
                column: "SupersededByLoadKey",
                filter: "[SupersededByLoadKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "UX_Sales_CurrentRowKey",
                table: "Sales",
                column: "RowKey",
                unique: true,
                filter: "[KnownTo] = 2147483647");

            migrationBuilder.CreateIndex(
                name: "IX_SalesReps_Code",
                table: "SalesReps",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Scenarios_Code",
                table: "Scenarios",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Territories_Code",
                table: "Territories",
                column: "Code",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Accounts");

            migrationBuilder.DropTable(
                name: "Allocations");

            migrationBuilder.DropTable(
                name: "ApiKeys");

            migrationBuilder.DropTable(
                name: "Capacities");

            migrationBuilder.DropTable(
                name: "Channels");

            migrationBuilder.DropTable(
                name: "DataQualityResults");

            migrationBuilder.DropTable(
                name: "Dates");

            migrationBuilder.DropTable(
                name: "DimensionChanges");

            migrationBuilder.DropTable(
                name: "ForecastAccuracies");

            migrationBuilder.DropTable(
                name: "ForecastQuantiles");

            migrationBuilder.DropTable(
                name: "ForecastRollups");

            migrationBuilder.DropTable(
                name: "Forecasts");

            migrationBuilder.DropTable(
                name: "HandledRequests");

            migrationBuilder.DropTable(
                name: "Inventory");

            migrationBuilder.DropTable(
                name: "KeySequences");

            migrationBuilder.DropTable(
                name: "KpiDefinitions");

            migrationBuilder.DropTable(
                name: "KpiValues");

            migrationBuilder.DropTable(
                name: "LoadChunks");

            migrationBuilder.DropTable(
                name: "Loads");

            migrationBuilder.DropTable(
                name: "Locations");

            migrationBuilder.DropTable(
                name: "ModelArtefacts");

            migrationBuilder.DropTable(
                name: "Models");

            migrationBuilder.DropTable(
                name: "Opportunities");

            migrationBuilder.DropTable(
                name: "PlanLines");

            migrationBuilder.DropTable(
                name: "Plans");

            migrationBuilder.DropTable(
                name: "PlanVersions");

            migrationBuilder.DropTable(
                name: "Products");

            migrationBuilder.DropTable(
                name: "QuotaNodes");

            migrationBuilder.DropTable(
                name: "Quotas");

            migrationBuilder.DropTable(
                name: "RunCheckpoints");

            migrationBuilder.DropTable(
                name: "Runs");

            migrationBuilder.DropTable(
                name: "Sales");

            migrationBuilder.DropTable(
                name: "SalesReps");

            migrationBuilder.DropTable(
                name: "Scenarios");

            migrationBuilder.DropTable(
                name: "Settings");

            migrationBuilder.DropTable(
                name: "Territories");
        }
    }
}
