using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Files;
using Xinglin.Records.Storage.Trail;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Care;

/// <summary>
/// Opening the chart of a patient in another team's care: by a person, for a stated reason, for some hours. Each is kept in
/// <c>accounts.db</c> until the privacy officer has looked at it, and after. Thread-safe.
/// </summary>
public sealed class BreakGlass(
    IServiceScopeFactory scopes,
    AccountsWitness witness,
    string dataFolder,
    TimeProvider clock
)
{
    /// <summary>Reasons to choose from; <see cref="Other"/> needs words.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["emergency", "consultation", "cover", "quality", Other];

    public const string Other = "other";

    /// <summary>Characters that the words of another reason have at least.</summary>
    public const int FewestLetters = 10;

    /// <summary>Characters that the words, or a note of the review, have at most.</summary>
    public const int MostLetters = 500;

    /// <summary>Why an opening cannot be begun so; null when it can.</summary>
    public static BilingualText? RefusalOf(string? reason, string? words)
    {
        if (reason is null || !Reasons.Contains(reason))
            return new("请选择打开的理由。", "Choose the reason for opening the chart.");
        if (words is { Length: > MostLetters })
            return new($"说明至多 {MostLetters} 个字符。", $"Write at most {MostLetters} characters.");
        return reason == Other && (words?.Count(char.IsLetterOrDigit) ?? 0) < FewestLetters
            ? new(
                $"选择“其他”时，请写明理由，至少 {FewestLetters} 个字。",
                $"With \"other\", write the reason in at least {FewestLetters} letters."
            )
            : null;
    }

    /// <summary>Opens a chart for a person; the caller has recorded it in the trail.</summary>
    public Task<BreakGlassAccess> OpenAsync(ClaimsPrincipal person, ClosedChart chart, string reason, string words)
    {
        var now = clock.GetUtcNow();
        var access = new BreakGlassAccess
        {
            Id = Guid.NewGuid().ToString("n"),
            UserId = Callers.AccountOf(person),
            PatientId = chart.PatientId,
            Reason = reason,
            Words = words,
            Units = string.Join(' ', chart.Units.Select(unit => unit.Reference)),
            Begun = now,
            Ends = now + HospitalSettings.Of(dataFolder).BreakGlassLasts,
        };
        return ChangeAsync(async accounts =>
        {
            accounts.BreakGlass.Add(access);
            await accounts.SaveChangesAsync();
            return access;
        });
    }

    /// <summary>By which opening a person reads a patient's chart now; null when by none.</summary>
    public Task<BreakGlassAccess?> NowAsync(ClaimsPrincipal person, IReadOnlyCollection<string> patients)
    {
        var (user, now) = (Callers.AccountOf(person), clock.GetUtcNow());
        return WithAsync(accounts =>
            accounts
                .BreakGlass.AsNoTracking()
                .Where(one =>
                    one.UserId == user && patients.Contains(one.PatientId) && one.Begun <= now && one.Ends > now
                )
                .OrderByDescending(one => one.Ends)
                .FirstOrDefaultAsync()
        );
    }

    public Task<int> UnreviewedAsync() =>
        WithAsync(accounts => accounts.BreakGlass.CountAsync(one => one.Reviewed == null));

    /// <summary>All openings, the latest first, those that nobody has reviewed before the others.</summary>
    public Task<List<BreakGlassAccess>> AllAsync(int skip, int most) =>
        WithAsync(accounts =>
            accounts
                .BreakGlass.AsNoTracking()
                .OrderBy(one => one.Reviewed != null)
                .ThenByDescending(one => one.Begun)
                .Skip(skip)
                .Take(most)
                .ToListAsync()
        );

    public Task<BreakGlassAccess?> FindAsync(string id) =>
        WithAsync(accounts => accounts.BreakGlass.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id));

    /// <summary>The privacy officer has looked at an opening.</summary>
    /// <returns>Why not; null when it is noted.</returns>
    public Task<BilingualText?> ReviewAsync(string id, ClaimsPrincipal by, string note)
    {
        var reviewer = Callers.AccountOf(by);
        return ChangeAsync<BilingualText?>(async accounts =>
        {
            if (await accounts.BreakGlass.SingleOrDefaultAsync(one => one.Id == id) is not { } access)
                return new("没有此条记录。", "There is no such access.");
            if (access.UserId == reviewer)
            {
                return new(
                    "不能审阅自己的访问，请由他人审阅。",
                    "Nobody reviews an access of their own: another person does."
                );
            }
            if (access.Reviewed is not null)
                return new("此条已被审阅。", "It has been reviewed already.");
            (access.ReviewedBy, access.Reviewed, access.ReviewNote) = (reviewer, clock.GetUtcNow(), note);
            await accounts.SaveChangesAsync();
            return null;
        });
    }

    private Task<T> ChangeAsync<T>(Func<AccountsDatabase, Task<T>> change) =>
        witness.ChangeAsync(() => WithAsync(change));

    private async Task<T> WithAsync<T>(Func<AccountsDatabase, Task<T>> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<AccountsDatabase>());
    }
}
