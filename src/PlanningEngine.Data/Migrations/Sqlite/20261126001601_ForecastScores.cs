using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ForecastScores : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "Msis",
                table: "ForecastAccuracies",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "QuantileLoss",
                table: "ForecastAccuracies",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Rmsse",
                table: "ForecastAccuracies",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Wql",
                table: "ForecastAccuracies",
                type: "REAL",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Msis",
                table: "ForecastAccuracies");

            migrationBuilder.DropColumn(
                name: "QuantileLoss",
                table: "ForecastAccuracies");

            migrationBuilder.DropColumn(
                name: "Rmsse",
                table: "ForecastAccuracies");

            migrationBuilder.DropColumn(
                name: "Wql",
                table: "ForecastAccuracies");
        }
    }
}
