using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.Sqlite
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
                type: "INTEGER",
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
