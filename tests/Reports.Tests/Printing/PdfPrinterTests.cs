using System.Diagnostics;
using System.Text.RegularExpressions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Signing;

namespace Xinglin.Reports.Tests.Printing;

public class PdfPrinterTests
{
    [Theory]
    [InlineData("zh-CN", "高血压", "人工智能辅助生成", "合成数据", "签署医师")]
    [InlineData("en", "Measured on", "Generated with AI", "Synthetic data", "Signed by")]
    public async Task The_text_of_a_signed_pdf_can_be_read_back_as_it_was_written(
        string language,
        params string[] expected
    )
    {
        await using var ward = new Ward();
        if (!ward.Printer.Available || !File.Exists("/usr/bin/pdftotext"))
        {
            Assert.Skip("Chromium or pdftotext is not installed (apt-get install chromium poppler-utils).");
        }
        await ward.AdmitAsync();
        var forecast = new RandomPredictions(4).Forecast();
        var stored = await ward.DraftAsync(forecast);
        var signed = await ward.SignAsync(stored, language);

        var text = await TextAsync(ward.Signing.Pdf(stored.Draft.Id)!);
        // A sentence may run over a page's end, where the foot of the page is between its halves.
        var running = Regex.Replace(
            text,
            @"\f?(?m)^.*(?:Page \d+ of \d+|第 \d+ 页).*$|^(?:Hash|校验值) [0-9a-f]{16}$|^.* ?· ?p1\f?$",
            ""
        );

        foreach (
            var words in expected.Append(signed.ContentHash[..16]).Append(language == "en" ? "Wang Xiuying" : "王秀英")
        )
        {
            Flat(text).Should().Contain(Flat(words));
        }
        foreach (var sentence in stored.Draft.Texts[language].Sections.SelectMany(section => section.Sentences))
        {
            Flat(running).Should().Contain(Flat(sentence.Text));
        }
        text.Any(letter => letter is >= '\u2e80' and <= '\u2fdf')
            .Should()
            .BeFalse("Chinese must not come out as radicals");
    }

    [Fact]
    public async Task A_name_that_is_markup_is_printed_as_text()
    {
        await using var ward = new Ward();
        var patient = await ward.AdmitAsync(
            name: "<script>alert(1)</script>\"; } body { display:none",
            latin: "<img src=x onerror=alert(2)>"
        );
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        var chart = Records.Charts.Chart.Load(ward.Store, patient.Id!);

        var html = PrintedDocument.Html(stored.Draft, "zh-CN", PatientHeaders.Of(chart, ward.Clock.GetUtcNow()), null);
        var markdown = DraftExport.Markdown(stored.Draft, "en", PatientHeaders.Of(chart, ward.Clock.GetUtcNow()));

        html.Should().NotContain("<script").And.NotContain("<img").And.Contain("&lt;script&gt;");
        markdown.Should().NotContain(" <script").And.Contain("\\<script");
    }

    [Theory]
    [InlineData("zh-CN", "第一医院", "一病区")]
    [InlineData("en", "First &lt;Hospital&gt;", "一病区")]
    public async Task The_hospital_stands_at_the_head_of_every_print_as_text(string language, string name, string head)
    {
        await using var ward = new Ward();
        var patient = await ward.AdmitAsync();
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        var chart = Records.Charts.Chart.Load(ward.Store, patient.Id!);
        var settings = new Records.Files.HospitalSettings
        {
            NameZh = "第一医院",
            NameEn = "First <Hospital>",
            HeadZh = "一病区",
        };
        var export = new DraftExport(ward.Printer, ward.Clock, () => Letterhead.Of(settings));
        var html = System.Text.Encoding.UTF8.GetString(
            await export.ToAsync("html", stored, chart, language, TestContext.Current.CancellationToken)
        );
        html.Should().Contain($"<div class=\"letterhead\"><b>{name}</b><span>{head}</span></div>");
        Letterhead.Of(Records.Files.HospitalSettings.None).Should().BeNull();

        var signing = new SigningService(
            ward.Store,
            ward.Printer,
            ward.Pdfs,
            ward.Verifier,
            null,
            ward.Clock,
            (_, _, _, _) => true,
            letterhead: () => Letterhead.Of(settings with { NameEn = "First Hospital" })
        );
        var diagnosis = await ward.DraftAsync(new RandomPredictions(4).Forecast());
        var confirmed = await ward.Authenticator.ConfirmAsync("lin", Ward.Password, diagnosis.Draft.Id);
        await signing.SignAsync(
            ward.Request(diagnosis, language),
            confirmed.Proof!,
            TestContext.Current.CancellationToken
        );
        Flat(await TextAsync(signing.Pdf(diagnosis.Draft.Id)!))
            .Should()
            .Contain(language == "en" ? "FirstHospital" : "第一医院");
    }

    [Fact]
    public async Task Without_a_browser_nothing_is_signed_and_the_package_is_named()
    {
        await using var ward = new Ward(new PdfPrinter("/nowhere/chromium"));
        await ward.AdmitAsync();
        var stored = await ward.DraftAsync(new RandomPredictions(4).Forecast());

        var signing = () => ward.SignAsync(stored);

        (await signing.Should().ThrowAsync<PdfException>())
            .Which.Reason.En.Should()
            .Contain("apt-get install chromium");
        DraftResources.Load(ward.Store, stored.Draft.Id)!.Status.Should().Be(DraftStatus.Draft);
        ward.Signing.Pdf(stored.Draft.Id).Should().BeNull();
    }

    private static string Flat(string text) => Regex.Replace(text, @"\s+", "");

    private static async Task<string> TextAsync(byte[] pdf)
    {
        var folder = Directory.CreateTempSubdirectory("xinglin-pdf-").FullName;
        try
        {
            var file = Path.Combine(folder, "a.pdf");
            await File.WriteAllBytesAsync(file, pdf);
            if (Environment.GetEnvironmentVariable("XINGLIN_KEEP_PDF") is { } keep)
            {
                await File.WriteAllBytesAsync(Path.Combine(keep, $"{Digest.Short(pdf)}.pdf"), pdf);
            }
            using var process = Process.Start(
                new ProcessStartInfo("/usr/bin/pdftotext", ["-raw", file, "-"]) { RedirectStandardOutput = true }
            )!;
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return text;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
