using Xinglin.Reports.Certificates;

namespace Xinglin.Reports.Pades;

/// <summary>Signs finished PDFs with the key of the installation or the hospital, and checks them. Thread-safe.</summary>
public sealed class PdfSigning(SignatureOptions options, TimeProvider clock) : IDisposable
{
    private readonly KnownCertificates _known = new(options.KeysFolder);
    private readonly Lock _opening = new();
    private ISignatureProvider? _provider;

    /// <exception cref="SignatureException">The key, its certificate or the time stamp server cannot be used.</exception>
    internal async Task<byte[]> SignAsync(byte[] pdf, PdfClaim claim, CancellationToken ct)
    {
        var provider = Provider();
        var certificate = provider.Certificate;
        var now = clock.GetUtcNow().UtcDateTime;
        if (now < certificate.NotBefore.ToUniversalTime() || now > certificate.NotAfter.ToUniversalTime())
        {
            throw new SignatureException(
                new(
                    $"签名证书不在有效期内（{certificate.NotBefore:yyyy-MM-dd} 至 {certificate.NotAfter:yyyy-MM-dd}），未签署。请由管理员更换证书。",
                    $"The signing certificate is not valid now (it is from {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd}); nothing was signed. Let an administrator replace it."
                )
            );
        }
        var timestamps = options.Timestamp is { } address
            ? new TimestampClient(address, options.TimestampRequired)
            : null;
        try
        {
            return await new PdfSigner(provider, timestamps).SignAsync(pdf, claim, ct);
        }
        catch (InvalidDataException fault)
        {
            throw new SignatureException(
                new(
                    "打印出的 PDF 无法加入电子签名，未签署。请更新浏览器（Chromium）后重试。",
                    "The printed PDF takes no electronic signature; nothing was signed. Update the browser (Chromium) and try again."
                ),
                fault
            );
        }
    }

    /// <summary>What the PDF's signature says; null when it does not hold, or is of no key that ever signed here.</summary>
    internal PdfProof? Check(byte[] pdf) =>
        PdfSignatureCheck.Of(pdf) is { } proof && _known.Has(proof.Certificate) ? proof : null;

    public void Dispose() => _provider?.Dispose();

    private ISignatureProvider Provider()
    {
        lock (_opening)
        {
            if (_provider is null)
            {
                var opened = options.Open(clock);
                _known.Add(opened.Certificate);
                _provider = opened;
            }
            return _provider;
        }
    }
}
