using System.Diagnostics;
using Xinglin.Reports.Certificates;
using Xinglin.Reports.Drafts;

namespace Xinglin.Reports.Tests.Pades;

/// <summary>A signed document of a ward, and the tools of others to look at it with.</summary>
internal static class Signed
{
    public const string Pneumonia = "finding-pneumonia";

    /// <summary>A ward that can print; the test is skipped where there is no browser.</summary>
    public static async Task<Ward> WardAsync(Func<string, SignatureOptions>? signature = null)
    {
        var ward = new Ward(signature: signature);
        if (!ward.Printer.Available)
        {
            await ward.DisposeAsync();
            Assert.Skip("Chromium is not installed (apt-get install chromium).");
        }
        await ward.AdmitAsync();
        return ward;
    }

    public static async Task<StoredDraft> AcceptedAsync(Ward ward)
    {
        var stored = await ward.DraftAsync(Ward.FilmWithPneumonia());
        return await ward.ReadyAsync(stored);
    }

    public static async Task<byte[]> PdfAsync(Ward ward, string language = "en")
    {
        var signed = await ward.SignAsync(await AcceptedAsync(ward), language);
        return ward.Signing.Pdf(signed.Stored.Draft.Id)!;
    }

    /// <summary>What <c>pdfsig</c> (poppler) says of a PDF; the test is skipped where it is not installed.</summary>
    public static async Task<string> PdfsigAsync(byte[] pdf)
    {
        using var folder = new Folder();
        var file = folder.File("signed.pdf");
        await File.WriteAllBytesAsync(file, pdf);
        return await RunAsync("pdfsig", "poppler-utils", "-nocert", file);
    }

    public static async Task<string> RunAsync(string program, string package, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return output + await errors;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed (apt-get install {package}).");
            throw;
        }
    }
}

/// <summary>A folder of a test, gone with it.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("xinglin-pades-");

    public string Path => _folder.FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
