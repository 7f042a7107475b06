using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Xinglin.Records.Fhir.Api;

/// <summary>
/// The body of an answer while it is being sent. Small pieces are gathered; whoever writes waits when the client does not
/// take what is ready, so that an answer of any length costs a few pieces of memory.
/// </summary>
/// <param name="indented">JSON is laid out for reading (<c>_pretty=true</c>).</param>
internal sealed class AnswerBody(HttpContext context, bool indented = false)
{
    private const int FlushFrom = 32 * 1024;

    private readonly PipeWriter pipe = context.Response.BodyWriter;
    private readonly JsonIndent? indent = indented ? new() : null;
    private readonly bool isHead = HttpMethods.IsHead(context.Request.Method);
    private long unsent;

    /// <summary>Only the head of the answer was asked for: nothing needs to be written.</summary>
    public bool IsHead => isHead;

    public ValueTask WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (isHead)
            return;
        for (var at = 0; at < bytes.Length; at += FlushFrom)
        {
            var part = bytes.Slice(at, Math.Min(FlushFrom, bytes.Length - at));
            if (indent is null)
            {
                part.Span.CopyTo(pipe.GetSpan(part.Length));
                pipe.Advance(part.Length);
                unsent += part.Length;
            }
            else
                unsent += indent.Write(part.Span, pipe);
            if (unsent >= FlushFrom)
                await SendAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Sends what is left.</summary>
    public async ValueTask SendAsync()
    {
        unsent = 0;
        var sent = await pipe.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        if (sent.IsCompleted)
            throw new OperationCanceledException("The client went away.", context.RequestAborted);
    }
}
