using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xinglin.Records.Audit;

namespace Xinglin.Reports.Certificates;

/// <summary>
/// The installation's own key (RSA 3072) with a certificate that it signed itself: made at first use, <c>signing.pem</c> (0600) in
/// the keys folder. A month before its certificate ends, a new one takes its place; <see cref="KnownCertificates"/> keeps the old.
/// </summary>
public sealed class InstallationKey : ISignatureProvider
{
    /// <summary>The file in the keys folder.</summary>
    public const string FileName = "signing.pem";

    private const int KeyBits = 3072;
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(30);

    private InstallationKey(X509Certificate2 certificate, RSA key) => (Certificate, Key) = (certificate, key);

    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Chain { get; } = [];

    public AsymmetricAlgorithm Key { get; }

    /// <exception cref="SignatureException">The file cannot be read, made or understood.</exception>
    public static InstallationKey Open(string keysFolder, TimeProvider clock)
    {
        var path = Path.Combine(keysFolder, FileName);
        try
        {
            PrivateFiles.MakeFolder(keysFolder);
            if (Read(path) is { } known && known.Certificate.NotAfter - Renewal > clock.GetUtcNow().UtcDateTime)
                return known;
            using var alone = Alone(path);
            if (Read(path) is { } made && made.Certificate.NotAfter - Renewal > clock.GetUtcNow().UtcDateTime)
                return made;
            Make(path, clock);
            return Read(path)!;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SignatureException(
                new(
                    $"本机签名密钥 {path} 无法读取或生成。请检查其所有者与权限，或从备份恢复。",
                    $"The installation's signing key {path} cannot be read or made: check its owner and permissions, or restore it from its copy."
                ),
                fault
            );
        }
    }

    public void Dispose()
    {
        Certificate.Dispose();
        Key.Dispose();
    }

    private static InstallationKey? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var pem = File.ReadAllText(path);
        using var both = X509Certificate2.CreateFromPem(pem, pem);
        return new(
            X509CertificateLoader.LoadCertificate(both.RawData),
            both.GetRSAPrivateKey() ?? throw new CryptographicException("The file holds no RSA key.")
        );
    }

    private static void Make(string path, TimeProvider clock)
    {
        using var key = RSA.Create(KeyBits);
        var id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..8];
        var request = new CertificateRequest(
            $"CN=Xinglin installation {id}, O=Xinglin",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(
                X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation,
                critical: true
            )
        );
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = clock.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        var temporary = $"{path}.{Guid.NewGuid():n}";
        using (var file = PrivateFiles.Open(temporary, FileMode.CreateNew))
        {
            file.Write(
                Encoding.ASCII.GetBytes($"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n")
            );
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Processes that start together make one key, not one each.</summary>
    private static FileStream Alone(string path)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return PrivateFiles.Open(path + ".lock", FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException) when (tries < 1000)
            {
                Thread.Sleep(20);
            }
        }
    }
}
