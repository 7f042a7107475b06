using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Xinglin.Server.Faults;

namespace Xinglin.Server.Hosting;

/// <summary>
/// The server's log, one line an entry. Of other libraries only the fixed words of an entry are written, never the values put
/// into them, and of an exception its kind and place: both may quote what a request or a record held.
/// </summary>
public sealed class QuietConsole(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "quiet";

    /// <summary>Makes it the only console.</summary>
    public static void AddTo(ILoggingBuilder logging)
    {
        logging.AddConsole(console => console.FormatterName = FormatterName);
        logging.AddConsoleFormatter<QuietConsole, ConsoleFormatterOptions>();
        // It says the message itself, and what it says is said again by the page that failed.
        logging.AddFilter("Microsoft.AspNetCore.Components.Web.ErrorBoundary", LogLevel.None);
    }

    private const string Template = "{OriginalFormat}";
    private const string Own = "Xinglin";

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var words = logEntry.Category.StartsWith(Own, StringComparison.Ordinal)
            ? logEntry.Formatter(logEntry.State, null)
            : Fixed(logEntry.State);
        textWriter.Write($"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {logEntry.LogLevel} {logEntry.Category}");
        textWriter.Write($"[{logEntry.EventId.Id}] {words.ReplaceLineEndings(" ")}");
        if (logEntry.Exception is { } fault)
            textWriter.Write($" | {FaultText.Of(fault)}");
        textWriter.WriteLine();
    }

    private static string Fixed<TState>(TState state) =>
        state is IReadOnlyList<KeyValuePair<string, object?>> values
        && values.FirstOrDefault(value => value.Key == Template).Value is string template
            ? template
            : "(an entry without fixed words)";
}
