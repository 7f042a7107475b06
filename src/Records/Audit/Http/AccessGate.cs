using System.Globalization;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Xinglin.Records.Storage.Trail;

namespace Xinglin.Records.Audit.Http;

/// <summary>
/// The one place that every request passes: the access is durably recorded before the first byte of the answer leaves. What
/// cannot be recorded is answered with 503, or 507 when the disk is full, and nothing of the data.
/// </summary>
/// <param name="actorOf">Who is behind a request.</param>
/// <param name="refuse">Answers a rejection (status, words) in the form of the address; headers and body are still empty.</param>
/// <param name="charts">Whose charts are open to whom; everybody's to all who get as far when null.</param>
public sealed class AccessGate(
    AccessTrail trail,
    Func<ClaimsPrincipal, AuditActor> actorOf,
    Func<HttpContext, int, string, Task> refuse,
    Func<HttpContext, IEnumerable<string>>? askedAbout = null,
    ChartRule? charts = null
)
{
    /// <summary>Passes a request on, with its answer behind the gate.</summary>
    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<NoPatientData>() is { Silent: true })
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        if (await trail.TryAgainAsync().ConfigureAwait(false) is { } before)
        {
            await RefuseAsync(context, [.. context.Response.Headers], before, "Nothing was done.")
                .ConfigureAwait(false);
            return;
        }
        var given = context.Response.Headers.ToArray();
        var plain = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        AccessNotRecordedException? unrecorded = null;
        ChartClosedException? closed = null;
        context.Features.Set(charts);
        var gate = new GatedBody(
            plain,
            async () =>
            {
                try
                {
                    // Whose data the answer holds, whatever its address said.
                    ChartRule.Ask(context, AccessNote.Of(context).Patients);
                    if (AccessOf(context, endpoint) is { } access)
                        await trail.RecordAsync(access).ConfigureAwait(false);
                }
                catch (AccessNotRecordedException fault)
                {
                    unrecorded = fault;
                    throw;
                }
                catch (ChartClosedException fault)
                {
                    closed = fault;
                    throw;
                }
            }
        );
        context.Features.Set<IHttpResponseBodyFeature>(gate);
        try
        {
            await next(context).ConfigureAwait(false);
            await gate.FinishAsync().ConfigureAwait(false);
        }
        catch (Exception) when (unrecorded is not null || closed is not null)
        {
            // Answered below, whoever in between was told of it first.
        }
        catch (ChartClosedException fault) when (!gate.IsAsked)
        {
            closed = fault;
        }
        catch (Exception) when (!gate.IsAsked)
        {
            // It goes on to the web server, which answers without a body; what was tried is recorded all the same.
            AccessNote.Of(context).Result ??= "500";
            await gate.OpenAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            context.Features.Set(plain);
        }
        if (closed is not null)
        {
            unrecorded = await CloseAsync(context, endpoint, given, closed).ConfigureAwait(false);
        }
        if (unrecorded is not null)
        {
            await RefuseAsync(
                    context,
                    given,
                    unrecorded,
                    IsQuestion(context)
                        ? "The answer was withheld."
                        : "What was asked for may have been carried out; the answer was withheld."
                )
                .ConfigureAwait(false);
        }
    }

    /// <summary>Records that a chart was closed to who asked, and answers so; why it could not be recorded, where it could not.</summary>
    private async Task<AccessNotRecordedException?> CloseAsync(
        HttpContext context,
        Endpoint? endpoint,
        KeyValuePair<string, StringValues>[] given,
        ChartClosedException closed
    )
    {
        AccessNote.Of(context).About(closed.Patients).Result = "403";
        try
        {
            if (AccessOf(context, endpoint) is { } access)
                await trail.RecordAsync(access).ConfigureAwait(false);
        }
        catch (AccessNotRecordedException fault)
        {
            return fault;
        }
        if (Emptied(context, given))
            await charts!.RefuseAsync(context, closed).ConfigureAwait(false);
        return null;
    }

    /// <summary>The entry of a request whose answer is about to leave; null when it needs none.</summary>
    private Access? AccessOf(HttpContext context, Endpoint? endpoint)
    {
        var status = context.Response.StatusCode;
        var isRefusedToCaller = status is 401 or 403 or 429;
        var note = AccessNote.Of(context);
        var isNoted = note.Action is not null || note.Result is not null;
        if (endpoint?.Metadata.GetMetadata<NoPatientData>() is not null && !isNoted && !isRefusedToCaller)
            return null;
        // A rejection may be answered with a way to the sign-in page, which is no error.
        var isRefused = status >= 400 || note.Result is ['4' or '5', ..];
        if (isRefused && note.Patients.Count == 0 && askedAbout is not null)
            note.About(askedAbout(context));
        var action = note.Action ?? endpoint?.Metadata.GetMetadata<Recorded>()?.Action ?? AuditActions.Unknown;
        return new(note.Actor ?? actorOf(context.User), action, note.Entity ?? RequestWords.Address(context.Request))
        {
            Patients = note.Patients,
            Items = note.Items,
            Reason = note.Reason ?? RequestWords.Route(context.Request, endpoint),
            Result = note.Result ?? ResultOf(context),
            Address = AddressOf(context.Connection.RemoteIpAddress),
            Request = context.TraceIdentifier,
        };
    }

    /// <summary>What was done was done, also where nobody waits for the answer any more; what was read then reached nobody.</summary>
    private static string ResultOf(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested && IsQuestion(context) ? "aborted"
        : context.Response.StatusCode < 400 ? "ok"
        : context.Response.StatusCode.ToString(CultureInfo.InvariantCulture);

    /// <summary>An address as it is recorded.</summary>
    public static string? AddressOf(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString();

    private static bool IsQuestion(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);

    /// <param name="given">Headers that stood there before the request was answered; all others are withheld too.</param>
    private async Task RefuseAsync(
        HttpContext context,
        KeyValuePair<string, StringValues>[] given,
        AccessNotRecordedException fault,
        string outcome
    )
    {
        if (!Emptied(context, given))
            return;
        await refuse(
                context,
                fault.IsFull ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status503ServiceUnavailable,
                $"{fault.Message} No access without its record: {outcome}"
            )
            .ConfigureAwait(false);
    }

    /// <summary>Takes back what was going to be answered; false, and the connection ends, where some of it has left.</summary>
    private static bool Emptied(HttpContext context, KeyValuePair<string, StringValues>[] given)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return false;
        }
        context.Response.Clear();
        foreach (var (name, value) in given)
            context.Response.Headers[name] = value;
        context.Response.Headers.CacheControl = "no-store";
        return true;
    }
}

/// <summary>Puts the gate into the pipeline.</summary>
public static class AccessGateExtensions
{
    /// <summary>Call it before whatever answers, sign-in included.</summary>
    public static IApplicationBuilder UseAccessGate(
        this IApplicationBuilder app,
        AccessTrail trail,
        Func<ClaimsPrincipal, AuditActor> actorOf,
        Func<HttpContext, int, string, Task> refuse,
        Func<HttpContext, IEnumerable<string>>? askedAbout = null,
        ChartRule? charts = null
    )
    {
        var gate = new AccessGate(trail, actorOf, refuse, askedAbout, charts);
        return app.Use((HttpContext context, RequestDelegate next) => gate.PassAsync(context, next));
    }
}
