using System.Buffers.Binary;
using System.IO.Compression;

namespace Xinglin.Dicom.DataSets;

/// <summary>A DICOM file: 128 bytes of preamble, <c>DICM</c>, the file meta information and one data set (PS3.10 section 7).</summary>
public sealed class DicomFile
{
    private const int PreambleLength = 128;

    /// <summary>The most bytes a file may have: 1 GiB.</summary>
    public const int LargestBytes = 1 << 30;

    private readonly TransferSyntax _syntax;

    private DicomFile(DataSet meta, DataSet dataSet, TransferSyntax syntax)
    {
        Meta = meta;
        DataSet = dataSet;
        _syntax = syntax;
    }

    /// <summary>The file meta information, group 0002.</summary>
    public DataSet Meta { get; }

    public DataSet DataSet { get; }

    /// <summary>How the data set was written, and will be.</summary>
    public string TransferSyntaxUid => _syntax.Uid;

    internal TransferSyntax Syntax => _syntax;

    /// <summary>A file around a data set that has its SOP Class UID and SOP Instance UID.</summary>
    /// <exception cref="ArgumentException">One of the two UIDs is absent or the transfer syntax is unknown.</exception>
    public static DicomFile Create(DataSet dataSet, string? transferSyntaxUid = null)
    {
        var syntax = TransferSyntax.Find(transferSyntaxUid ?? TransferSyntax.ExplicitLittleEndian.Uid);
        if (syntax is null)
            throw new ArgumentException("Not a DICOM transfer syntax.", nameof(transferSyntaxUid));
        var meta = new DataSet()
            .Set(Tags.FileMetaInformationVersion, VR.OB, new byte[] { 0, 1 })
            .Set(Tags.MediaStorageSOPClassUID, VR.UI, Required(dataSet, Tags.SOPClassUID))
            .Set(Tags.MediaStorageSOPInstanceUID, VR.UI, Required(dataSet, Tags.SOPInstanceUID))
            .Set(Tags.TransferSyntaxUID, VR.UI, syntax.Uid)
            .Set(Tags.ImplementationClassUID, VR.UI, Uid.Implementation)
            .Set(Tags.ImplementationVersionName, VR.SH, Uid.ImplementationVersion);
        return new DicomFile(meta, dataSet, syntax);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DicomFormatException">The bytes are not DICOM, or not all of it.</exception>
    public static DicomFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream);
    }

    /// <summary>Reads a file from where the stream is to its end. The stream stays open.</summary>
    /// <exception cref="DicomFormatException">The bytes are not DICOM, or not all of it.</exception>
    public static DicomFile Read(Stream stream)
    {
        var bytes = ReadBytes(stream);
        if (bytes.Length < PreambleLength + 4 || !bytes.Span.Slice(PreambleLength, 4).SequenceEqual("DICM"u8))
        {
            throw new DicomFormatException(
                DicomFaults.MissingPreamble,
                "There is no DICM after the 128-byte preamble",
                Math.Min(bytes.Length, PreambleLength),
                "It is not a DICOM file, or was saved without its file header: export it as DICOM Part 10."
            );
        }
        var meta = new DataSet();
        var metaReader = new DataSetReader(bytes, TransferSyntax.ExplicitLittleEndian, PreambleLength + 4);
        metaReader.ReadGroup(meta, 0x0002);
        var syntax = FindSyntax(meta);
        var dataSet = new DataSet();
        if (syntax.Deflated)
            new DataSetReader(Inflation.Of(bytes, metaReader.Position), syntax, 0).ReadAll(dataSet);
        else
            new DataSetReader(bytes, syntax, metaReader.Position).ReadAll(dataSet);
        if (dataSet.Count == 0)
        {
            throw new DicomFormatException(
                DicomFaults.Truncated,
                "The file ends before its data set",
                bytes.Length,
                "It was cut off on its way: export or send the object again."
            );
        }
        return new DicomFile(meta, dataSet, syntax);
    }

    /// <summary>
    /// How many bytes a native file may have, told from its beginning; null when that is no DICOM file, is compressed, or states
    /// more pixels than its rows and columns need.
    /// </summary>
    /// <param name="start">The first bytes of the file, all elements before the pixels among them.</param>
    public static long? AccountedLength(ReadOnlyMemory<byte> start)
    {
        if (start.Length < PreambleLength + 4 || !start.Span.Slice(PreambleLength, 4).SequenceEqual("DICM"u8))
            return null;
        try
        {
            var meta = new DataSet();
            var metaReader = new DataSetReader(start, TransferSyntax.ExplicitLittleEndian, PreambleLength + 4);
            metaReader.ReadGroup(meta, 0x0002);
            var syntax = FindSyntax(meta);
            return syntax.Deflated || syntax.Encapsulated
                ? null
                : Inflation.Accounted(new DataSetReader(start, syntax, metaReader.Position));
        }
        catch (DicomFormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the file in its transfer syntax. The stream stays open.</summary>
    public void Write(Stream stream)
    {
        stream.Write(new byte[PreambleLength]);
        stream.Write("DICM"u8);
        using var group = new MemoryStream();
        new DataSetWriter(group, TransferSyntax.ExplicitLittleEndian).Write(Meta);
        Span<byte> length = [2, 0, 0, 0, (byte)'U', (byte)'L', 4, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(length[8..], (uint)group.Length);
        stream.Write(length);
        group.WriteTo(stream);
        if (!_syntax.Deflated)
        {
            new DataSetWriter(stream, _syntax).Write(DataSet);
            return;
        }
        using var deflated = new MemoryStream();
        using (var deflate = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
            new DataSetWriter(deflate, _syntax).Write(DataSet);
        deflated.WriteTo(stream);
        if ((deflated.Length & 1) == 1)
            stream.WriteByte(0); // PS3.5 A.5
    }

    private static TransferSyntax FindSyntax(DataSet meta)
    {
        var uid =
            meta.GetString(Tags.TransferSyntaxUID)
            ?? throw new DicomFormatException(
                DicomFaults.MissingAttribute,
                $"{Tags.TransferSyntaxUID} is missing from the file meta information",
                PreambleLength + 4,
                "Export the object again: without it the bytes cannot be understood for certain.",
                Tags.TransferSyntaxUID
            );
        return TransferSyntax.Find(uid)
            ?? throw new DicomFormatException(
                DicomFaults.UnknownTransferSyntax,
                $"{Tags.TransferSyntaxUID} is none of DICOM's transfer syntaxes",
                meta.Find(Tags.TransferSyntaxUID)!.Offset,
                "Export the object in Explicit VR Little Endian.",
                Tags.TransferSyntaxUID
            );
    }

    private static ReadOnlyMemory<byte> ReadBytes(Stream stream)
    {
        using var bytes = new MemoryStream();
        if (stream.CanSeek)
            bytes.Capacity = (int)Math.Clamp(stream.Length - stream.Position, 0, LargestBytes);
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) is var count and > 0)
        {
            if (bytes.Length + count > LargestBytes)
            {
                throw new DicomFormatException(
                    DicomFaults.TooLarge,
                    "The file is larger than 1 GiB",
                    LargestBytes,
                    "Send the frames as several objects, or compressed."
                );
            }
            bytes.Write(buffer, 0, count);
        }
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static string Required(DataSet dataSet, Tag tag) =>
        dataSet.GetString(tag) ?? throw new ArgumentException($"The data set has no {tag}.", nameof(dataSet));
}
