using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Review;

/// <summary>A change or a signature that the draft does not allow as it is. Nothing was stored.</summary>
/// <param name="code">A stable word, such as <c>already-signed</c>.</param>
/// <param name="reason">What a clinician reads: why, and what to do.</param>
public sealed class ReviewRejectedException(string code, BilingualText reason) : Exception(reason.En)
{
    public string Code { get; } = code;
    public BilingualText Reason { get; } = reason;
}
