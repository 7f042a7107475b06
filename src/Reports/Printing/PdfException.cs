using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Printing;

/// <summary>A document could not be printed; nothing was signed.</summary>
/// <param name="reason">What a person reads: what is missing and how to fix it.</param>
public sealed class PdfException(BilingualText reason, Exception? inner = null) : Exception(reason.En, inner)
{
    public BilingualText Reason { get; } = reason;
}
