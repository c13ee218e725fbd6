using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PlanningEngine.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DriverLevels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ProductLevel1",
                table: "DriverValues",
                type: "TEXT",
                maxLength: 256,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "ProductLevel2",
                table: "DriverValues",
                type: "TEXT",
                maxLength: 256,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "ProductLevel3",
                table: "DriverValues",
                type: "TEXT",
                maxLength: 256,
                nullable: false,
                defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Without its level a value would hold for all products.
            migrationBuilder.Sql("DELETE FROM \"DriverValues\" WHERE \"ProductLevel1\" <> '' OR \"ProductLevel2\" <> '' OR \"ProductLevel3\" <> ''");

            migrationBuilder.DropColumn(
                name: "ProductLevel1",
                table: "DriverValues");

            migrationBuilder.DropColumn(
                name: "ProductLevel2",
                table: "DriverValues");

            migrationBuilder.DropColumn(
                name: "ProductLevel3",
                table: "DriverValues");
        }
    }
}
