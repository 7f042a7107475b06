using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xinglin.Records.Audit;

namespace Xinglin.Reports.Certificates;

/// <summary>
/// Every certificate that has signed here, in <c>signing-certificates</c> of the keys folder: a signature of another key is none of
/// this installation's, however well it holds.
/// </summary>
internal sealed class KnownCertificates(string keysFolder)
{
    private readonly string _folder = Path.Combine(keysFolder, "signing-certificates");

    public bool Has(X509Certificate2 certificate) => File.Exists(PathOf(certificate));

    /// <summary>Keeps a certificate before its first signature.</summary>
    public void Add(X509Certificate2 certificate)
    {
        if (Has(certificate))
            return;
        PrivateFiles.MakeFolder(keysFolder);
        PrivateFiles.MakeFolder(_folder);
        var temporary = $"{PathOf(certificate)}.{Guid.NewGuid():n}";
        using (var file = PrivateFiles.Open(temporary, FileMode.CreateNew))
        {
            file.Write(certificate.RawData);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, PathOf(certificate), overwrite: true);
    }

    private string PathOf(X509Certificate2 certificate) =>
        Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)) + ".cer");
}
