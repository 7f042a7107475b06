using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Api.Bodies;

/// <summary>
/// How much stored text one answer that has to be built in memory may hold: a batch of a few hundred bytes can ask for
/// everything there is, again and again.
/// </summary>
internal sealed class AnswerBudget
{
    /// <summary>Most bytes of stored JSON in the answer to a batch or transaction (16 MiB).</summary>
    public const long MostBytes = 16L << 20;

    private long _taken;
    private long _before;

    /// <summary>What is taken from now on is of a new entry or a new try: what a broken try took is given back.</summary>
    public void Begin() => _taken = _before;

    /// <summary>What was taken so far is part of the answer.</summary>
    public void Keep() => _before = _taken;

    /// <exception cref="FhirRejection">422: more than fits.</exception>
    public void Take(long bytes)
    {
        _taken += bytes;
        if (_taken > MostBytes)
        {
            throw new FhirRejection(
                422,
                OperationOutcome.IssueType.TooCostly,
                $"The reads of this Bundle hold more than {MostBytes >> 20} MiB: ask for them one by one, or with a smaller _count."
            );
        }
    }
}
