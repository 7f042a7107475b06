using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Xinglin.Reports.Certificates;

/// <summary>A hospital's certificate with its key in a file: PFX (<c>.pfx</c>, <c>.p12</c>), or PEM with certificate, chain and key.</summary>
public sealed class CertificateFile : ISignatureProvider
{
    private CertificateFile(X509Certificate2 certificate, X509Certificate2Collection chain, AsymmetricAlgorithm key) =>
        (Certificate, Chain, Key) = (certificate, chain, key);

    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Chain { get; }

    public AsymmetricAlgorithm Key { get; }

    /// <param name="password">Null for a file without one.</param>
    /// <exception cref="SignatureException">It cannot be read, or holds no RSA or ECDSA key.</exception>
    public static CertificateFile Open(string path, string? password)
    {
        try
        {
            var all = new X509Certificate2Collection();
            X509Certificate2? own;
            if (Path.GetExtension(path).ToLowerInvariant() is ".pfx" or ".p12")
            {
                all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
                own = all.FirstOrDefault(certificate => certificate.HasPrivateKey);
            }
            else
            {
                all.ImportFromPemFile(path);
                own = password is null
                    ? X509Certificate2.CreateFromPemFile(path)
                    : X509Certificate2.CreateFromEncryptedPemFile(path, password);
            }
            AsymmetricAlgorithm? key = own is null
                ? null
                : (AsymmetricAlgorithm?)own.GetRSAPrivateKey() ?? own.GetECDsaPrivateKey();
            if (own is null || key is null)
                throw new CryptographicException("no RSA or ECDSA key");
            var chain = new X509Certificate2Collection();
            foreach (var one in all.Where(one => one.Thumbprint != own.Thumbprint && one.Subject != one.Issuer))
                chain.Add(one);
            return new(X509CertificateLoader.LoadCertificate(own.RawData), chain, key);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SignatureException(
                new(
                    $"签名证书 {path} 无法使用：请确认为含 RSA 或 ECDSA 私钥的 PFX 或 PEM 文件，且密码（--signing-password-file）正确。",
                    $"The signing certificate {path} cannot be used: it must be a PFX or PEM file with its RSA or ECDSA key, and the password (--signing-password-file) right."
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
}
