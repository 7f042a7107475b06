using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Records.Fhir.Api.Interactions;
using Xinglin.Records.Fhir.Api.Transactions;

namespace Xinglin.Records.Fhir.Api;

/// <summary>The FHIR R4 interface: what is served at which address. Each interaction has a file of its own.</summary>
public static partial class FhirApi
{
    /// <summary>Where the interface lives.</summary>
    public const string Prefix = FhirHttp.Prefix;

    /// <summary>Largest accepted body in bytes (64 MiB).</summary>
    public const long MostBytes = FhirHttp.MostBytes;

    /// <summary>Maps all interactions; whatever else is asked below <c>/fhir</c> gets an OperationOutcome.</summary>
    /// <param name="timeOfBatch">For the searches of all entries of a batch; 15 s when null.</param>
    /// <returns>A builder for conventions such as authorisation.</returns>
    public static IEndpointConventionBuilder MapFhir(
        this IEndpointRouteBuilder routes,
        FhirStore store,
        ILoggerFactory? loggers = null,
        TimeSpan? timeOfBatch = null
    )
    {
        var log = loggers?.CreateLogger("Xinglin.Records.Fhir");
        var group = routes.MapGroup(Prefix);
        IEndpointConventionBuilder MapPlain(string methods, string address, Func<HttpContext, Task> answer) =>
            group.MapMethods(address, methods.Split(' '), context => GuardAsync(context, answer, log));
        void Map(string action, string methods, string address, Func<HttpContext, FhirStore, Task> answer) =>
            MapPlain(methods, address, context => answer(context, store)).RecordedAs(action);

        MapPlain("GET HEAD", "/metadata", Capabilities.AnswerAsync).WithoutPatientData(NoPatientData.Metadata);
        Map("bundle", "POST", "/", (context, s) => TransactionInteraction.AnswerAsync(context, s, timeOfBatch));
        Map("read", "GET HEAD", "/{type}/{id}", ReadInteraction.AnswerAsync);
        Map("history", "GET HEAD", "/{type}/{id}/_history", HistoryInteraction.AnswerAsync);
        Map("vread", "GET HEAD", "/{type}/{id}/_history/{version}", VersionReadInteraction.AnswerAsync);
        Map("everything", "GET HEAD", "/Patient/{id}/$everything", EverythingOperation.AnswerAsync);
        Map("create", "POST", "/{type}", CreateInteraction.AnswerAsync);
        Map("update", "PUT", "/{type}/{id}", UpdateInteraction.AnswerAsync);
        Map("delete", "DELETE", "/{type}/{id}", DeleteInteraction.AnswerAsync);
        Map("search", "GET HEAD", "/{type}", SearchInteraction.AnswerAsync);
        Map("search", "POST", "/{type}/_search", SearchInteraction.AnswerFormAsync);
        group
            .Map("/{**rest}", context => GuardAsync(context, UnknownAddress.AnswerAsync, log))
            .RecordedAs(AuditActions.Unknown);
        return group;
    }

    private static async Task GuardAsync(HttpContext context, Func<HttpContext, Task> answer, ILogger? log)
    {
        try
        {
            await answer(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested) { }
        catch (Exception fault) when (fault is AccessNotRecordedException or ChartClosedException)
        {
            throw;
        }
        catch (Exception fault)
        {
            if (log is not null && fault is not FhirRejection && FhirOutcome.Of(fault).Status >= 500)
                LogFault(log, context.Request.Method, context.GetEndpoint()?.DisplayName, fault);
            await FhirOutcome.WriteAsync(context, fault).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A FHIR request failed: {Method} {Endpoint}")]
    private static partial void LogFault(ILogger log, string method, string? endpoint, Exception fault);
}
