namespace Xinglin.Learning.Tables.Plan;

/// <summary>
/// Has one piece of a search carried out in another process by the trial worker, and brings the answer back.
/// </summary>
/// <param name="piece">What is to be done, as text: small, however large the table.</param>
/// <returns>The scores of the held-out rows, as the trial worker answers them.</returns>
public delegate Task<byte[]> TrialTransport(string piece, CancellationToken ct);
