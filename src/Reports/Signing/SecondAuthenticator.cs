namespace Xinglin.Reports.Signing;

/// <summary>Turns a password, typed again, or a passkey's answer into the proof that a signature needs. Thread-safe if the checks are.</summary>
/// <param name="passkeys">No passkey serves where it is null.</param>
public sealed class SecondAuthenticator(PasswordCheck check, TimeProvider clock, PasskeyCheck? passkeys = null)
{
    /// <summary>The proof for one document, or why there is none.</summary>
    public async Task<Confirmation> ConfirmAsync(
        string userId,
        string password,
        string draftId,
        CancellationToken ct = default
    )
    {
        var answer = await check(userId, password, ct);
        return new(
            answer,
            answer == PasswordAnswer.Right ? new SecondAuthentication(userId, draftId, clock.GetUtcNow()) : null
        );
    }

    /// <inheritdoc cref="ConfirmAsync(string, string, string, CancellationToken)"/>
    public async Task<Confirmation> ConfirmAsync(PasskeyAssertion assertion, CancellationToken ct = default)
    {
        var answer = passkeys is null ? PasswordAnswer.Wrong : await passkeys(assertion, ct);
        return new(
            answer,
            answer == PasswordAnswer.Right
                ? new SecondAuthentication(assertion.UserId, assertion.DraftId, clock.GetUtcNow())
                : null
        );
    }
}
