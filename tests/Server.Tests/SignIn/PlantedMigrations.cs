using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xinglin.Server.SignIn;
using Xinglin.Server.SignIn.Migrations;

namespace Xinglin.Server.Tests.SignIn;

/// <summary>The first migration as the next version of the program would know it.</summary>
[DbContext(typeof(AccountsDatabase))]
[Migration(Id)]
public sealed class FirstTablesOfNextVersion : FirstTables
{
    public const string Id = "20261130215348_FirstTables";
}

/// <summary>The second, likewise.</summary>
[DbContext(typeof(AccountsDatabase))]
[Migration(Id)]
public sealed class SessionsOfNextVersion : Sessions
{
    public const string Id = "20261201024500_Sessions";
}

/// <summary>The third, likewise.</summary>
[DbContext(typeof(AccountsDatabase))]
[Migration(Id)]
public sealed class SessionPlacesOfNextVersion : SessionPlaces
{
    public const string Id = "20261201070000_SessionPlaces";
}

/// <summary>The fourth, likewise.</summary>
[DbContext(typeof(AccountsDatabase))]
[Migration(Id)]
public sealed class ScopesOfNextVersion : Xinglin.Server.SignIn.Migrations.Scopes
{
    public const string Id = "20261201070000_Scopes";
}

/// <summary>The fifth, likewise.</summary>
[DbContext(typeof(AccountsDatabase))]
[Migration(Id)]
public sealed class PasskeysOfNextVersion : Passkeys
{
    public const string Id = "20261201080000_Passkeys";
}

/// <summary>The sixth, likewise.</summary>
[DbContext(typeof(AccountsDatabase))]
[Migration(Id)]
public sealed class CareUnitsOfNextVersion : CareUnits
{
    public const string Id = "20261201120000_CareUnits";
}

/// <summary>A change of the tables that the next version might make.</summary>
[DbContext(typeof(AccountsDatabase))]
[Migration(Id)]
public sealed class PlantedMigration : Migration
{
    public const string Id = "29990101000000_Planted";

    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AddColumn<string>("Ward", "AspNetUsers", nullable: false, defaultValue: "east");
}
