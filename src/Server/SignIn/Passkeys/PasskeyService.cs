using Microsoft.AspNetCore.Identity;
using Xinglin.Records.Audit;
using Xinglin.Records.Storage.Trail;
using Xinglin.Reports.Signing;
using Xinglin.Server.Faults;

namespace Xinglin.Server.SignIn.Passkeys;

/// <summary>A challenge as it goes to the browser.</summary>
/// <param name="Challenge">By this name its answer comes back.</param>
/// <param name="Options">The options of <c>navigator.credentials</c>, as JSON (WebAuthn Level 3).</param>
public sealed record PasskeyRequest(string Challenge, string Options);

/// <summary>
/// Passkeys by ASP.NET Core Identity's own handler: adding one, signing in by one, and the second authentication of a signature.
/// What a challenge was made for is kept by the server (<see cref="PasskeyChallenges"/>), not by the browser.
/// </summary>
public sealed class PasskeyService(
    IPasskeyHandler<Account> handler,
    UserManager<Account> users,
    PasskeyChallenges challenges,
    AccountsWitness witness,
    AccessTrail trail,
    IHttpContextAccessor request,
    ILogger<PasskeyService> log
)
{
    /// <summary>More than anybody has; so many keys and names fill no file.</summary>
    public const int Most = 20;

    /// <summary>Characters of a passkey's name.</summary>
    public const int LongestName = 60;

    private HttpContext Context => request.HttpContext!;

    public async Task<IReadOnlyList<UserPasskeyInfo>> OfAsync(string userId) =>
        await users.FindByIdAsync(userId) is { } account ? [.. await users.GetPasskeysAsync(account)] : [];

    /// <summary>Asks a browser for a new passkey of an account.</summary>
    public async Task<PasskeyRequest> AddingAsync(Account account)
    {
        var name = account.UserName ?? account.Id;
        var made = await handler.MakeCreationOptionsAsync(
            new()
            {
                Id = account.Id,
                Name = name,
                DisplayName = account.NameEn.Length > 0 ? account.NameEn : name,
            },
            Context
        );
        return new(challenges.Begin(AddUse(account), made.AttestationState ?? ""), made.CreationOptionsJson);
    }

    /// <summary>Keeps the new passkey.</summary>
    /// <returns>Whether it was one, made for this account in this session just now.</returns>
    public async Task<bool> AddAsync(Account account, string? challenge, string? credential, string? name)
    {
        if (challenges.Take(challenge, AddUse(account)) is not { } state || string.IsNullOrEmpty(credential))
            return false;
        var made = await handler.PerformAttestationAsync(
            new()
            {
                HttpContext = Context,
                CredentialJson = credential,
                AttestationState = state,
            }
        );
        if (!made.Succeeded || made.UserEntity?.Id != account.Id)
            return false;
        made.Passkey.Name = Named(name);
        return await witness.ChangeAsync(async () =>
            // What another account has is not taken over.
            await users.FindByPasskeyIdAsync(made.Passkey.CredentialId) is null
            && (await users.GetPasskeysAsync(account)).Count < Most
            && (await users.AddOrUpdatePasskeyAsync(account, made.Passkey)).Succeeded
        );
    }

    /// <summary>Takes a passkey of an account out of use.</summary>
    public Task<bool> RemoveAsync(Account account, byte[] credentialId) =>
        witness.ChangeAsync(async () =>
            await users.GetPasskeyAsync(account, credentialId) is not null
            && (await users.RemovePasskeyAsync(account, credentialId)).Succeeded
        );

    /// <summary>Asks for any passkey of this server, of whoever is there.</summary>
    public async Task<PasskeyRequest> SigningInAsync()
    {
        var made = await handler.MakeRequestOptionsAsync(null, Context);
        return new(challenges.Begin(new(PasskeyPurpose.SignIn), made.AssertionState ?? ""), made.RequestOptionsJson);
    }

    /// <summary>Whose passkey answered at sign-in; null where none did as it must. Belongs to a change of the accounts.</summary>
    /// <exception cref="InvalidDataException">The account's data are damaged.</exception>
    public Task<Account?> WhoAsync(string? challenge, string? credential) =>
        AssertAsync(new(PasskeyPurpose.SignIn), challenge, credential);

    /// <summary>Asks for a passkey of the signer, for one version of one document.</summary>
    /// <returns>Null where the person has none.</returns>
    public async Task<PasskeyRequest?> SigningAsync(Account account, string draftId, string version)
    {
        if ((await users.GetPasskeysAsync(account)).Count == 0)
            return null;
        var made = await handler.MakeRequestOptionsAsync(account, Context);
        var use = SignatureUse(account.Id, draftId, version);
        return new(challenges.Begin(use, made.AssertionState ?? ""), made.RequestOptionsJson);
    }

    /// <summary>Checks the second authentication of a signature, and records what it came to.</summary>
    /// <exception cref="AccessNotRecordedException">The answer could not be recorded, so there is none.</exception>
    public async Task<PasswordAnswer> VerifyAsync(PasskeyAssertion assertion, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var (name, answer) = await TryAsync(assertion);
        await trail.RecordAsync(
            new(
                AuditActor.Person(assertion.UserId, name),
                AuditActions.SecondAuthentication,
                $"Account/{assertion.UserId}"
            )
            {
                Reason = "signature by passkey",
                Result =
                    answer == PasswordAnswer.Right ? "ok"
                    : answer == PasswordAnswer.Damaged ? AccountsDamage.Result
                    : answer.ToString().ToLowerInvariant(),
            }
        );
        return answer;
    }

    private async Task<(string? Name, PasswordAnswer Answer)> TryAsync(PasskeyAssertion one)
    {
        try
        {
            return await witness.ChangeAsync<(string?, PasswordAnswer)>(async () =>
            {
                var use = SignatureUse(one.UserId, one.DraftId, one.Version);
                var account = await AssertAsync(use, one.Challenge, one.Credential);
                return account is null || account.Id != one.UserId ? (null, PasswordAnswer.Wrong)
                    : account.IsClosed ? (account.UserName, PasswordAnswer.Locked)
                    : (account.UserName, PasswordAnswer.Right);
            });
        }
        catch (Exception fault) when (AccountsDamage.Is(fault))
        {
            FaultLog.Write(log, fault, "accounts.db is damaged: second authentication");
            return (null, PasswordAnswer.Damaged);
        }
    }

    private async Task<Account?> AssertAsync(PasskeyUse use, string? challenge, string? credential)
    {
        if (challenges.Take(challenge, use) is not { } state || string.IsNullOrEmpty(credential))
            return null;
        var answer = await handler.PerformAssertionAsync(
            new()
            {
                HttpContext = Context,
                CredentialJson = credential,
                AssertionState = state,
            }
        );
        if (!answer.Succeeded)
            return null;
        if (!witness.IsReadable(answer.User.Id))
            throw new InvalidDataException("An account's name, lock, role or claim cannot be read.");
        // The authenticator's counter: a copy of a key shows by it.
        return (await users.AddOrUpdatePasskeyAsync(answer.User, answer.Passkey)).Succeeded ? answer.User : null;
    }

    private string? Session => SessionStore.IdOf(Context.User);

    private PasskeyUse AddUse(Account account) => new(PasskeyPurpose.Add, account.Id, Session);

    private PasskeyUse SignatureUse(string userId, string draftId, string version) =>
        new(PasskeyPurpose.Signature, userId, Session, draftId, version);

    private static string Named(string? name)
    {
        var shown = string.Concat((name ?? "").Where(sign => !char.IsControl(sign))).Trim();
        return shown.Length > LongestName ? shown[..LongestName] : shown;
    }
}
