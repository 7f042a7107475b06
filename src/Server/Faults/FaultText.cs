using System.Diagnostics;
using System.Text;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Server.Faults;

/// <summary>An exception as it may be written down: its kind and place, never its message, which may quote a patient's data.</summary>
public static class FaultText
{
    private const int MostCauses = 8;

    /// <summary>Kinds and stack frames of the fault and its causes.</summary>
    public static string Of(Exception fault)
    {
        var text = new StringBuilder();
        var cause = fault;
        for (var i = 0; i < MostCauses && cause is not null; i++, cause = cause.InnerException)
        {
            text.Append(i == 0 ? "" : " <- ").Append(cause.GetType().FullName);
            // The words of a storage fault are SQLite's and ours; they name steps, never values.
            if (cause is StorageFaultException storage)
                text.Append(": ").Append(storage.Message);
            foreach (var frame in new StackTrace(cause, fNeedFileInfo: false).GetFrames())
            {
                if (frame.GetMethod() is { } method)
                    text.Append(" at ").Append(method.DeclaringType?.FullName).Append('.').Append(method.Name);
            }
        }
        return text.ToString();
    }
}
