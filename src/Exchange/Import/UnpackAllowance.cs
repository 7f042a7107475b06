using Xinglin.Dicom.DataSets;
using Xinglin.Exchange.Import.Runs;

namespace Xinglin.Exchange.Import;

/// <summary>
/// How far an archive may be unpacked. Up to 16 MiB anything may; beyond it the ratio counts, of the file and of the whole
/// archive, so that neither one large file nor thousands of small ones grow without bound; and of everything that one upload
/// unpacks to, so that archives within archives are no way around it. A mostly black film packs a
/// thousandfold and is none the less a film: what is DICOM may be as long as its own header accounts for.
/// </summary>
/// <param name="packedInAll">Bytes of the archive.</param>
internal sealed class UnpackAllowance(ImportRun run, long packedInAll)
{
    private const long WithoutQuestion = 16 << 20;
    private const int ShortHeader = 64 * 1024;
    private const int LongHeader = 1 << 20;

    private long _packed;
    private long _accounted;
    private int _headerRead;
    private long _inAll;

    /// <summary>The next file begins.</summary>
    /// <param name="packedLength">Its packed bytes.</param>
    public UnpackAllowance Begin(long packedLength)
    {
        _packed = packedLength;
        _accounted = 0;
        _headerRead = 0;
        return this;
    }

    /// <summary>Whether the file may be as long as it now is.</summary>
    /// <param name="file">What has been unpacked so far; left at its end.</param>
    /// <param name="more">Bytes of it that are new.</param>
    public bool Allows(Stream file, int more)
    {
        if (file.Length <= Accounted(file))
            return true; // A film: it does not count among what an archive may hold.
        _inAll += more;
        run.UnpackedText += more;
        return (run.UnpackedText <= WithoutQuestion * 4 || IsWithin(run.UnpackedText, run.Sent))
            && (file.Length <= WithoutQuestion || IsWithin(file.Length, _packed))
            && (_inAll <= WithoutQuestion * 2 || IsWithin(_inAll, packedInAll));
    }

    private bool IsWithin(long unpacked, long from) => unpacked / Math.Max(1, from) <= run.Options.LargestRatio;

    /// <summary>How long the file's own DICOM header says it is; 0 for anything else.</summary>
    private long Accounted(Stream file)
    {
        var wanted = _headerRead < ShortHeader ? ShortHeader : LongHeader;
        if (_accounted != 0 || _headerRead == LongHeader || file.Length < wanted)
            return _accounted;
        _headerRead = wanted;
        var header = new byte[wanted];
        file.Position = 0;
        file.ReadExactly(header);
        file.Position = file.Length;
        _accounted = DicomFile.AccountedLength(header) ?? 0;
        return _accounted;
    }
}
