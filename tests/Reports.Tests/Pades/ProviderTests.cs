using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xinglin.Reports.Review;

namespace Xinglin.Reports.Tests.Pades;

public class ProviderTests
{
    [Theory]
    [InlineData("pfx", "rsa")]
    [InlineData("pem", "rsa")]
    [InlineData("pfx", "ecdsa")]
    public async Task A_hospitals_certificate_signs_and_pdfsig_agrees(string form, string algorithm)
    {
        using var folder = new Folder();
        var file = Certificate(folder, form, algorithm);
        var password = folder.File("password");
        await File.WriteAllTextAsync(password, "apricot\n");
        await using var ward = await Signed.WardAsync(keys =>
            new(keys, CertificateFile: file, PasswordFile: form == "pfx" ? password : null)
        );

        var pdf = await Signed.PdfAsync(ward);

        ward.Pdfs.Check(pdf)!.Certificate.Subject.Should().Contain("First Hospital");
        (await Signed.PdfsigAsync(pdf)).Should().Contain("Signature is Valid").And.Contain("First Hospital");
    }

    [Fact]
    public async Task A_key_in_a_token_signs_without_leaving_it()
    {
        const string module = "/usr/lib/softhsm/libsofthsm2.so";
        if (!File.Exists(module))
            Assert.Skip("No token to try: SoftHSM is not installed (apt-get install softhsm2).");
        using var folder = new Folder();
        Directory.CreateDirectory(folder.File("tokens"));
        var settings = folder.File("softhsm2.conf");
        await File.WriteAllTextAsync(settings, $"directories.tokendir = {folder.File("tokens")}\n");
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", settings);
        NativeEnvironment.Set("SOFTHSM2_CONF", settings);
        await Signed.RunAsync(
            "softhsm2-util",
            "softhsm2",
            ["--init-token", "--free", "--label", "ward", "--pin", "1234", "--so-pin", "5678"]
        );
        Token.Fill(module, "ward", "1234");
        var pin = folder.File("pin");
        await File.WriteAllTextAsync(pin, "1234\n");
        await using var ward = await Signed.WardAsync(keys =>
            new(keys, PasswordFile: pin, Pkcs11Module: module, Pkcs11Token: "ward")
        );

        var pdf = await Signed.PdfAsync(ward);

        ward.Pdfs.Check(pdf)!.Certificate.Subject.Should().Contain("Token of the ward");
        (await Signed.PdfsigAsync(pdf)).Should().Contain("Signature is Valid");
    }

    [Fact]
    public async Task A_time_stamp_server_vouches_for_the_moment()
    {
        using var folder = new Folder();
        using var server = await TimestampServer.StartAsync(folder);
        await using var ward = await Signed.WardAsync(keys => new(keys, Timestamp: server.Address));

        var pdf = await Signed.PdfAsync(ward);

        ward.Pdfs.Check(pdf)!.StampedAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(2));
        (await Signed.PdfsigAsync(pdf)).Should().Contain("Signature is Valid");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_its_time_stamp_server_a_signature_fails_with_words_or_does_without_as_set(bool required)
    {
        // Nothing listens there.
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var nowhere = new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}/");
        taken.Stop();
        await using var ward = await Signed.WardAsync(keys =>
            new(keys, Timestamp: nowhere, TimestampRequired: required)
        );
        var stored = await Signed.AcceptedAsync(ward);

        var sign = () => ward.SignAsync(stored);

        if (required)
        {
            var refused = (await sign.Should().ThrowAsync<ReviewRejectedException>()).Which;
            refused
                .Reason.En.Should()
                .Contain("time stamp server gave no valid answer")
                .And.Contain("--timestamp-optional");
            ward.Signing.Pdf(stored.Draft.Id).Should().BeNull();
        }
        else
        {
            await sign();
            ward.Pdfs.Check(ward.Signing.Pdf(stored.Draft.Id)!)!.StampedAt.Should().BeNull();
        }
    }

    private static string Certificate(Folder folder, string form, string algorithm)
    {
        const string name = "CN=First Hospital, O=First Hospital";
        using var rsa = RSA.Create(2048);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request =
            algorithm == "rsa"
                ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : new CertificateRequest(name, ecdsa, HashAlgorithmName.SHA256);
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(from, from.AddYears(3));
        var file = folder.File($"hospital.{form}");
        if (form == "pfx")
            File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, "apricot"));
        else
            File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{rsa.ExportPkcs8PrivateKeyPem()}\n");
        return file;
    }
}
