using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Net.Pkcs11Interop.Common;

namespace Xinglin.Reports.Tests.Pades;

/// <summary>Puts a key and its certificate into a token.</summary>
internal static class Token
{
    public static void Fill(string module, string label, string pin)
    {
        var factories = Xinglin.Reports.Certificates.Pkcs11Provider.Factories;
        using var library = factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, module, AppType.MultiThreaded);
        var slot = library
            .GetSlotList(SlotsType.WithTokenPresent)
            .First(one => one.GetTokenInfo().Label.Trim() == label);
        using var session = slot.OpenSession(SessionType.ReadWrite);
        session.Login(CKU.CKU_USER, pin);
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=Token of the ward",
            rsa,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(from, from.AddYears(3));
        var key = rsa.ExportParameters(true);
        var make = factories.ObjectAttributeFactory;
        byte[] id = [1];
        session.CreateObject([
            make.Create(CKA.CKA_CLASS, CKO.CKO_PRIVATE_KEY),
            make.Create(CKA.CKA_KEY_TYPE, CKK.CKK_RSA),
            make.Create(CKA.CKA_TOKEN, true),
            make.Create(CKA.CKA_PRIVATE, true),
            make.Create(CKA.CKA_SENSITIVE, true),
            make.Create(CKA.CKA_SIGN, true),
            make.Create(CKA.CKA_ID, id),
            make.Create(CKA.CKA_MODULUS, key.Modulus!),
            make.Create(CKA.CKA_PUBLIC_EXPONENT, key.Exponent!),
            make.Create(CKA.CKA_PRIVATE_EXPONENT, key.D!),
            make.Create(CKA.CKA_PRIME_1, key.P!),
            make.Create(CKA.CKA_PRIME_2, key.Q!),
            make.Create(CKA.CKA_EXPONENT_1, key.DP!),
            make.Create(CKA.CKA_EXPONENT_2, key.DQ!),
            make.Create(CKA.CKA_COEFFICIENT, key.InverseQ!),
        ]);
        session.CreateObject([
            make.Create(CKA.CKA_CLASS, CKO.CKO_CERTIFICATE),
            make.Create(CKA.CKA_CERTIFICATE_TYPE, CKC.CKC_X_509),
            make.Create(CKA.CKA_TOKEN, true),
            make.Create(CKA.CKA_PRIVATE, false),
            make.Create(CKA.CKA_ID, id),
            make.Create(CKA.CKA_SUBJECT, certificate.SubjectName.RawData),
            make.Create(CKA.CKA_VALUE, certificate.RawData),
        ]);
    }
}

/// <summary>.NET keeps an environment of its own; a library reads the process's.</summary>
internal static partial class NativeEnvironment
{
    public static void Set(string name, string value) => setenv(name, value, 1);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
