using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Xinglin.Server.SignIn.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AccountsDatabase))]
    [Migration("20261201070000_Scopes")]
    public partial class Scopes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Tokens of before there were scopes keep what they could do: all that their account may.
            migrationBuilder.AddColumn<string>(
                name: "Scopes",
                table: "Tokens",
                type: "TEXT",
                nullable: false,
                defaultValue: "system/*.cruds import"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "Scopes", table: "Tokens");
        }
    }
}
