using System.Net;
using Xinglin.Formats;

namespace Xinglin.Server.Hosting.Transport;

/// <summary>How browsers and programs reach this server.</summary>
/// <param name="CertificateFile">PEM chain or PFX (PKCS #12) of the address; null without TLS.</param>
/// <param name="KeyFile">The PEM private key where it is not in <paramref name="CertificateFile"/>.</param>
/// <param name="PasswordFile">A file with the password of the PFX or the key in its first line.</param>
/// <param name="AllowedHosts">
/// Names that this server answers to, without port; <c>*.example.org</c> for all below. Empty: any, but on loopback only the names
/// of loopback, so that no page of elsewhere reaches it under a name of its own (DNS rebinding).
/// </param>
/// <param name="TrustedProxies">
/// Addresses or networks (CIDR) of the reverse proxies whose <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> count. Empty: none.
/// </param>
public sealed record TransportOptions(
    string? CertificateFile = null,
    string? KeyFile = null,
    string? PasswordFile = null,
    IReadOnlyList<string>? AllowedHosts = null,
    IReadOnlyList<string>? TrustedProxies = null
)
{
    public static readonly TransportOptions None = new();

    /// <exception cref="InvalidInputException">A proxy is neither an address nor a network.</exception>
    internal IReadOnlyList<IPNetwork> Proxies =>
        [
            .. (TrustedProxies ?? []).Select(text =>
                IPNetwork.TryParse(text, out var network) ? network
                : IPAddress.TryParse(text, out var address)
                    ? new IPNetwork(address, 8 * address.GetAddressBytes().Length)
                : throw InvalidInputException.In(
                    "--trusted-proxy",
                    $"'{text}' is neither an address nor a network. Write 10.0.0.5 or 10.0.0.0/24."
                )
            ),
        ];
}
