using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Xinglin.Server.Hosting;

/// <summary>
/// Log lines of one line each, with an exception's kind and stack and never its message: the words of a parser's or a
/// database's exception can quote what was read, and that is a patient's.
/// </summary>
public sealed class QuietConsole() : ConsoleFormatter(Name_)
{
    public const string Name_ = "quiet";

    /// <summary>Makes it the only console.</summary>
    public static void AddTo(ILoggingBuilder logging)
    {
        logging.AddConsole(console => console.FormatterName = Name_);
        logging.AddConsoleFormatter<QuietConsole, ConsoleFormatterOptions>();
        // It says the message itself, and what it says is said again by the page that failed.
        logging.AddFilter("Microsoft.AspNetCore.Components.Web.ErrorBoundary", LogLevel.None);
    }

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter to)
    {
        to.Write(Word(entry.LogLevel));
        to.Write(": ");
        to.Write(entry.Category);
        to.Write('[');
        to.Write(entry.EventId.Id);
        to.Write("] ");
        to.Write(OneLine(entry.Formatter(entry.State, null)));
        if (entry.Exception is { } fault)
        {
            to.Write(' ');
            to.Write(FaultLog.Kinds(fault));
            to.Write(OneLine(fault.StackTrace ?? ""));
        }
        to.WriteLine();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Word(LogLevel level) =>
        level switch
        {
            LogLevel.Critical => "crit",
            LogLevel.Error => "fail",
            LogLevel.Warning => "warn",
            _ => "info",
        };
}
