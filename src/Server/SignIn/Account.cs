using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Xinglin.Server.SignIn;

/// <summary>A person who may sign in.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>The name that is under a signature, in Chinese.</summary>
    [ProtectedPersonalData]
    public string NameZh { get; set; } = "";

    /// <summary>The name that is under a signature, in English.</summary>
    [ProtectedPersonalData]
    public string NameEn { get; set; } = "";

    /// <summary>Id of the Practitioner who this person is in the records; null while nobody has said.</summary>
    public string? PractitionerId { get; set; }

    /// <summary>Closed by an administrator: neither the person nor a program of theirs gets in. What they signed stays theirs.</summary>
    [NotMapped]
    public bool IsClosed
    {
        get => LockoutEnd == DateTimeOffset.MaxValue;
        set => LockoutEnd = value ? DateTimeOffset.MaxValue : null;
    }
}

/// <summary>A secret by which a program reads and writes on a person's behalf. Only its hash is kept.</summary>
public sealed class ApiToken
{
    public required string Id { get; init; }
    public required string UserId { get; init; }
    public required string Purpose { get; init; }

    /// <summary>What it may be used for, as <see cref="SignIn.Scopes"/> reads it; never more than the account may do.</summary>
    public required string Scopes { get; init; }

    /// <summary>SHA-256 of the secret, in hexadecimal.</summary>
    public required string Hash { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Expires { get; init; }
}

/// <summary>Accounts and tokens, in <c>accounts.db</c> next to the records.</summary>
public sealed class AccountsDatabase(DbContextOptions<AccountsDatabase> options) : IdentityDbContext<Account>(options)
{
    public DbSet<ApiToken> Tokens => Set<ApiToken>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<BreakGlassAccess> BreakGlass => Set<BreakGlassAccess>();

    /// <summary>Identity's tables: the third version has passkeys.</summary>
    public static readonly Version IdentitySchema = IdentitySchemaVersions.Version3;

    // Identity asks the application's services for it; a context without an application has these.
    private static readonly IServiceProvider Alone = new ServiceCollection()
        .Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchema)
        .BuildServiceProvider();

    protected override void OnConfiguring(DbContextOptionsBuilder options)
    {
        if (options.Options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider is null)
            options.UseApplicationServiceProvider(Alone);
    }

    private static readonly ValueConverter<DateTimeOffset, long> Moment = new(
        time => time.ToUnixTimeMilliseconds(),
        number => DateTimeOffset.FromUnixTimeMilliseconds(number)
    );

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<ApiToken>().HasIndex(token => token.Hash).IsUnique();
        builder.Entity<Session>(session =>
        {
            session.HasIndex(one => one.UserId);
            // SQLite compares numbers, and no times with offsets: milliseconds since 1970.
            session.Property(one => one.Created).HasConversion(Moment);
            session.Property(one => one.Expires).HasConversion(Moment);
        });
        builder.Entity<BreakGlassAccess>(access =>
        {
            access.HasIndex(one => new { one.UserId, one.PatientId });
            access.Property(one => one.Begun).HasConversion(Moment);
            access.Property(one => one.Ends).HasConversion(Moment);
            access.Property(one => one.Reviewed).HasConversion(Moment);
        });
    }
}
