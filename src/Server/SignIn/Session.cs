namespace Xinglin.Server.SignIn;

/// <summary>A person's stay, from sign-in to sign-out, in one browser, whose cookie names it.</summary>
public sealed class Session
{
    public required string Id { get; init; }
    public required string UserId { get; init; }
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends at the latest, however busy it is.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The address that the person signed in from; empty of one from before it was kept.</summary>
    public string Address { get; init; } = "";

    /// <summary>What the browser said of itself, cut at <see cref="MostBrowser"/> characters.</summary>
    public string Browser { get; init; } = "";

    /// <summary>Characters of <see cref="Browser"/>.</summary>
    public const int MostBrowser = 200;
}

/// <summary>How long a person may stay signed in.</summary>
/// <param name="Idle">Without a request, a click or a key.</param>
/// <param name="Whole">In all.</param>
public sealed record SessionLimits(TimeSpan Idle, TimeSpan Whole)
{
    public static readonly SessionLimits Usual = new(TimeSpan.FromHours(1), TimeSpan.FromHours(12));
}
