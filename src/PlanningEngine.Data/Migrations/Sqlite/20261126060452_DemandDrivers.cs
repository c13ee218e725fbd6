using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DemandDrivers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "BaseMean",
                table: "Forecasts",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            // Forecasts made before drivers were known rest on none.
            migrationBuilder.Sql("UPDATE \"Forecasts\" SET \"BaseMean\" = \"Mean\";");

            migrationBuilder.CreateTable(
                name: "Drivers",
                columns: table => new
                {
                    DriverKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Form = table.Column<int>(type: "INTEGER", nullable: false),
                    Default = table.Column<int>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ModifiedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LoadKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Drivers", x => x.DriverKey);
                });

            migrationBuilder.CreateTable(
                name: "DriverValues",
                columns: table => new
                {
                    DriverValueKey = table.Column<long>(type: "INTEGER", nullable: false),
                    DriverKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ProductKey = table.Column<int>(type: "INTEGER", nullable: false),
                    TerritoryKey = table.Column<int>(type: "INTEGER", nullable: false),
                    ChannelKey = table.Column<int>(type: "INTEGER", nullable: false),
                    EndDateKey = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<double>(type: "REAL", nullable: false),
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
                    table.PrimaryKey("PK_DriverValues", x => x.DriverValueKey);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Drivers_Code",
                table: "Drivers",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DriverValues_DateKey",
                table: "DriverValues",
                column: "DateKey");

            migrationBuilder.CreateIndex(
                name: "IX_DriverValues_LoadKey",
                table: "DriverValues",
                column: "LoadKey");

            migrationBuilder.CreateIndex(
                name: "IX_DriverValues_SupersededByLoadKey",
                table: "DriverValues",
                column: "SupersededByLoadKey",
                filter: "[SupersededByLoadKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "UX_DriverValues_CurrentRowKey",
                table: "DriverValues",
                column: "RowKey",
                unique: true,
                filter: "[KnownTo] = 2147483647");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Drivers");

            migrationBuilder.DropTable(
                name: "DriverValues");

            migrationBuilder.DropColumn(
                name: "BaseMean",
                table: "Forecasts");
        }
    }
}
