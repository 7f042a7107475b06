using System.CommandLine;
using Xinglin.Reports.Certificates;

namespace Xinglin.Server.CommandLine.Options;

/// <summary>With what signed PDFs are sealed: alike for every command that runs a server.</summary>
public static class SignatureSettings
{
    private const string Certificate = "--signing-certificate";
    private const string Password = "--signing-password-file";
    private const string Module = "--signing-pkcs11";
    private const string Token = "--signing-token";
    private const string Timestamp = "--timestamp";
    private const string Optional = "--timestamp-optional";

    /// <summary>Adds the options to a command.</summary>
    public static Command WithSignature(this Command verb)
    {
        verb.Options.Add(
            Text(
                Certificate,
                "FILE",
                "a hospital's certificate with its key (PFX or PEM, RSA or ECDSA) for signed PDFs; default: the installation's own key, next to the audit key"
            )
        );
        verb.Options.Add(
            Text(Password, "FILE", "a file with the certificate's password, or the token's PIN, in its first line")
        );
        verb.Options.Add(
            Text(Module, "LIB", "the library of a PKCS#11 token that holds the hospital's RSA key and certificate")
        );
        verb.Options.Add(Text(Token, "LABEL", "the token's label; default: the first that is there"));
        var address = Text(Timestamp, "URL", "a time stamp server (RFC 3161); without its answer nothing is signed");
        address.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string?>();
            if (
                text is not null
                && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            )
            {
                result.AddError($"{Timestamp}: name an address that begins with http:// or https://.");
            }
        });
        verb.Options.Add(address);
        verb.Options.Add(
            new Option<bool>(Optional) { Description = "sign without a time stamp while its server does not answer" }
        );
        return verb;
    }

    public static SignatureOptions Of(ParseResult parsed) =>
        SignatureOptions.Usual(TrailOptions.Of(parsed)) with
        {
            CertificateFile = Path(parsed.GetValue<string?>(Certificate)),
            PasswordFile = Path(parsed.GetValue<string?>(Password)),
            Pkcs11Module = parsed.GetValue<string?>(Module),
            Pkcs11Token = parsed.GetValue<string?>(Token),
            Timestamp = parsed.GetValue<string?>(Timestamp) is { } address ? new Uri(address) : null,
            TimestampRequired = !parsed.GetValue<bool>(Optional),
        };

    private static string? Path(string? given) => given is null ? null : System.IO.Path.GetFullPath(given);

    private static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };
}
