using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xinglin.Formats;

namespace Xinglin.Server.Hosting.Transport;

/// <summary>
/// The certificate that the server shows, from a file that may be renewed while it runs: a change is seen within a minute, and
/// what cannot be read then leaves the one before in place. Thread-safe.
/// </summary>
public sealed class ServerCertificate
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private readonly TransportOptions _options;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private SslStreamCertificateContext _certificate;
    private DateTime _written;
    private DateTimeOffset _looked;

    /// <exception cref="InvalidInputException">It cannot be read, has no private key, or is not valid now.</exception>
    public ServerCertificate(TransportOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        (_written, _looked) = (Written(), clock.GetUtcNow());
        _certificate = Read();
    }

    /// <summary>The certificate as it is now, with those that lead to its root.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                var now = _clock.GetUtcNow();
                if (now - _looked < Look)
                    return _certificate;
                _looked = now;
                try
                {
                    if (Written() is var written && written != _written)
                    {
                        _certificate = Read();
                        _written = written;
                    }
                }
                catch (InvalidInputException)
                {
                    // Half written, or gone: the next look finds it whole.
                }
                return _certificate;
            }
        }
    }

    private DateTime Written() =>
        new[] { _options.CertificateFile, _options.KeyFile }.OfType<string>().Select(File.GetLastWriteTimeUtc).Max();

    private SslStreamCertificateContext Read()
    {
        var file = _options.CertificateFile!;
        try
        {
            var password = _options.PasswordFile is { } place ? File.ReadLines(place).FirstOrDefault() : null;
            var (certificate, chain) = IsPem(file)
                ? Pem(file, _options.KeyFile ?? file, password)
                : Pfx(X509CertificateLoader.LoadPkcs12CollectionFromFile(file, password));
            return certificate.NotAfter < _clock.GetUtcNow()
                ? throw InvalidInputException.In(
                    "--certificate",
                    $"It ended on {certificate.NotAfter:yyyy-MM-dd}. Give one that is valid."
                )
                : SslStreamCertificateContext.Create(certificate, chain, offline: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw InvalidInputException.In(
                "--certificate",
                $"'{file}' cannot be read as PEM or PFX with its key and password ({fault.GetType().Name}). "
                    + "Check the files, --certificate-key and --certificate-password-file."
            );
        }
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Chain) Pem(
        string file,
        string key,
        string? password
    )
    {
        var own = password is null
            ? X509Certificate2.CreateFromPemFile(file, key)
            : X509Certificate2.CreateFromEncryptedPemFile(file, password, key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(file);
        return (own, Others(chain, own));
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Chain) Pfx(X509Certificate2Collection all)
    {
        var own =
            all.FirstOrDefault(one => one.HasPrivateKey) ?? throw new CryptographicException("no private key in it");
        return (own, Others(all, own));
    }

    private static X509Certificate2Collection Others(X509Certificate2Collection all, X509Certificate2 own) =>
        [.. all.Where(one => one.Thumbprint != own.Thumbprint)];

    private static bool IsPem(string file)
    {
        using var reader = new StreamReader(file);
        var head = new char[64];
        return new string(head, 0, reader.Read(head)).Contains("-----BEGIN", StringComparison.Ordinal);
    }
}
