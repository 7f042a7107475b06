using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Xinglin.Reports.Certificates;

namespace Xinglin.Reports.Pades;

/// <summary>The CMS of a PAdES signature: detached, SHA-256, with the attribute signing-certificate-v2 (RFC 5035).</summary>
internal static class CadesSignature
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    private const string TimestampToken = "1.2.840.113549.1.9.16.2.14";

    /// <exception cref="SignatureException">The key or the time stamp server does not answer.</exception>
    public static async Task<byte[]> OfAsync(
        byte[] covered,
        ISignatureProvider provider,
        TimestampClient? timestamps,
        CancellationToken ct
    )
    {
        var certificate = provider.Certificate;
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate, provider.Key)
        {
            DigestAlgorithm = new Oid(Sha256),
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.Certificates.AddRange(provider.Chain);
        signer.SignedAttributes.Add(new AsnEncodedData(new Oid(SigningCertificateV2), Named(certificate)));
        var cms = new SignedCms(new ContentInfo(covered), detached: true);
        try
        {
            cms.ComputeSignature(signer, silent: true);
        }
        catch (CryptographicException fault)
        {
            throw new SignatureException(
                new(
                    "签名密钥不能使用，未签署。请由管理员检查签名证书及密钥。",
                    "The signing key cannot be used; nothing was signed. Let an administrator check the signing certificate and its key."
                ),
                fault
            );
        }
        if (timestamps is not null && await timestamps.TokenAsync(cms.SignerInfos[0], ct) is { } token)
            cms.SignerInfos[0].AddUnsignedAttribute(new AsnEncodedData(new Oid(TimestampToken), token));
        return cms.Encode();
    }

    /// <summary>Whether the signature holds over the bytes, and which certificate made it.</summary>
    /// <param name="stampedAt">The time that a time stamp server vouches for; null without one.</param>
    /// <returns>Null when it does not hold.</returns>
    public static X509Certificate2? Check(byte[] cms, byte[] covered, out DateTimeOffset? stampedAt)
    {
        stampedAt = null;
        try
        {
            var signed = new SignedCms(new ContentInfo(covered), detached: true);
            signed.Decode(cms);
            signed.CheckSignature(verifySignatureOnly: true);
            if (signed.SignerInfos.Count != 1 || signed.SignerInfos[0] is not { Certificate: { } certificate } info)
                return null;
            if (!NamesCertificate(info, certificate))
                return null;
            return StampHolds(info, out stampedAt) ? certificate : null;
        }
        catch (Exception fault) when (fault is CryptographicException or AsnContentException)
        {
            return null;
        }
    }

    private static bool NamesCertificate(SignerInfo info, X509Certificate2 certificate) =>
        info
            .SignedAttributes.Cast<CryptographicAttributeObject>()
            .Any(attribute =>
                attribute.Oid.Value == SigningCertificateV2
                && attribute.Values.Count == 1
                && attribute.Values[0].RawData.AsSpan().IndexOf(SHA256.HashData(certificate.RawData)) >= 0
            );

    private static bool StampHolds(SignerInfo info, out DateTimeOffset? at)
    {
        at = null;
        var stamp = info
            .UnsignedAttributes.Cast<CryptographicAttributeObject>()
            .FirstOrDefault(attribute => attribute.Oid.Value == TimestampToken);
        if (stamp is null)
            return true;
        if (
            !Rfc3161TimestampToken.TryDecode(stamp.Values[0].RawData, out var token, out _)
            || !token.VerifySignatureForSignerInfo(info, out _)
        )
        {
            return false;
        }
        at = token.TokenInfo.Timestamp;
        return true;
    }

    /// <summary>SigningCertificateV2 with one ESSCertIDv2: SHA-256 of the certificate, its issuer and serial number.</summary>
    private static byte[] Named(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(certificate.RawData));
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
                    writer.WriteEncodedValue(certificate.IssuerName.RawData);
                writer.WriteInteger(certificate.SerialNumberBytes.Span);
            }
        }
        return writer.Encode();
    }
}
