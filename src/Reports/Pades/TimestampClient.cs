using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Xinglin.Reports.Certificates;

namespace Xinglin.Reports.Pades;

/// <summary>Asks a time stamp server (RFC 3161 over HTTP) for the moment of a signature.</summary>
/// <param name="required">
/// Without an answer nothing is signed. Otherwise the document is signed without a time stamp, and its signature says so.
/// </param>
internal sealed class TimestampClient(Uri address, bool required)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>One for the process: connections are used again.</summary>
    private static readonly HttpClient Http = new() { Timeout = Patience };

    /// <returns>The token (DER); null where none came and none is required.</returns>
    /// <exception cref="SignatureException">None came, and one is required.</exception>
    public async Task<byte[]?> TokenAsync(SignerInfo signature, CancellationToken ct)
    {
        var request = Rfc3161TimestampRequest.CreateFromSignerInfo(
            signature,
            HashAlgorithmName.SHA256,
            nonce: RandomNumberGenerator.GetBytes(8),
            requestSignerCertificates: true
        );
        try
        {
            using var body = new ByteArrayContent(request.Encode());
            body.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
            using var answer = await Http.PostAsync(address, body, ct);
            answer.EnsureSuccessStatusCode();
            var token = request.ProcessResponse(await answer.Content.ReadAsByteArrayAsync(ct), out _);
            return token.AsSignedCms().Encode();
        }
        catch (Exception fault)
            when (fault is HttpRequestException or CryptographicException
                || fault is OperationCanceledException && !ct.IsCancellationRequested
            )
        {
            return required
                ? throw new SignatureException(
                    new(
                        "时间戳服务器没有给出有效应答，未签署。请稍后重试；或由管理员检查 --timestamp 的地址，或改用 --timestamp-optional。",
                        "The time stamp server gave no valid answer; nothing was signed. Try again later, or let an administrator check the address of --timestamp or start with --timestamp-optional."
                    ),
                    fault
                )
                : null;
        }
    }
}
