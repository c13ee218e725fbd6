using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class MethodWeights : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "ChoiceError",
                table: "ForecastAccuracies",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Weight",
                table: "ForecastAccuracies",
                type: "REAL",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ChoiceError",
                table: "ForecastAccuracies");

            migrationBuilder.DropColumn(
                name: "Weight",
                table: "ForecastAccuracies");
        }
    }
}
