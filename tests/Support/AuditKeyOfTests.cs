using System.Runtime.CompilerServices;

namespace Xinglin.Tests;

/// <summary>The audit trail's key of a test run: in a folder of its own, never in the home of whoever runs the tests.</summary>
internal static class AuditKeyOfTests
{
    [ModuleInitializer]
    internal static void Place()
    {
        const string mark = "xinglin-audit-key-";
        // A process that a test started uses the key of the test.
        if (Environment.GetEnvironmentVariable("XINGLIN_AUDIT_KEY")?.Contains(mark, StringComparison.Ordinal) == true)
            return;
        var folder = Path.Combine(Path.GetTempPath(), $"{mark}{Environment.ProcessId}");
        Environment.SetEnvironmentVariable("XINGLIN_AUDIT_KEY", Path.Combine(folder, "audit.key"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        };
    }
}
