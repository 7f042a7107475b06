using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using Xinglin.Reports.Certificates;

namespace Xinglin.Reports.Tests.Pades;

public class PdfSignatureTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Pdfsig_says_that_the_signature_is_valid_and_covers_the_whole_file(string language)
    {
        await using var ward = await Signed.WardAsync();

        var says = await Signed.PdfsigAsync(await Signed.PdfAsync(ward, language));

        says.Should().Contain("Signature Validation: Signature is Valid").And.Contain("ETSI.CAdES.detached");
        says.Should().Contain("Total document signed").And.Contain("SHA-256");
    }

    [Fact]
    public async Task Pdfsig_finds_a_changed_byte_in_what_is_printed()
    {
        await using var ward = await Signed.WardAsync();
        var pdf = await Signed.PdfAsync(ward);
        pdf[pdf.AsSpan().IndexOf("stream"u8) + 40] ^= 1;

        var says = await Signed.PdfsigAsync(pdf);

        says.Should().Contain("Signature Validation: Digest Mismatch").And.NotContain("is Valid");
        ward.Pdfs.Check(pdf).Should().BeNull();
    }

    [Fact]
    public async Task The_cms_is_detached_names_its_certificate_and_holds_over_every_byte_outside_of_it()
    {
        await using var ward = await Signed.WardAsync();
        var pdf = await Signed.PdfAsync(ward);

        var text = Encoding.Latin1.GetString(pdf);
        var range = Regex.Match(text, @"/ByteRange \[0 (\d+) (\d+) (\d+)\]");
        var numbers = range.Groups.Values.Skip(1).Select(group => int.Parse(group.Value)).ToArray();
        (numbers[1] + numbers[2]).Should().Be(pdf.Length);
        byte[] covered = [.. pdf[..numbers[0]], .. pdf[numbers[1]..]];
        var cms = new SignedCms(new ContentInfo(covered), detached: true);
        cms.Decode(Convert.FromHexString(text[(numbers[0] + 1)..(numbers[1] - 1)]));
        cms.CheckSignature(verifySignatureOnly: true);
        var attributes = cms.SignerInfos[0].SignedAttributes.Cast<CryptographicAttributeObject>().ToList();
        attributes.Should().Contain(attribute => attribute.Oid.Value == "1.2.840.113549.1.9.16.2.47");
        // PAdES: the time stands in the PDF's own entry, not in the CMS.
        attributes.Should().NotContain(attribute => attribute.Oid.Value == "1.2.840.113549.1.9.5");
        cms.Certificates.Should().ContainSingle().Which.Subject.Should().StartWith("CN=Xinglin installation");
    }

    [Fact]
    public async Task Any_changed_byte_is_found_and_so_is_anything_added_behind_the_signature()
    {
        await using var ward = await Signed.WardAsync();
        var pdf = await Signed.PdfAsync(ward);
        ward.Pdfs.Check(pdf).Should().NotBeNull();
        var random = new Random(7);

        for (var i = 0; i < 60; i++)
        {
            var changed = pdf.ToArray();
            var at = random.Next(changed.Length);
            // The unused end of the signature's own place says nothing.
            if (changed[at] == (byte)'0')
                continue;
            changed[at] ^= 0x11;
            ward.Pdfs.Check(changed).Should().BeNull($"byte {at} of {pdf.Length}");
        }
        ward.Pdfs.Check([.. pdf, .. "%%EOF\n"u8]).Should().BeNull();
        ward.Pdfs.Check(pdf[..^1]).Should().BeNull();
    }

    [Fact]
    public async Task A_pdf_signed_by_another_key_was_taken_for_one_of_this_installation()
    {
        await using var ward = await Signed.WardAsync();
        await Signed.PdfAsync(ward);
        await using var thief = await Signed.WardAsync();
        var forged = await Signed.PdfAsync(thief);

        thief.Pdfs.Check(forged).Should().NotBeNull();
        ward.Pdfs.Check(forged).Should().BeNull();
    }

    [Fact]
    public void The_installations_key_is_made_once_by_many_at_once_and_is_its_owners_alone()
    {
        using var folder = new Folder();
        var keys = Path.Combine(folder.Path, "keys");

        var subjects = Enumerable
            .Range(0, 6)
            .AsParallel()
            .WithDegreeOfParallelism(6)
            .Select(_ =>
            {
                using var key = InstallationKey.Open(keys, TimeProvider.System);
                return key.Certificate.Thumbprint;
            })
            .ToList();

        subjects.Distinct().Should().ContainSingle();
        var file = Path.Combine(keys, InstallationKey.FileName);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_signature_that_takes_no_key_says_so_and_nothing_is_signed()
    {
        await using var ward = await Signed.WardAsync(keys => new(keys, CertificateFile: "/nowhere/hospital.pfx"));
        var stored = await Signed.AcceptedAsync(ward);

        var sign = () => ward.SignAsync(stored);

        var refused = (await sign.Should().ThrowAsync<Xinglin.Reports.Review.ReviewRejectedException>()).Which;
        refused.Code.Should().Be("no-electronic-signature");
        refused.Reason.En.Should().Contain("/nowhere/hospital.pfx");
        ward.Store.Read<DiagnosticReport>(stored.Draft.Id)!
            .Status.Should()
            .Be(DiagnosticReport.DiagnosticReportStatus.Preliminary);
    }
}
