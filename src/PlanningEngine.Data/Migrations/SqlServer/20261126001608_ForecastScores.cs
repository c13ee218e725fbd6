using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.SqlServer
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
                type: "float",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "QuantileLoss",
                table: "ForecastAccuracies",
                type: "float",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Rmsse",
                table: "ForecastAccuracies",
                type: "float",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Wql",
                table: "ForecastAccuracies",
                type: "float",
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
