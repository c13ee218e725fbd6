using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class VersionBuckets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Bucket",
                table: "PlanVersions",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: false,
                defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Bucket",
                table: "PlanVersions");
        }
    }
}
