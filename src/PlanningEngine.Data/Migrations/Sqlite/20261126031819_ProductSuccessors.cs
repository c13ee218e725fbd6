using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ProductSuccessors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "PredecessorProductKey",
                table: "Products",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "PredecessorShare",
                table: "Products",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Lifecycle",
                table: "Forecasts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Note",
                table: "ForecastAccuracies",
                type: "TEXT",
                maxLength: 4000,
                nullable: false,
                defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "PredecessorProductKey",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "PredecessorShare",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "Lifecycle",
                table: "Forecasts");

            migrationBuilder.DropColumn(
                name: "Note",
                table: "ForecastAccuracies");
        }
    }
}
