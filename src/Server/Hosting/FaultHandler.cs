using Xinglin.Records.Audit.Http;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Server.Faults;
using Xinglin.Server.Pages.Errors;

namespace Xinglin.Server.Hosting;

/// <summary>Around the whole server: what was thrown is written down once and answered once, by <see cref="FaultAnswers"/>.</summary>
public static class FaultHandler
{
    /// <summary>Call before everything that may fail.</summary>
    public static void UseFaultAnswers(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Xinglin.Server.Faults");
        app.Use(
            async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (ChartClosedException)
                {
                    // No fault: the gate around answers it.
                    throw;
                }
                catch (Exception fault) when (context.RequestAborted.IsCancellationRequested)
                {
                    // Nobody waits for an answer; what was aborted is no fault.
                    AccessNote.Of(context).Result ??= "aborted";
                    if (fault is not (OperationCanceledException or IOException))
                        FaultLog.Write(log, fault, context.GetEndpoint()?.DisplayName, context.TraceIdentifier);
                }
                catch (Exception fault)
                {
                    var status = Status(fault);
                    if (status >= 500)
                        FaultLog.Write(log, fault, context.GetEndpoint()?.DisplayName, context.TraceIdentifier);
                    if (context.Response.HasStarted)
                        context.Abort();
                    else
                        await AnswerAsync(context, status);
                }
            }
        );
    }

    /// <summary>What is answered for a fault: 500 unless the fault says better.</summary>
    public static int Status(Exception fault) =>
        fault switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            _ when DiskFull.Is(fault) => StatusCodes.Status507InsufficientStorage,
            StorageFaultException { IsTransient: true } => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };

    private static Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.Clear();
        SecurityHeaders.Set(context);
        context.Response.Headers.CacheControl = "no-store";
        // The rest of a body that was not taken is not waited for.
        if (status is 408 or 413)
            context.Response.Headers.Connection = "close";
        return FaultAnswers.AnswerAsync(context, status);
    }
}
