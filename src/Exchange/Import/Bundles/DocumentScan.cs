using System.Buffers;
using Xinglin.Exchange.Import.Runs;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Exchange.Import.Bundles;

/// <summary>Looks through a FHIR document before it is read into memory, and words what it passes.</summary>
internal static class DocumentScan
{
    /// <summary>The first limit that a whole document passes; the stream is read from its start.</summary>
    public static TextExcess? Excess(Stream stream, bool xml)
    {
        var scan = TextScan.For(xml, TextScan.MostElementsImported);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            stream.Position = 0;
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                if (scan.Feed(buffer.AsSpan(0, read)) is { } excess)
                {
                    return excess;
                }
            }
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The first limit that one resource passes.</summary>
    public static TextExcess? Excess(ReadOnlySpan<byte> json) =>
        TextScan.Of(json, xml: false, TextScan.MostElementsOfOne);

    public static RejectedItem Refusal(string place, TextExcess excess) =>
        new(
            $"{place}, byte {excess.Offset}",
            RejectionCodes.TooLarge,
            new(Chinese(excess.Limit), $"At this place {excess.Said}"),
            new(
                "请拆分后重新导出；大量资源请用 NDJSON（每行一个资源），大文件请作为附件单独保存。",
                "Split it and export it again: many resources as NDJSON (one a line), large content as a file of its own."
            )
        );

    private static string Chinese(TextLimit limit) =>
        limit switch
        {
            TextLimit.LongText =>
                $"此处的字符串超过 FHIR 允许的 {TextScan.MostText} 个字符，或 base64 数据超过 {TextScan.MostData >> 20} MiB。",
            TextLimit.LongName => $"此处的名称超过 {TextScan.MostName} 字节，FHIR 没有这样的元素。",
            TextLimit.LongNumber => $"此处的数字超过 {TextScan.MostName} 字节。",
            TextLimit.TooDeep => $"此处嵌套超过 {TextScan.MostDepth} 层，FHIR 资源不需要这样的深度。",
            TextLimit.TooManyRemarks =>
                $"注释、处理指令与 CDATA 段合计超过 {XmlScan.MostRemarks} 个，FHIR 资源不需要它们。",
            TextLimit.TooManyAttributes =>
                $"此处的元素有超过 {XmlScan.MostAttributes} 个属性与命名空间，FHIR 没有这样的元素。",
            TextLimit.TooManyElementsInOne => $"单个资源的元素超过 {TextScan.MostElementsOfOne} 个。",
            _ => $"文档的元素超过 {TextScan.MostElementsImported} 个。",
        };
}
