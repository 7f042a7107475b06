using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Xinglin.Server.SignIn.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AccountsDatabase))]
    [Migration("20261201070000_SessionPlaces")]
    public partial class SessionPlaces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var column in new[] { "Address", "Browser" })
            {
                migrationBuilder.AddColumn<string>(
                    name: column,
                    table: "Sessions",
                    type: "TEXT",
                    nullable: false,
                    defaultValue: ""
                );
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var column in new[] { "Address", "Browser" })
                migrationBuilder.DropColumn(name: column, table: "Sessions");
        }
    }
}
