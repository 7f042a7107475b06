using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Fhir.Text;
using Xinglin.Records.Storage.Sqlite;
using Issue = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace Xinglin.Records.Fhir.Api.Http;

/// <summary>Every rejection and fault under <c>/fhir</c> as an OperationOutcome, mapped here once.</summary>
public static class FhirOutcome
{
    /// <summary>
    /// Answers with a status and an OperationOutcome: for what rejects a request before it reaches the FHIR interface, such
    /// as sign-in (401, 403), rate limits (429) or maintenance (503).
    /// </summary>
    /// <param name="reason">What is wrong and what to do; null for the usual words of the status.</param>
    public static Task WriteAsync(HttpContext context, int status, string? reason = null)
    {
        var (code, words) = Usual(status);
        return WriteAsync(context, status, Outcome([Of(code, reason ?? words)]));
    }

    /// <summary>The status and OperationOutcome that a fault stands for.</summary>
    internal static (int Status, OperationOutcome Outcome) Of(Exception fault) =>
        fault switch
        {
            FhirRejection r => (r.Status, Of(r)),
            FhirTextException { IsMalformed: true } t => (400, Outcome(t.Issues.Select(i => Of(Issue.Structure, i)))),
            FhirTextException t => (422, Outcome(t.Issues.Select(i => Of(Issue.Invalid, i)))),
            SearchRejectedException s => (
                400,
                Outcome([
                    Of(
                        s.IsUnknownParameter ? Issue.NotSupported : Issue.Value,
                        s.Message,
                        SearchRejectedException.Shown(s.Parameter)
                    ),
                ])
            ),
            WriteRejectedException w => Of((Exception)Refusal(w)),
            VersionConflictException v => (412, Outcome([Of(Issue.Conflict, v.Message)])),
            TooCostlyException t => (422, Outcome([Of(Issue.TooCostly, t.Message)])),
            StorageFaultException { IsTransient: true } s => (503, Outcome([Of(Issue.Transient, s.Message)])),
            StorageFaultException { Code: 13 } s => (507, Outcome([Of(Issue.NoStore, s.Message)])),
            StorageFaultException s => (500, Outcome([Of(Issue.NoStore, s.Message)])),
            IOException io when DiskFull.Is(io) => (507, Outcome([Of(Issue.NoStore, DiskFull.English)])),
            BadHttpRequestException b => (
                b.StatusCode,
                Outcome([Of(Usual(b.StatusCode).Code, Usual(b.StatusCode).Words)])
            ),
            _ => (500, Outcome([Of(Issue.Exception, Usual(500).Words)])),
        };

    internal static OperationOutcome Of(FhirRejection refusal)
    {
        var issue = Of(refusal.Code, refusal.Diagnostics, refusal.Places);
        if (refusal.Detail is { } detail)
            issue.Details = new CodeableConcept { Coding = [detail] };
        return Outcome([issue]);
    }

    /// <summary>A rule of the commit in FHIR's form.</summary>
    internal static FhirRejection Refusal(WriteRejectedException rejection)
    {
        var (status, code) = rejection.Kind switch
        {
            RejectionKind.Forbidden => (403, Issue.Forbidden),
            RejectionKind.InUse => (409, Issue.Conflict),
            _ => (422, Issue.BusinessRule),
        };
        string[] places = rejection.Place is { } place ? [place] : [];
        return new(status, code, rejection.Message, places);
    }

    internal static Task WriteAsync(HttpContext context, Exception fault)
    {
        var (status, outcome) = Of(fault);
        if (fault is FhirRejection { Allow: { } allow })
            context.Response.Headers.Allow = allow;
        return WriteAsync(context, status, outcome);
    }

    internal static OperationOutcome Outcome(IEnumerable<OperationOutcome.IssueComponent> issues) =>
        new() { Issue = [.. issues] };

    internal static OperationOutcome.IssueComponent Of(
        Issue code,
        string diagnostics,
        params IReadOnlyList<string> places
    ) =>
        new()
        {
            Severity = OperationOutcome.IssueSeverity.Error,
            Code = code,
            Diagnostics = diagnostics,
            Expression = [.. places],
        };

    private static OperationOutcome.IssueComponent Of(Issue code, TextIssue issue)
    {
        // "Patient.birthDate (line 3, column 20)": the path alone is FHIRPath, the rest is for people.
        var path = issue.Place.Split(" (", 2)[0];
        return path is [>= 'A' and <= 'Z', ..] && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '[' or ']')
            ? Of(code, $"{issue.Place}: {issue.Said}", path)
            : Of(
                code,
                issue.Said.Contains(issue.Place, StringComparison.Ordinal) ? issue.Said : $"{issue.Place}: {issue.Said}"
            );
    }

    private static Task WriteAsync(HttpContext context, int status, OperationOutcome outcome)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        return FhirHttp.WriteAsync(context, status, outcome, Negotiation.OrJson(context));
    }

    private static (Issue Code, string Words) Usual(int status) =>
        status switch
        {
            400 => (Issue.Invalid, "The request cannot be understood."),
            401 => (Issue.Login, "Sign in first: no valid session or access token came with the request."),
            403 => (Issue.Forbidden, "You are signed in, but this is not permitted to you."),
            404 => (Issue.NotFound, "There is nothing at this address: see /fhir/metadata."),
            405 => (Issue.NotSupported, "This method is not served at this address: see /fhir/metadata."),
            408 => (Issue.Timeout, "The request did not arrive in time: send it again."),
            413 => (
                Issue.TooLong,
                "The body is larger than this server accepts: send it in parts. Nothing was stored."
            ),
            429 => (Issue.Throttled, "Too many requests: wait and try again."),
            507 => (Issue.NoStore, "The server's disk is full: nothing can be stored or read until space is free."),
            503 => (Issue.Transient, "The server is not ready: try again shortly."),
            _ => (
                Issue.Exception,
                "The server failed to answer. Nothing of this request was stored; the server's log has the cause."
            ),
        };
}
