using System.Globalization;

namespace Xinglin.Dicom.DataSets;

/// <summary>Bytes that are not DICOM, or not all of it. The message never holds a value of the data set.</summary>
/// <param name="code">A stable word, one of <see cref="DicomFaults"/>.</param>
/// <param name="reason">What is wrong, in English, without patient data.</param>
/// <param name="offset">Where, in bytes from the start of the file; of a deflated file, from the start of the inflated data set. −1 when no place applies.</param>
/// <param name="remedy">What the sender can do.</param>
/// <param name="tag">The attribute that is wrong, or the last one that was reached; null when none was.</param>
public sealed class DicomFormatException(string code, string reason, long offset, string remedy, Tag? tag = null)
    : Exception(
        offset < 0
            ? $"{reason} {remedy}"
            : string.Create(CultureInfo.InvariantCulture, $"{reason} (byte offset {offset}). {remedy}")
    )
{
    public string Code { get; } = code;
    public string Reason { get; } = reason;
    public long Offset { get; } = offset;
    public string Remedy { get; } = remedy;
    public Tag? Tag { get; } = tag;
}

/// <summary>The codes of <see cref="DicomFormatException"/> and of unreadable frames.</summary>
public static class DicomFaults
{
    public const string MissingPreamble = "missing-preamble";
    public const string Truncated = "truncated";
    public const string TooLarge = "too-large";
    public const string NotDicom = "not-dicom";
    public const string MissingAttribute = "missing-attribute";
    public const string MalformedValue = "malformed-value";
    public const string MalformedStructure = "malformed-structure";
    public const string NestedTooDeep = "nested-too-deep";
    public const string UnknownTransferSyntax = "unknown-transfer-syntax";
    public const string UnsupportedTransferSyntax = "unsupported-transfer-syntax";
    public const string UnsupportedPixels = "unsupported-pixels";
    public const string ContradictoryAttributes = "contradictory-attributes";
    public const string PixelDataTooShort = "pixel-data-too-short";
    public const string NoPixels = "no-pixels";
    public const string NoSuchFrame = "no-such-frame";
}
