using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Evaluation.Cards;

/// <summary>One of the source attributes of a predictive decision support intervention.</summary>
/// <param name="Paragraph">The paragraph under 45 CFR 170.315(b)(11)(iv)(B), such as <c>1.i</c>.</param>
/// <param name="Key">The name by which a trainer states it in the file given with <c>--about</c>.</param>
public sealed record SourceAttribute(string Paragraph, string Key, BilingualText Name);
