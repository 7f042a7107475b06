using Xinglin.Records.Audit;

namespace Xinglin.Reports.Certificates;

/// <summary>With what signed PDFs are sealed.</summary>
/// <param name="KeysFolder">Outside of the data folder: the installation's own key, and every certificate that has ever signed here.</param>
/// <param name="CertificateFile">A hospital's certificate with its key, PFX or PEM; null for the installation's own.</param>
/// <param name="PasswordFile">A file with the password of the certificate file, or the PIN of the token, in its first line.</param>
/// <param name="Pkcs11Module">The library of a token (PKCS#11) that holds the key; null for none.</param>
/// <param name="Pkcs11Token">Label of the token; null for the first that is there.</param>
/// <param name="Timestamp">Address of a time stamp server (RFC 3161); null for no time stamps.</param>
/// <param name="TimestampRequired">Without its answer nothing is signed; else the document is signed without a time stamp.</param>
public sealed record SignatureOptions(
    string KeysFolder,
    string? CertificateFile = null,
    string? PasswordFile = null,
    string? Pkcs11Module = null,
    string? Pkcs11Token = null,
    Uri? Timestamp = null,
    bool TimestampRequired = true
)
{
    /// <summary>The installation's own key, next to the audit key.</summary>
    /// <param name="audit">Where the audit key lies; as the environment says when null.</param>
    public static SignatureOptions Usual(AuditOptions? audit) =>
        new(Path.GetDirectoryName((audit ?? AuditOptions.Of()).KeyFile)!);

    /// <summary>Opens the key that the options name.</summary>
    /// <exception cref="SignatureException">It cannot be read or used; the message says which file and what to do.</exception>
    public ISignatureProvider Open(TimeProvider clock) =>
        Pkcs11Module is { } module ? Pkcs11Provider.Open(module, Pkcs11Token, Password())
        : CertificateFile is { } file ? Certificates.CertificateFile.Open(file, Password())
        : InstallationKey.Open(KeysFolder, clock);

    private string? Password()
    {
        if (PasswordFile is null)
            return null;
        try
        {
            return File.ReadLines(PasswordFile).FirstOrDefault() ?? "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SignatureException(
                new(
                    $"签名密码文件 {PasswordFile} 无法读取。请检查 --signing-password-file。",
                    $"The password file {PasswordFile} cannot be read: check --signing-password-file."
                ),
                fault
            );
        }
    }
}
