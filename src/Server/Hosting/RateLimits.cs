using System.Globalization;
using System.Threading.RateLimiting;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Server.Pages.Errors;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Hosting;

/// <summary>
/// How often one address and one account may ask, and how often an address may sign in wrongly. Beyond it 429 with
/// Retry-After, in the protocol's own form.
/// </summary>
public sealed class RateLimits : IDisposable
{
    private const int Burst = 4;
    private const int SlicesPerSecond = 10;
    private static readonly ErrorDocument.Words WrongPasswords = new(
        ShellWords.WrongPasswordsTitle,
        ShellWords.WrongPasswordsBody
    );

    private readonly PartitionedRateLimiter<string>? _byAddress;
    private readonly PartitionedRateLimiter<string>? _byAccount;
    private readonly PartitionedRateLimiter<string> _wrongSignIns;

    public RateLimits(ServerOptions options)
    {
        if (options.RequestsPerSecond > 0)
        {
            _byAddress = Buckets(2 * options.RequestsPerSecond);
            _byAccount = Buckets(options.RequestsPerSecond);
        }
        _wrongSignIns = PartitionedRateLimiter.Create<string, string>(address =>
            RateLimitPartition.GetSlidingWindowLimiter(
                address,
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = Math.Max(1, options.WrongSignInsPerMinute),
                    Window = TimeSpan.FromMinutes(1),
                    SegmentsPerWindow = 6,
                }
            )
        );
    }

    /// <summary>Before it is known who asks.</summary>
    public async Task ByAddressAsync(HttpContext context, RequestDelegate next)
    {
        if (Refusal(_byAddress, ClientAddress.Of(context)) is { } wait)
            await RefuseAsync(context, wait);
        else if (HttpMethods.IsPost(context.Request.Method) && context.Request.Path == SignInModule.Page)
            await SignInAsync(context, next);
        else
            await next(context);
    }

    /// <summary>When it is known who asks.</summary>
    public async Task ByAccountAsync(HttpContext context, RequestDelegate next)
    {
        var isKnown = context.User.Identity?.IsAuthenticated == true;
        if (isKnown && Refusal(_byAccount, Callers.AccountOf(context.User)) is { } wait)
            await RefuseAsync(context, wait);
        else
            await next(context);
    }

    public void Dispose()
    {
        _byAddress?.Dispose();
        _byAccount?.Dispose();
        _wrongSignIns.Dispose();
    }

    /// <summary>Only wrong ones count: a ward behind one address signs in as often as it likes.</summary>
    private async Task SignInAsync(HttpContext context, RequestDelegate next)
    {
        var address = ClientAddress.Of(context);
        using (var ask = _wrongSignIns.AttemptAcquire(address, 0))
        {
            if (!ask.IsAcquired)
            {
                await RefuseAsync(context, TimeSpan.FromMinutes(1), WrongPasswords);
                return;
            }
        }

        await next(context);
        if (context.Response.Headers.Location.ToString().Contains("failure=", StringComparison.Ordinal))
            _wrongSignIns.AttemptAcquire(address).Dispose();
    }

    private static PartitionedRateLimiter<string> Buckets(int perSecond) =>
        PartitionedRateLimiter.Create<string, string>(key =>
            RateLimitPartition.GetTokenBucketLimiter(
                key,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = Burst * perSecond,
                    TokensPerPeriod = Math.Max(1, perSecond / SlicesPerSecond),
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / Math.Min(SlicesPerSecond, perSecond)),
                }
            )
        );

    /// <summary>How long to wait; null when there is no need.</summary>
    private static TimeSpan? Refusal(PartitionedRateLimiter<string>? limiter, string key)
    {
        if (limiter is null)
            return null;
        using var ask = limiter.AttemptAcquire(key);
        if (ask.IsAcquired)
            return null;
        return ask.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    private static Task RefuseAsync(HttpContext context, TimeSpan wait, ErrorDocument.Words? page = null)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var words = BilingualText.Of(
            $"请求过于频繁，请在 {seconds} 秒后重试。",
            $"Too many requests: try again in {seconds} s."
        );
        return FaultAnswers.WriteAsync(context, StatusCodes.Status429TooManyRequests, words, page);
    }
}
