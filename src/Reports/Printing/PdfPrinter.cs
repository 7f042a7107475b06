using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Xinglin.Records.Files;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Printing;

/// <summary>
/// Prints HTML to PDF with Debian's Chromium as a child process, in a profile folder of its own that is removed afterwards.
/// Thread-safe; at most two print at the same time.
/// </summary>
/// <param name="chromium">Path of the browser; null looks in the usual places.</param>
/// <param name="temporary">
/// Where the page, the PDF and the browser's profile are for the length of a print; null is the system's temporary folder.
/// </param>
public sealed class PdfPrinter(string? chromium = null, TemporaryFolder? temporary = null) : IDisposable
{
    /// <summary>A print that takes longer is ended and rejected.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(45);

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly SemaphoreSlim _turns = new(2);

    /// <summary>True when a browser to print with is there.</summary>
    public bool Available => Find() is not null;

    /// <summary>The PDF of a self-contained HTML page (no script, no outside resource).</summary>
    /// <exception cref="PdfException">No browser, a timeout, or a browser that gave no PDF.</exception>
    public async Task<byte[]> PrintAsync(string html, CancellationToken ct = default)
    {
        var browser =
            Find()
            ?? throw new PdfException(
                new BilingualText(
                    "未找到用于打印 PDF 的 Chromium。请管理员执行：apt-get install chromium",
                    "Chromium, which prints the PDF, was not found. Ask the administrator to run: apt-get install chromium"
                )
            );
        await _turns.WaitAsync(ct);
        var folder = temporary?.NewFolder() ?? Directory.CreateTempSubdirectory("xinglin-print-").FullName;
        try
        {
            var (page, pdf) = (Path.Combine(folder, "page.html"), Path.Combine(folder, "page.pdf"));
            await File.WriteAllTextAsync(page, html, new UTF8Encoding(false), ct);
            await RunAsync(browser, folder, page, pdf, ct);
            if (!File.Exists(pdf))
            {
                throw Failed();
            }
            var bytes = await File.ReadAllBytesAsync(pdf, ct);
            return bytes.AsSpan().StartsWith("%PDF-"u8) ? bytes : throw Failed();
        }
        finally
        {
            _turns.Release();
            TemporaryFolder.Remove(folder);
        }
    }

    public void Dispose() => _turns.Dispose();

    private static async Task RunAsync(string browser, string folder, string page, string pdf, CancellationToken ct)
    {
        var start = new ProcessStartInfo(browser)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        // Relative: a socket's path may have 107 characters, and the data folder's may be longer.
        start.Environment["TMPDIR"] = ".";
        foreach (var name in new[] { "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "BREAKPAD_DUMP_LOCATION" })
            start.Environment[name] = folder;
        foreach (
            var argument in new[]
            {
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-extensions",
                "--no-pdf-header-footer",
                "--disable-breakpad",
                $"--crash-dumps-dir={folder}",
                $"--user-data-dir={Path.Combine(folder, "profile")}",
                $"--print-to-pdf={pdf}",
                new Uri(page).AbsoluteUri,
            }
        )
        {
            start.ArgumentList.Add(argument);
        }
        Process process;
        try
        {
            process = Process.Start(start) ?? throw Failed();
        }
        catch (Win32Exception fault)
        {
            throw new PdfException(
                new BilingualText(
                    "Chromium 无法启动。请管理员执行：apt-get install --reinstall chromium",
                    "Chromium does not start. Ask the administrator to run: apt-get install --reinstall chromium"
                ),
                fault
            );
        }
        using (process)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(Timeout);
            try
            {
                // What the browser prints is drained and dropped: a full pipe would stop it, and it may name the patient.
                var drained = Task.WhenAll(
                    process.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token),
                    process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, limit.Token)
                );
                await process.WaitForExitAsync(limit.Token);
                await drained;
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                throw new PdfException(
                    new BilingualText(
                        "打印超时，文书未签署，请稍后重试。",
                        "Printing took too long. Nothing was signed; try again in a moment."
                    )
                );
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
    }

    private static PdfException Failed() =>
        new(
            new BilingualText(
                "Chromium 未能生成 PDF，文书未签署，请重试；如仍失败，请管理员检查磁盘空间。",
                "Chromium gave no PDF. Nothing was signed; try again, and if it fails again have the disk space checked."
            )
        );

    private string? Find()
    {
        if (chromium is not null)
        {
            return File.Exists(chromium) ? chromium : null;
        }
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            ':',
            StringSplitOptions.RemoveEmptyEntries
        );
        return Names
            .SelectMany(name => folders.Append("/usr/bin").Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
