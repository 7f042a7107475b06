using Xinglin.Reports.Review;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Signing;

/// <summary>What became of a password that was typed again.</summary>
public enum PasswordAnswer
{
    /// <summary>It is the user's, and the account may sign in.</summary>
    Right,

    /// <summary>It is not the user's; another try may follow.</summary>
    Wrong,

    /// <summary>The account is locked, before this password or by it: no password helps for the time being.</summary>
    Locked,

    /// <summary>The account's data are damaged: no password helps until they are put right.</summary>
    Damaged,
}

/// <summary>Checks a password against the account of a user; the server's sign-in gives it.</summary>
public delegate Task<PasswordAnswer> PasswordCheck(string userId, string password, CancellationToken ct);

/// <summary>The answer of a person's passkey to a challenge that was made for one version of one document.</summary>
/// <param name="Challenge">Names the challenge; it serves once.</param>
/// <param name="Credential">The browser's <c>PublicKeyCredential</c> as JSON (WebAuthn Level 3).</param>
public sealed record PasskeyAssertion(
    string UserId,
    string DraftId,
    string Version,
    string Challenge,
    string Credential
);

/// <summary>Checks a passkey's answer; <see cref="PasswordAnswer.Right"/> only if it is that user's, to that challenge.</summary>
public delegate Task<PasswordAnswer> PasskeyCheck(PasskeyAssertion assertion, CancellationToken ct);

/// <summary>What the second authentication came to.</summary>
/// <param name="Proof">There exactly when the password or the passkey is right.</param>
public sealed record Confirmation(PasswordAnswer Answer, SecondAuthentication? Proof);

/// <summary>
/// The proof that a user gave the password again or used a passkey, a moment ago, for one document. Only <see cref="SecondAuthenticator"/> can
/// make one, only from these, and it serves one signature: a program with a token cannot sign, and nobody can sign a
/// list.
/// </summary>
public sealed class SecondAuthentication
{
    /// <summary>How long a proof is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private int _used;

    internal SecondAuthentication(string userId, string draftId, DateTimeOffset at)
    {
        UserId = userId;
        DraftId = draftId;
        At = at;
    }

    public string UserId { get; }

    /// <summary>The one document that may be signed with it.</summary>
    public string DraftId { get; }

    public DateTimeOffset At { get; }

    /// <summary>Uses the proof up.</summary>
    /// <exception cref="ReviewRejectedException">It is another user's, another document's, too old or used.</exception>
    internal void Use(string userId, string draftId, DateTimeOffset now)
    {
        if (
            UserId != userId
            || DraftId != draftId
            || now - At > Lifetime
            || now < At
            || Interlocked.Exchange(ref _used, 1) == 1
        )
        {
            throw new ReviewRejectedException(
                "second-authentication",
                new BilingualText(
                    "请重新输入密码或使用通行密钥后签署。",
                    "Enter your password again, or use your passkey, to sign."
                )
            );
        }
    }
}
