using Xinglin.Records.Audit;
using Xinglin.Reports.Certificates;
using Xinglin.Server.Hosting.Transport;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Hosting;

/// <summary>What the command line decides before the server starts.</summary>
/// <param name="DataFolder">Records, archive, accounts and keys live here.</param>
/// <param name="ModelsFolder">Shipped and trained models: <c>name/version/</c>.</param>
/// <param name="Url">The address to listen on; loopback unless told otherwise.</param>
/// <param name="Reserved">The bound port behind <paramref name="Url"/>, where the program chose it itself.</param>
/// <param name="Audit">Where the trail's key and heads lie; as the environment says when null.</param>
/// <param name="Demonstration">The sign-in page and every screen then say that all patients are synthetic.</param>
/// <param name="RequestsPerSecond">
/// Requests of one account a second, as a mean; twice as many from one address, four times as many at once. 0: no limit.
/// </param>
/// <param name="WrongSignInsPerMinute">Wrong sign-ins from one address a minute; then 429 until the minute is over. At least 1.</param>
/// <param name="Sessions">How long a person may stay signed in, idle and in all; the usual limits when null.</param>
/// <param name="Transport">TLS, names and proxies; plain HTTP when null.</param>
/// <param name="Signature">With what PDFs are signed; the installation's own key next to the audit key when null.</param>
/// <param name="UploadLimitBytes">The largest request body; above it 413 is answered before the body is read.</param>
public sealed record ServerOptions(
    string DataFolder,
    string ModelsFolder,
    string Url,
    bool Demonstration,
    long UploadLimitBytes = 512L * 1024 * 1024,
    ReservedPort? Reserved = null,
    int RequestsPerSecond = 5000,
    int WrongSignInsPerMinute = 10,
    AuditOptions? Audit = null,
    SessionLimits? Sessions = null,
    TransportOptions? Transport = null,
    SignatureOptions? Signature = null
);
