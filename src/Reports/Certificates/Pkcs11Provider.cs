using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Xinglin.Reports.Certificates;

/// <summary>A hospital's key that never leaves its token or hardware module, through PKCS#11. RSA.</summary>
public sealed class Pkcs11Provider : ISignatureProvider
{
    /// <summary>The wrapper asks for <c>libdl</c>, which a machine without compilers has under its full name only.</summary>
    internal static readonly Pkcs11InteropFactories Factories = Prepared();

    private readonly IPkcs11Library _library;
    private readonly ISession _session;

    private Pkcs11Provider(IPkcs11Library library, ISession session, X509Certificate2 certificate, IObjectHandle key)
    {
        (_library, _session, Certificate) = (library, session, certificate);
        Key = new TokenRsa(session, key, certificate.GetRSAPublicKey()!);
    }

    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Chain { get; } = [];

    public AsymmetricAlgorithm Key { get; }

    /// <param name="module">The token's library, a file.</param>
    /// <param name="token">Label of the token; null for the first that is there.</param>
    /// <exception cref="SignatureException">There is no such token, the PIN is wrong, or it holds no RSA key with a certificate.</exception>
    public static Pkcs11Provider Open(string module, string? token, string? pin)
    {
        try
        {
            var library = Factories.Pkcs11LibraryFactory.LoadPkcs11Library(Factories, module, AppType.MultiThreaded);
            var slot =
                library
                    .GetSlotList(SlotsType.WithTokenPresent)
                    .FirstOrDefault(one => token is null || one.GetTokenInfo().Label.Trim() == token)
                ?? throw new SignatureException(Words(module));
            var session = slot.OpenSession(SessionType.ReadOnly);
            if (pin is not null)
                session.Login(CKU.CKU_USER, pin);
            foreach (var handle in session.FindAllObjects([Attribute(CKA.CKA_CLASS, CKO.CKO_CERTIFICATE)]))
            {
                var found = session.GetAttributeValue(handle, [CKA.CKA_VALUE, CKA.CKA_ID]);
                var certificate = X509CertificateLoader.LoadCertificate(found[0].GetValueAsByteArray());
                var key = session
                    .FindAllObjects([
                        Attribute(CKA.CKA_CLASS, CKO.CKO_PRIVATE_KEY),
                        Factories.ObjectAttributeFactory.Create(CKA.CKA_ID, found[1].GetValueAsByteArray()),
                    ])
                    .FirstOrDefault();
                if (key is not null && certificate.GetRSAPublicKey() is not null)
                    return new(library, session, certificate, key);
            }
            throw new SignatureException(Words(module));
        }
        catch (Exception fault)
            when (fault is Pkcs11Exception or UnmanagedException or CryptographicException or DllNotFoundException)
        {
            throw new SignatureException(Words(module), fault);
        }
    }

    public void Dispose()
    {
        Key.Dispose();
        Certificate.Dispose();
        _session.Dispose();
        _library.Dispose();
    }

    private static Pkcs11InteropFactories Prepared()
    {
        NativeLibrary.SetDllImportResolver(
            typeof(Pkcs11InteropFactories).Assembly,
            (name, assembly, path) =>
                name == "libdl" && NativeLibrary.TryLoad("libdl.so.2", assembly, path, out var library) ? library : 0
        );
        return new Pkcs11InteropFactories();
    }

    private static IObjectAttribute Attribute(CKA type, CKO value) =>
        Factories.ObjectAttributeFactory.Create(type, value);

    private static Terminology.Text.BilingualText Words(string module) =>
        new(
            $"签名设备（PKCS#11，{module}）不能使用：请检查设备是否连接、标签（--signing-token）与 PIN（--signing-password-file），其中须有 RSA 私钥及其证书。",
            $"The signing token (PKCS#11, {module}) cannot be used: check that it is there, its label (--signing-token) and PIN (--signing-password-file), and that it holds an RSA key with its certificate."
        );

    /// <summary>An RSA key that signs inside of its token.</summary>
    private sealed class TokenRsa : RSA
    {
        /// <summary>DigestInfo of SHA-256 (RFC 8017, 9.2), before the hash.</summary>
        private static readonly byte[] Sha256Prefix = Convert.FromHexString("3031300D060960864801650304020105000420");

        private readonly ISession _session;
        private readonly IObjectHandle _key;
        private readonly RSA _public;
        private readonly Lock _one = new();

        public TokenRsa(ISession session, IObjectHandle key, RSA known)
        {
            (_session, _key, _public) = (session, key, known);
            KeySizeValue = known.KeySize;
        }

        public override RSAParameters ExportParameters(bool includePrivateParameters) =>
            includePrivateParameters
                ? throw new CryptographicException("The key does not leave its token.")
                : _public.ExportParameters(false);

        public override void ImportParameters(RSAParameters parameters) =>
            throw new CryptographicException("The key is in its token.");

        public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)
        {
            if (hashAlgorithm != HashAlgorithmName.SHA256 || padding != RSASignaturePadding.Pkcs1)
                throw new CryptographicException("Only SHA-256 with PKCS #1 is signed.");
            try
            {
                using var mechanism = Factories.MechanismFactory.Create(CKM.CKM_RSA_PKCS);
                lock (_one)
                    return _session.Sign(mechanism, _key, [.. Sha256Prefix, .. hash]);
            }
            catch (Pkcs11Exception fault)
            {
                throw new CryptographicException("The token does not sign.", fault);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _public.Dispose();
            base.Dispose(disposing);
        }
    }
}
