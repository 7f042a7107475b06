using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Xinglin.Records.Fhir.Api;

/// <summary>The FHIR R4 interface: what is served at which address. Each interaction has a file of its own.</summary>
public static partial class FhirApi
{
    /// <summary>Where the interface lives.</summary>
    public const string Prefix = "/fhir";

    /// <summary>Largest accepted body in bytes (64 MiB).</summary>
    public const long MostBytes = 64L << 20;

    /// <summary>Maps all interactions; whatever else is asked below <c>/fhir</c> gets an OperationOutcome.</summary>
    /// <returns>A builder for conventions such as authorisation.</returns>
    public static IEndpointConventionBuilder MapFhir(
        this IEndpointRouteBuilder routes,
        FhirStore store,
        ILoggerFactory? loggers = null
    )
    {
        var log = loggers?.CreateLogger("Xinglin.Records.Fhir");
        var group = routes.MapGroup(Prefix);
        void Map(string methods, string address, Func<HttpContext, Task> answer) =>
            group.MapMethods(address, methods.Split(' '), context => GuardAsync(context, answer, log));

        Map("GET HEAD", "/metadata", Capabilities.AnswerAsync);
        Map("POST", "/", context => TransactionInteraction.AnswerAsync(context, store));
        Map("GET HEAD", "/{type}/{id}", context => ReadInteraction.AnswerAsync(context, store));
        Map("GET HEAD", "/{type}/{id}/_history", context => HistoryInteraction.AnswerAsync(context, store));
        Map(
            "GET HEAD",
            "/{type}/{id}/_history/{version}",
            context => VersionReadInteraction.AnswerAsync(context, store)
        );
        Map("GET HEAD", "/Patient/{id}/$everything", context => EverythingOperation.AnswerAsync(context, store));
        Map("POST", "/{type}", context => CreateInteraction.AnswerAsync(context, store));
        Map("PUT", "/{type}/{id}", context => UpdateInteraction.AnswerAsync(context, store));
        Map("DELETE", "/{type}/{id}", context => DeleteInteraction.AnswerAsync(context, store));
        Map("GET HEAD", "/{type}", context => SearchInteraction.AnswerAsync(context, store));
        Map("POST", "/{type}/_search", context => SearchInteraction.AnswerFormAsync(context, store));
        group.Map("/{**rest}", context => GuardAsync(context, UnknownAddress.AnswerAsync, log));
        return group;
    }

    private static async Task GuardAsync(HttpContext context, Func<HttpContext, Task> answer, ILogger? log)
    {
        try
        {
            await answer(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested) { }
        catch (Exception fault)
        {
            if (FhirOutcome.Of(fault).Status >= 500 && log is not null)
                LogFault(log, context.Request.Method, context.GetEndpoint()?.DisplayName, fault);
            await FhirOutcome.WriteAsync(context, fault).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A FHIR request failed: {Method} {Endpoint}")]
    private static partial void LogFault(ILogger log, string method, string? endpoint, Exception fault);
}
