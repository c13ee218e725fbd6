using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CompanyNodes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Node",
                table: "QuotaNodes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Node",
                table: "ForecastRollups",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            // Rows from before: what has no territory is the company.
            migrationBuilder.Sql("UPDATE \"ForecastRollups\" SET \"Node\" = 1 WHERE \"TerritoryKey\" = 0");
            migrationBuilder.Sql("UPDATE \"QuotaNodes\" SET \"Node\" = 1 WHERE \"TerritoryKey\" = 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Node",
                table: "QuotaNodes");

            migrationBuilder.DropColumn(
                name: "Node",
                table: "ForecastRollups");
        }
    }
}
