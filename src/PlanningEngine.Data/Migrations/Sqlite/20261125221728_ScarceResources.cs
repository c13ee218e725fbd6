using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ScarceResources : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "Change",
                table: "Quotas",
                type: "REAL",
                precision: 19,
                scale: 4,
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<string>(
                name: "Reason",
                table: "Quotas",
                type: "TEXT",
                maxLength: 4000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<double>(
                name: "Change",
                table: "QuotaNodes",
                type: "REAL",
                precision: 19,
                scale: 4,
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<string>(
                name: "Reason",
                table: "QuotaNodes",
                type: "TEXT",
                maxLength: 4000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "BudgetAllocations",
                columns: table => new
                {
                    BudgetAllocationKey = table.Column<long>(type: "INTEGER", nullable: false),
                    Item = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Label = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Amount = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: false),
                    Response = table.Column<double>(type: "REAL", nullable: false),
                    MarginalResponse = table.Column<double>(type: "REAL", nullable: false),
                    ReasonCode = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
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
                    table.PrimaryKey("PK_BudgetAllocations", x => x.BudgetAllocationKey);
                });

            migrationBuilder.CreateTable(
                name: "HeadcountPlans",
                columns: table => new
                {
                    HeadcountPlanKey = table.Column<long>(type: "INTEGER", nullable: false),
                    Role = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Hires = table.Column<int>(type: "INTEGER", nullable: false),
                    People = table.Column<double>(type: "REAL", nullable: false),
                    Capacity = table.Column<double>(type: "REAL", nullable: false),
                    Required = table.Column<double>(type: "REAL", nullable: false),
                    Shortfall = table.Column<double>(type: "REAL", nullable: false),
                    HireCost = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: false),
                    ShadowPrice = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
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
                    table.PrimaryKey("PK_HeadcountPlans", x => x.HeadcountPlanKey);
                });

            migrationBuilder.CreateTable(
                name: "InventoryPolicies",
                columns: table => new
                {
                    InventoryPolicyKey = table.Column<long>(type: "INTEGER", nullable: false),
                    ProductKey = table.Column<int>(type: "INTEGER", nullable: false),
                    LocationKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ExpectedDemand = table.Column<double>(type: "REAL", nullable: false),
                    SafetyStock = table.Column<double>(type: "REAL", nullable: false),
                    ReorderPoint = table.Column<double>(type: "REAL", nullable: false),
                    OrderQuantity = table.Column<double>(type: "REAL", nullable: false),
                    OnHand = table.Column<double>(type: "REAL", nullable: false),
                    OrderNow = table.Column<double>(type: "REAL", nullable: false),
                    CycleService = table.Column<double>(type: "REAL", nullable: false),
                    FillRate = table.Column<double>(type: "REAL", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
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
                    table.PrimaryKey("PK_InventoryPolicies", x => x.InventoryPolicyKey);
                });

            migrationBuilder.CreateTable(
                name: "TerritoryAssignments",
                columns: table => new
                {
                    TerritoryAssignmentKey = table.Column<long>(type: "INTEGER", nullable: false),
                    AccountKey = table.Column<int>(type: "INTEGER", nullable: false),
                    SalesRepKey = table.Column<int>(type: "INTEGER", nullable: false),
                    CurrentSalesRepKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Moved = table.Column<bool>(type: "INTEGER", nullable: false),
                    Workload = table.Column<double>(type: "REAL", nullable: false),
                    Potential = table.Column<double>(type: "REAL", precision: 19, scale: 4, nullable: false),
                    ReasonCode = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
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
                    table.PrimaryKey("PK_TerritoryAssignments", x => x.TerritoryAssignmentKey);
                });

            migrationBuilder.CreateIndex(
                name: "IX_BudgetAllocations_PlanVersionKey_DateKey",
                table: "BudgetAllocations",
                columns: new[] { "PlanVersionKey", "DateKey" });

            migrationBuilder.CreateIndex(
                name: "IX_HeadcountPlans_PlanVersionKey_DateKey",
                table: "HeadcountPlans",
                columns: new[] { "PlanVersionKey", "DateKey" });

            migrationBuilder.CreateIndex(
                name: "IX_InventoryPolicies_PlanVersionKey_DateKey",
                table: "InventoryPolicies",
                columns: new[] { "PlanVersionKey", "DateKey" });

            migrationBuilder.CreateIndex(
                name: "IX_TerritoryAssignments_PlanVersionKey_DateKey",
                table: "TerritoryAssignments",
                columns: new[] { "PlanVersionKey", "DateKey" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "BudgetAllocations");

            migrationBuilder.DropTable(
                name: "HeadcountPlans");

            migrationBuilder.DropTable(
                name: "InventoryPolicies");

            migrationBuilder.DropTable(
                name: "TerritoryAssignments");

            migrationBuilder.DropColumn(
                name: "Change",
                table: "Quotas");

            migrationBuilder.DropColumn(
                name: "Reason",
                table: "Quotas");

            migrationBuilder.DropColumn(
                name: "Change",
                table: "QuotaNodes");

            migrationBuilder.DropColumn(
                name: "Reason",
                table: "QuotaNodes");
        }
    }
}
