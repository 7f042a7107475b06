using System.CommandLine;
using Xinglin.Server.Hosting.Transport;

namespace Xinglin.Server.CommandLine.Options;

/// <summary>TLS, names and proxies of the server.</summary>
public static class TransportSettings
{
    private const string CertificateName = "--certificate";
    private const string KeyName = "--certificate-key";
    private const string PasswordName = "--certificate-password-file";
    private const string HostName = "--allowed-host";
    private const string ProxyName = "--trusted-proxy";

    /// <summary>Adds what names the certificate to a command.</summary>
    public static Command WithCertificate(this Command verb)
    {
        verb.Options.Add(
            File(CertificateName, "TLS: the certificate and its chain, PEM or PFX; read again when it is renewed")
        );
        verb.Options.Add(File(KeyName, "the certificate's private key, PEM, where it is a file of its own"));
        verb.Options.Add(File(PasswordName, "a file with the password of the key or the PFX in its first line"));
        return verb;
    }

    /// <summary>Adds all of them to a command.</summary>
    public static Command WithTransport(this Command verb)
    {
        verb.WithCertificate();
        verb.Options.Add(
            Many(
                HostName,
                "NAME",
                "a name that the server answers to, such as xinglin.hospital.org; may be given again"
            )
        );
        verb.Options.Add(
            Many(ProxyName, "ADDRESS", "a reverse proxy (address or network) whose X-Forwarded headers count")
        );
        return verb;
    }

    /// <summary>The certificate alone.</summary>
    public static TransportOptions CertificateOf(ParseResult parsed) =>
        TransportOptions.None with
        {
            CertificateFile = parsed.GetValue<string?>(CertificateName),
            KeyFile = parsed.GetValue<string?>(KeyName),
            PasswordFile = parsed.GetValue<string?>(PasswordName),
        };

    public static TransportOptions Of(ParseResult parsed) =>
        new(
            parsed.GetValue<string?>(CertificateName),
            parsed.GetValue<string?>(KeyName),
            parsed.GetValue<string?>(PasswordName),
            parsed.GetValue<string[]>(HostName) ?? [],
            parsed.GetValue<string[]>(ProxyName) ?? []
        );

    private static Option<string?> File(string name, string says) =>
        new(name) { Description = says, HelpName = "FILE" };

    private static Option<string[]> Many(string name, string value, string says) =>
        new(name) { Description = says, HelpName = value };
}
