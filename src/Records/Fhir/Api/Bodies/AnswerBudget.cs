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

    private long taken;
    private long before;

    /// <summary>What is taken from now on is of a new entry or a new try: what a broken try took is given back.</summary>
    public void Begin() => taken = before;

    /// <summary>What was taken so far is part of the answer.</summary>
    public void Keep() => before = taken;

    /// <exception cref="FhirRefusal">422: more than fits.</exception>
    public void Take(long bytes)
    {
        taken += bytes;
        if (taken > MostBytes)
            throw new FhirRefusal(
                422,
                OperationOutcome.IssueType.TooCostly,
                $"The reads of this Bundle hold more than {MostBytes >> 20} MiB: ask for them one by one, or with a smaller _count."
            );
    }
}
