using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Xinglin.Server.SignIn.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AccountsDatabase))]
    [Migration("20261201120000_CareUnits")]
    public partial class CareUnits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Nobody is linked to a unit before an administrator says so: nothing closes by the upgrade.
            migrationBuilder.AddColumn<string>(
                name: "PractitionerId",
                table: "AspNetUsers",
                type: "TEXT",
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "BreakGlass",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    UserId = table.Column<string>(type: "TEXT", nullable: false),
                    PatientId = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    Words = table.Column<string>(type: "TEXT", nullable: false),
                    Units = table.Column<string>(type: "TEXT", nullable: false),
                    Begun = table.Column<long>(type: "INTEGER", nullable: false),
                    Ends = table.Column<long>(type: "INTEGER", nullable: false),
                    ReviewedBy = table.Column<string>(type: "TEXT", nullable: true),
                    Reviewed = table.Column<long>(type: "INTEGER", nullable: true),
                    ReviewNote = table.Column<string>(type: "TEXT", nullable: false),
                },
                constraints: table => table.PrimaryKey("PK_BreakGlass", x => x.Id)
            );

            migrationBuilder.CreateIndex(
                name: "IX_BreakGlass_UserId_PatientId",
                table: "BreakGlass",
                columns: ["UserId", "PatientId"]
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "BreakGlass");
            migrationBuilder.DropColumn(name: "PractitionerId", table: "AspNetUsers");
        }
    }
}
