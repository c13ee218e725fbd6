using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.SqlServer
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
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "PredecessorShare",
                table: "Products",
                type: "float",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Lifecycle",
                table: "Forecasts",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Note",
                table: "ForecastAccuracies",
                type: "nvarchar(4000)",
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
