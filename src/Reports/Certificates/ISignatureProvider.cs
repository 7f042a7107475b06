using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Certificates;

/// <summary>
/// Whose key seals a signed PDF: the installation's own (<see cref="InstallationKey"/>), that of a hospital's certificate in a file
/// (<see cref="CertificateFile"/>) or in a token (<see cref="Pkcs11Provider"/>). Thread-safe.
/// </summary>
public interface ISignatureProvider : IDisposable
{
    /// <summary>The certificate of the key.</summary>
    X509Certificate2 Certificate { get; }

    /// <summary>Certificates between it and its root, where there are any.</summary>
    X509Certificate2Collection Chain { get; }

    /// <summary>RSA or ECDSA; it may be a key that never leaves its token.</summary>
    AsymmetricAlgorithm Key { get; }
}

/// <summary>A key, certificate or time stamp server cannot be used; nothing was signed.</summary>
public sealed class SignatureException(BilingualText reason, Exception? inner = null) : Exception(reason.En, inner)
{
    public BilingualText Reason { get; } = reason;
}
