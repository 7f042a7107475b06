namespace Xinglin.Dicom.DataSets;

/// <summary>Value representations (PS3.5 section 6.2).</summary>
public enum VR
{
    AE,
    AS,
    AT,
    CS,
    DA,
    DS,
    DT,
    FL,
    FD,
    IS,
    LO,
    LT,
    OB,
    OD,
    OF,
    OL,
    OV,
    OW,
    PN,
    SH,
    SL,
    SQ,
    SS,
    ST,
    SV,
    TM,
    UC,
    UI,
    UL,
    UN,
    UR,
    US,
    UT,
    UV,
}

/// <summary>What a value representation implies for reading and writing.</summary>
internal static class VRTraits
{
    /// <summary>True when the explicit form has two reserved bytes and a 32-bit length (PS3.5 table 7.1-1).</summary>
    public static bool HasLongLength(this VR vr) =>
        vr
            is VR.OB
                or VR.OD
                or VR.OF
                or VR.OL
                or VR.OV
                or VR.OW
                or VR.SQ
                or VR.SV
                or VR.UC
                or VR.UN
                or VR.UR
                or VR.UT
                or VR.UV;

    /// <summary>True when the value is written in the Specific Character Set (PS3.5 section 6.1.2.3).</summary>
    public static bool UsesCharacterSet(this VR vr) =>
        vr is VR.LO or VR.LT or VR.PN or VR.SH or VR.ST or VR.UC or VR.UT;

    /// <summary>True for representations that hold characters.</summary>
    public static bool IsText(this VR vr) =>
        vr.UsesCharacterSet()
        || vr is VR.AE or VR.AS or VR.CS or VR.DA or VR.DS or VR.DT or VR.IS or VR.TM or VR.UI or VR.UR;

    /// <summary>True when a backslash separates values.</summary>
    public static bool IsMultiValued(this VR vr) => vr.IsText() && vr is not (VR.LT or VR.ST or VR.UT or VR.UR);

    /// <summary>The number of bytes that swap together between little and big endian; 1 when none do.</summary>
    public static int WordSize(this VR vr) =>
        vr switch
        {
            VR.US or VR.SS or VR.OW or VR.AT => 2,
            VR.UL or VR.SL or VR.FL or VR.OF or VR.OL => 4,
            VR.FD or VR.OD or VR.OV or VR.SV or VR.UV => 8,
            _ => 1,
        };

    /// <summary>The byte that makes an odd length even (PS3.5 section 6.2).</summary>
    public static byte Padding(this VR vr) => vr.IsText() && vr != VR.UI ? (byte)' ' : (byte)0;

    /// <summary>The most characters of one value (PS3.5 table 6.2-1); of a name, of one of its scripts.</summary>
    public static int MostCharacters(this VR vr) =>
        vr switch
        {
            VR.AE or VR.CS or VR.DS or VR.SH => 16,
            VR.IS => 12,
            VR.LO or VR.UI or VR.PN => 64,
            VR.ST => 1024,
            VR.LT => 10240,
            _ => int.MaxValue,
        };
}
