using System.Text;

namespace Xinglin.Learning.Tables.Features;

/// <summary>
/// Text in GB18030 (GBK and GB2312 are parts of it), as Chinese spreadsheets and hospital systems write CSV files.
/// </summary>
internal static class ChineseText
{
    /// <summary>The text, or null where the bytes are more likely those of another language or none at all.</summary>
    public static string? Decode(byte[] bytes)
    {
        if (!LooksChinese(bytes))
            return null;
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(
            "GB18030",
            EncoderFallback.ExceptionFallback,
            DecoderFallback.ExceptionFallback
        )!;
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether most characters beyond ASCII are of GB2312, both bytes of which are 0xA1 or more (GB/T 2312-1980). In Western
    /// text an accented letter mostly stands before a plain one.
    /// </summary>
    private static bool LooksChinese(byte[] bytes)
    {
        int common = 0,
            others = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80)
                continue;
            if (i + 1 < bytes.Length && bytes[i] >= 0xA1 && bytes[i + 1] >= 0xA1)
                common++;
            else
                others++;
            i++;
        }
        return common > others;
    }
}
