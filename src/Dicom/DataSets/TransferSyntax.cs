namespace Xinglin.Dicom.DataSets;

/// <summary>How a data set is written into bytes (PS3.5 section 10 and annex A).</summary>
/// <param name="Uid">Its unique identifier (PS3.6 table A-1).</param>
/// <param name="Name">Its name in the standard.</param>
/// <param name="Encapsulated">True when Pixel Data is a sequence of compressed fragments.</param>
public sealed record TransferSyntax(
    string Uid,
    string Name,
    bool ExplicitVr = true,
    bool BigEndian = false,
    bool Deflated = false,
    bool Encapsulated = false
)
{
    public static readonly TransferSyntax ImplicitLittleEndian = new(
        "1.2.840.10008.1.2",
        "Implicit VR Little Endian",
        ExplicitVr: false
    );
    public static readonly TransferSyntax ExplicitLittleEndian = new(
        "1.2.840.10008.1.2.1",
        "Explicit VR Little Endian"
    );
    public static readonly TransferSyntax DeflatedLittleEndian = new(
        "1.2.840.10008.1.2.1.99",
        "Deflated Explicit VR Little Endian",
        Deflated: true
    );
    public static readonly TransferSyntax ExplicitBigEndian = new(
        "1.2.840.10008.1.2.2",
        "Explicit VR Big Endian",
        BigEndian: true
    );
    public static readonly TransferSyntax RleLossless = new("1.2.840.10008.1.2.5", "RLE Lossless", Encapsulated: true);

    /// <summary>
    /// The syntax of a UID, or null when it is not a DICOM transfer syntax. Every syntax that is not one of the five
    /// above is explicit little-endian with encapsulated pixels (PS3.5 A.4).
    /// </summary>
    public static TransferSyntax? Find(string uid) =>
        uid switch
        {
            "1.2.840.10008.1.2" => ImplicitLittleEndian,
            "1.2.840.10008.1.2.1" => ExplicitLittleEndian,
            "1.2.840.10008.1.2.1.99" => DeflatedLittleEndian,
            "1.2.840.10008.1.2.2" => ExplicitBigEndian,
            "1.2.840.10008.1.2.5" => RleLossless,
            _ when uid.StartsWith("1.2.840.10008.1.2.", StringComparison.Ordinal) => new(
                uid,
                NameOf(uid),
                Encapsulated: true
            ),
            _ => null,
        };

    private static string NameOf(string uid) =>
        uid["1.2.840.10008.1.2.".Length..] switch
        {
            "4.50" => "JPEG Baseline (Process 1)",
            "4.51" => "JPEG Extended (Process 2 and 4)",
            "4.57" => "JPEG Lossless (Process 14)",
            "4.70" => "JPEG Lossless, First-Order Prediction",
            "4.80" => "JPEG-LS Lossless",
            "4.81" => "JPEG-LS Near-Lossless",
            "4.90" => "JPEG 2000 Lossless",
            "4.91" => "JPEG 2000",
            "4.201" => "HTJ2K Lossless",
            "4.202" => "HTJ2K Lossless RPCL",
            "4.203" => "HTJ2K",
            _ => uid,
        };
}
