using System.Buffers;
using System.IO.Compression;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Formats.Archives;
using Xinglin.Records.Files;

namespace Xinglin.Exchange.Import;

/// <summary>
/// Unpacks zip and gzip into temporary files, one at a time, within limits that a decompression bomb cannot pass. Names
/// inside an archive only ever stand in the report: no path is made from them.
/// </summary>
/// <param name="folder">Where the temporary files live; they are gone when closed.</param>
internal sealed class PackedImport(TemporaryFolder folder)
{
    private const int CopyBuffer = 64 * 1024;
    private const int InMemory = 64 * 1024;
    private const int LongestName = 200;

    /// <summary>The files of a zip as sources, in the order of the archive.</summary>
    /// <exception cref="ImportFaultException">The archive cannot be read, is a document of an office program, or holds too many files.</exception>
    public IReadOnlyList<ImportSource> Unzip(string place, Stream stream, ImportRun run)
    {
        ZipArchive zip;
        try
        {
            if (ZipDirectory.HasMoreThan(stream, run.Options.MostFilesInArchive))
            {
                throw Unsafe(
                    place,
                    $"压缩包内文件超过 {run.Options.MostFilesInArchive} 个，或文件名总长过大",
                    $"The archive holds more than {run.Options.MostFilesInArchive} files, or their names are too long in all"
                );
            }
            zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException)
        {
            throw Damaged(place);
        }
        var allowance = new UnpackAllowance(run, stream.Length);
        var entries = Entries(place, zip);
        if (ForeignFiles.OfPackage(place, entries.Select(entry => entry.FullName)) is { } foreign)
        {
            throw new ImportFaultException(foreign);
        }
        return
        [
            .. entries
                .Where(e => !e.FullName.EndsWith('/') && !e.FullName.EndsWith('\\'))
                .Where(e => !e.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal))
                .Select(e => new ImportSource(
                    $"{place}/{Name(e)}",
                    () => Unpack($"{place}/{Name(e)}", e.Open, e.CompressedLength, allowance, run)
                )),
        ];
    }

    /// <summary>The unpacked content of a gzip.</summary>
    /// <exception cref="ImportFaultException">It is damaged, or larger than allowed.</exception>
    public Stream Gunzip(string place, Stream stream, ImportRun run) =>
        Unpack(
            place,
            () => new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true),
            stream.Length,
            new UnpackAllowance(run, stream.Length),
            run
        );

    /// <summary>A copy of a stream that can be read only once.</summary>
    /// <exception cref="ImportFaultException">It is larger than allowed.</exception>
    public async Task<Stream> SpoolAsync(string place, Stream stream, ImportRun run)
    {
        var copy = Temporary();
        try
        {
            var buffer = new byte[CopyBuffer];
            int read;
            while ((read = await stream.ReadAsync(buffer, run.Ct).ConfigureAwait(false)) > 0)
            {
                await copy.WriteAsync(buffer.AsMemory(0, read), run.Ct).ConfigureAwait(false);
                if (copy.Length > run.Options.LargestFile)
                {
                    throw TooLarge(place, run.Options);
                }
            }
            copy.Position = 0;
            return copy;
        }
        catch
        {
            await copy.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The entries; opening the directory of a damaged archive is where it fails.</summary>
    private static IReadOnlyList<ZipArchiveEntry> Entries(string place, ZipArchive zip)
    {
        try
        {
            return zip.Entries;
        }
        catch (InvalidDataException)
        {
            throw Damaged(place);
        }
    }

    /// <summary>A name as it is in the report; a hostile archive may give one of 65,535 bytes.</summary>
    private static string Name(ZipArchiveEntry entry) =>
        entry.FullName.Length <= LongestName ? entry.FullName : entry.FullName[..LongestName] + "…";

    private Stream Unpack(string place, Func<Stream> open, long packed, UnpackAllowance allowance, ImportRun run)
    {
        try
        {
            using var content = open();
            var left = run.Options.LargestUnpacked - run.Unpacked;
            var copy = Copy(place, content, allowance.Begin(packed), left, run);
            run.Unpacked += copy.Length;
            return copy;
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            throw Damaged(place);
        }
    }

    private Stream Copy(string place, Stream content, UnpackAllowance allowance, long left, ImportRun run)
    {
        // Thousands of small files are faster, and leave no trace, in memory.
        Stream copy = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        try
        {
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                run.Ct.ThrowIfCancellationRequested();
                if (copy is MemoryStream && copy.Length + read > InMemory)
                {
                    copy = Moved(copy);
                }
                copy.Write(buffer, 0, read);
                if (copy.Length > run.Options.LargestFile)
                {
                    throw TooLarge(place, run.Options);
                }
                if (copy.Length > left)
                {
                    throw UnpacksToTooMuch(place, run.Options);
                }
                if (!allowance.Allows(copy, read))
                {
                    throw Unsafe(
                        place,
                        $"压缩比超过 {run.Options.LargestRatio}:1，疑为“压缩炸弹”",
                        $"It unpacks to more than {run.Options.LargestRatio} times its size, as a decompression bomb does"
                    );
                }
            }
            copy.Position = 0;
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private FileStream Moved(Stream small)
    {
        var file = Temporary();
        small.Position = 0;
        small.CopyTo(file);
        return file;
    }

    private FileStream Temporary() => folder.NewFile(CopyBuffer);

    /// <summary>The rejection of a file that is larger than allowed.</summary>
    public static ImportFaultException TooLarge(string place, ImportOptions options)
    {
        var limit = Megabytes(options.LargestFile);
        return options.LargestFileOption is { } option
            ? new(
                place,
                RejectionCodes.TooLarge,
                new($"文件超过上限 {limit}（{option}）。", $"The file is larger than the limit of {limit} ({option})."),
                new(
                    $"请拆分文件；或在服务器上用 xinglin import 导入（上限 {Megabytes(ImportOptions.OfCommand.LargestFile)}）；管理员可用 {option} 调高上限。",
                    $"Split it, or import it on the server by xinglin import, which takes {Megabytes(ImportOptions.OfCommand.LargestFile)}; an administrator can raise the limit by {option}."
                )
            )
            : new(
                place,
                RejectionCodes.TooLarge,
                new($"文件超过上限 {limit}。", $"The file is larger than the limit of {limit}."),
                new("请拆分文件后分别导入。", "Split it and import the parts.")
            );
    }

    private static ImportFaultException UnpacksToTooMuch(string place, ImportOptions options) =>
        new(
            place,
            RejectionCodes.TooLarge,
            new(
                $"一次导入解压后的内容合计超过 {Megabytes(options.LargestUnpacked)}。",
                $"What this import unpacks is larger than {Megabytes(options.LargestUnpacked)} in all."
            ),
            new("请拆成几个压缩包，分次导入。", "Make several archives of it and import them one after the other.")
        );

    private static string Megabytes(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MB" : $"{bytes} B";

    private static ImportFaultException Unsafe(string place, string zh, string en) =>
        new(
            place,
            RejectionCodes.ArchiveUnsafe,
            new(zh + "，已拒绝。", en + "; it was rejected."),
            new("请解压后直接导入其中的文件。", "Unpack it yourself and import the files.")
        );

    private static ImportFaultException Damaged(string place) =>
        new(
            place,
            RejectionCodes.ArchiveDamaged,
            new("压缩文件已损坏或加密，无法解压。", "The archive is damaged or encrypted and cannot be unpacked."),
            new("请重新压缩（不加密）后再导入。", "Pack it again without encryption and import the new file.")
        );
}
