using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Signing;
using Xinglin.Server.Faults;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace Xinglin.Server.SignIn;

/// <summary>Nothing answers without sign-in, except health and the sign-in page.</summary>
public static class SignInModule
{
    public const string Page = "/sign-in";

    /// <summary>A person with a session, not a program with a token: what the pages, and so signing, ask for.</summary>
    public const string PersonPolicy = "person";

    private const string CookieOrToken = "cookie-or-token";

    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(
        new Account(),
        Passwords.New()
    );

    /// <param name="limits">How long a session may be; the usual ones when null.</param>
    public static void AddSignIn(this IServiceCollection services, string dataFolder, SessionLimits? limits = null)
    {
        services.AddSingleton(limits ?? SessionLimits.Usual);
        services.AddSingleton<SessionStore>();
        services.AddSingleton<WrongPasswords>();
        services.AddHttpContextAccessor();
        services.AddDbContext<AccountsDatabase>(options =>
            options.UseSqlite($"Data Source={Path.Combine(dataFolder, AccountsState.FileName)}")
        );
        services
            .AddDataProtection()
            .SetApplicationName("xinglin")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(dataFolder, "keys")));
        services
            .AddIdentityCore<Account>(options =>
            {
                options.Password.RequiredLength = 12;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Stores.SchemaVersion = AccountsDatabase.IdentitySchema;
            })
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<AccountsDatabase>()
            .AddSignInManager();
        services
            .AddAuthentication(CookieOrToken)
            .AddPolicyScheme(
                CookieOrToken,
                null,
                options =>
                    options.ForwardDefaultSelector = context =>
                        context.Request.Headers.Authorization.Count > 0
                            ? TokenAuthentication.Scheme_
                            : IdentityConstants.ApplicationScheme
            )
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Scheme_, null)
            .AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(ConfigureCookie));
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(
                PersonPolicy,
                policy =>
                    policy
                        .RequireAuthenticatedUser()
                        .RequireAssertion(context =>
                            !context.User.HasClaim(claim => claim.Type == TokenAuthentication.ProgramClaim)
                        )
            )
            .AddPermissions();
        services.AddScoped(provider => new AccountsUpgrade(
            dataFolder,
            provider.GetRequiredService<AccountsDatabase>(),
            provider.GetRequiredService<AccountsWitness>()
        ));
        services.AddScoped<Accounts>();
        services.AddScoped<SessionsAndTokens>();
        services.AddScoped<AccountNames>();
        services.AddSingleton<PasswordVerifier>();
        services.AddSingleton<PasswordCheck>(provider => provider.GetRequiredService<PasswordVerifier>().VerifyAsync);
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
    }

    /// <summary>Makes the accounts database, or brings an older one up to this version.</summary>
    /// <inheritdoc cref="AccountsUpgrade.RunAsync"/>
    public static async Task PrepareAccountsAsync(this IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountsUpgrade>().RunAsync();
    }

    public static void MapSignIn(this WebApplication app)
    {
        app.MapPost(Page, SignInAsync).AllowAnonymous().RecordedAs(AuditActions.SignIn);
        app.MapPost("/sign-out", SignOutAsync).RecordedAs(AuditActions.SignOut);
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options)
    {
        options.LoginPath = Page;
        options.AccessDeniedPath = Page;
        options.ReturnUrlParameter = "back";
        // Its end is the session's, which the server keeps.
        options.ExpireTimeSpan = TimeSpan.FromDays(30);
        options.SlidingExpiration = false;
        options.Cookie.Name = "xinglin";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    private static async Task<RedirectHttpResult> SignInAsync(
        [FromForm] string? user,
        [FromForm] string? password,
        [FromForm] string? back,
        SignInManager<Account> signIn,
        [FromServices] AccountsWitness witness,
        [FromServices] SessionStore sessions,
        [FromServices] WrongPasswords wrong,
        [FromServices] ILoggerFactory logs,
        HttpContext context
    )
    {
        var note = AccessNote.Of(context);
        Account? account;
        SignInResult result;
        try
        {
            // The typed name is not recorded where there is no such account: people type passwords into that field.
            account = await signIn.UserManager.FindByNameAsync(user?.Trim() ?? "");
            note.Entity = $"Account/{account?.Id ?? "unknown"}";
            if (account is not null && !witness.IsReadable(account.Id))
                throw new InvalidDataException("An account's name, lock, role or claim cannot be read.");
            result = await witness.ChangeAsync(() =>
                TryAsync(signIn, sessions, wrong, context, account, user, password ?? "")
            );
        }
        catch (Exception fault) when (AccountsDamage.Is(fault))
        {
            FaultLog.Write(logs.CreateLogger("Xinglin.Server.SignIn"), fault, "accounts.db is damaged: sign-in");
            note.Entity ??= "Account/unknown";
            note.Result = AccountsDamage.Result;
            return Failed(AccountsDamage.Result, back);
        }
        note.Result =
            result.Succeeded ? "ok"
            : result.IsLockedOut ? "locked"
            : result.IsNotAllowed ? "closed"
            : "wrong";
        if (result.Succeeded && account is not null)
            note.Actor = AuditActor.Person(account.Id, account.UserName);
        if (result.Succeeded)
            return TypedResults.LocalRedirect(IsLocal(back) && !IsSignOut(back!) ? back! : "/");
        return Failed(note.Result, back);
    }

    private static async Task<SignInResult> TryAsync(
        SignInManager<Account> signIn,
        SessionStore sessions,
        WrongPasswords wrong,
        HttpContext context,
        Account? account,
        string? typed,
        string password
    )
    {
        var (name, place) = (WrongPasswords.NameOf(account, typed), ClientAddress.Of(context));
        if (wrong.IsLocked(name, place))
            return SignInResult.LockedOut;
        // As long as it takes with an account: nobody learns by a clock which names there are.
        if (account is null)
            signIn.UserManager.PasswordHasher.VerifyHashedPassword(new Account(), NobodysHash, password);
        if (account is null || !await signIn.UserManager.CheckPasswordAsync(account, password))
            return wrong.Note(name, place) ? SignInResult.LockedOut : SignInResult.Failed;
        wrong.Forget(name, place);
        if (account.IsClosed)
            return SignInResult.NotAllowed;
        await BeginAsync(signIn, sessions, context, account);
        return SignInResult.Success;
    }

    /// <summary>
    /// Begins a session of somebody who has proved who they are, in place of the browser's last one. It belongs to a change of the
    /// accounts that its caller has begun.
    /// </summary>
    internal static async Task BeginAsync(
        SignInManager<Account> signIn,
        SessionStore sessions,
        HttpContext context,
        Account account
    )
    {
        if (SessionStore.IdOf(context.User) is { } before)
            await sessions.EndAsync(before);
        var session = await sessions.BeginAsync(
            account.Id,
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            context.Request.Headers.UserAgent.ToString()
        );
        await signIn.SignInWithClaimsAsync(account, isPersistent: false, [new(SessionStore.SessionClaim, session)]);
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        try
        {
            // Who it is and what they may do is as it stands now, whatever the cookie said once.
            if (
                SessionStore.IdOf(context.Principal!) is { } session
                && await services.GetRequiredService<SessionStore>().PersonOfAsync(session) is { } person
            )
            {
                context.ReplacePrincipal(person);
            }
            else
            {
                context.RejectPrincipal();
            }
        }
        catch (Exception fault) when (AccountsDamage.Is(fault))
        {
            var logs = services.GetRequiredService<ILoggerFactory>();
            FaultLog.Write(logs.CreateLogger("Xinglin.Server.SignIn"), fault, "accounts.db is damaged: session");
            context.RejectPrincipal();
        }
    }

    private static RedirectHttpResult Failed(string failure, string? back) =>
        TypedResults.LocalRedirect(
            $"{Page}?failure={failure}" + (IsLocal(back) ? $"&back={Uri.EscapeDataString(back!)}" : "")
        );

    private static async Task<RedirectHttpResult> SignOutAsync(
        SignInManager<Account> signIn,
        [FromServices] AccountsWitness witness,
        [FromServices] SessionStore sessions,
        HttpContext context,
        [FromForm] string? _ = null
    )
    {
        var note = AccessNote.Of(context);
        note.Actor = Callers.ActorOf(context.User);
        note.Entity = $"Account/{Callers.AccountOf(context.User)}";
        await witness.ChangeAsync(async () =>
        {
            if (SessionStore.IdOf(context.User) is { } session)
                await sessions.EndAsync(session);
            await signIn.SignOutAsync();
            return true;
        });
        return TypedResults.LocalRedirect(Page);
    }

    /// <summary>Where a person was led from who signed out in two tabs; nobody is led back there.</summary>
    internal static bool IsSignOut(string path) => path.StartsWith("/sign-out", StringComparison.OrdinalIgnoreCase);

    /// <summary>An address within this server: what a redirect may take, so that no odd one makes it fail.</summary>
    internal static bool IsLocal(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(char.IsControl);
}
