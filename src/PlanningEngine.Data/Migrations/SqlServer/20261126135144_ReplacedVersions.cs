using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ReplacedVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "ReplacedPlanVersionKey",
                table: "PlanVersions",
                type: "int",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ReplacedPlanVersionKey",
                table: "PlanVersions");
        }
    }
}
