using System.Threading.Channels;
using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Storage;

/// <summary>Tells listeners of commits, one after the other, without making the committing caller wait for them.</summary>
internal sealed class Announcements : IAsyncDisposable
{
    private readonly Func<Action<IReadOnlyList<Resource>>?> listeners;
    private readonly Channel<IReadOnlyList<Resource>> channel = Channel.CreateUnbounded<IReadOnlyList<Resource>>(
        new() { SingleReader = true }
    );
    private readonly Task telling;

    /// <param name="listeners">Who is to be told, asked anew for each commit.</param>
    public Announcements(Func<Action<IReadOnlyList<Resource>>?> listeners)
    {
        this.listeners = listeners;
        telling = Task.Run(TellAsync);
    }

    public void Add(IReadOnlyList<Resource> resources) => channel.Writer.TryWrite(resources);

    public async ValueTask DisposeAsync()
    {
        channel.Writer.TryComplete();
        await telling.ConfigureAwait(false);
    }

    private async Task TellAsync()
    {
        await foreach (var resources in channel.Reader.ReadAllAsync().ConfigureAwait(false))
        foreach (var listener in listeners()?.GetInvocationList() ?? [])
            try
            {
                ((Action<IReadOnlyList<Resource>>)listener)(resources);
            }
            catch (Exception)
            {
                // A listener's fault is its own: the commit is durable and the next listener is told all the same.
            }
    }
}
